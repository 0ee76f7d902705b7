use with_cleanup::context_manager;

#[context_manager]
fn text() -> String {
    let mut number = 0;
    yield_!(number);
}

fn main() {}

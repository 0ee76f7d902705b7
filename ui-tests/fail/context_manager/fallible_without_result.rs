use with_cleanup::context_manager;

#[context_manager(fallible)]
fn number() -> i32 {
    let mut number = 0;
    yield_!(number);
}

fn main() {}

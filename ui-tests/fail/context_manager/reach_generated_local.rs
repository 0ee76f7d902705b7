use with_cleanup::context_manager;

#[context_manager]
fn number() -> i32 {
    let mut number = 0;
    yield_!(number);
    drop(proof);
    drop(room);
}

fn main() {}

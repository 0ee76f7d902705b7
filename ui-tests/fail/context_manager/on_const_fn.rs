use with_cleanup::context_manager;

#[context_manager]
const fn number() -> i32 {
    let mut number = 0;
    yield_!(number);
}

fn main() {}

use with_cleanup::context_manager;

struct Strange;

#[context_manager]
fn number() -> Result<i32, Strange> {
    let mut number = 0;
    yield_!(number);
}

fn main() {}

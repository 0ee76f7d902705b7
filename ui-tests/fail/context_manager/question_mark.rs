use with_cleanup::context_manager;

#[context_manager]
fn number(text: &str) -> i32 {
    let mut number = text.parse::<i32>()?;
    yield_!(number);
}

fn main() {}

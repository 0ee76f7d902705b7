use with_cleanup::context_manager;

#[context_manager]
fn number(text: &str) -> Result<i32, std::num::ParseIntError> {
    let mut number = text.parse()?;
    yield_!(number);
    Ok(number)
}

fn main() {}

use with_cleanup::context_manager;

#[context_manager]
fn number(text: &str) -> Result<i32, std::num::ParseIntError> {
    if text.is_empty() {
        return Ok(0);
    }
    let mut number = text.parse()?;
    yield_!(number);
}

fn main() {}

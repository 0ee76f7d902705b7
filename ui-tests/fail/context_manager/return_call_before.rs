use with_cleanup::context_manager;

fn check() -> Result<(), std::num::ParseIntError> {
    Ok(())
}

#[context_manager]
fn number(text: &str) -> Result<i32, std::num::ParseIntError> {
    if text.is_empty() {
        return check();
    }
    let mut number = text.parse()?;
    yield_!(number);
}

fn main() {}

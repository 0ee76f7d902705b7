use with_cleanup::context_manager;

type Fallible<T> = Result<T, std::num::ParseIntError>;

#[context_manager]
fn number(text: &str) -> Fallible<i32> {
    let mut number = text.parse::<i32>()?;
    yield_!(number);
}

fn main() {}

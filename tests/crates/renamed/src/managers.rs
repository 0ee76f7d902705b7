//! Functions with `#[context_manager]`, which has to be told of the other name.

use wc::{context_manager, with};

#[context_manager(crate = wc)]
fn text(log: &mut Vec<String>) -> String {
    let mut text = String::new();
    let outcome = yield_!(text);
    log.push(format!("{text} {outcome:?}"));
}

type Fallible<T> = Result<T, std::num::ParseIntError>;

#[context_manager(fallible, crate = ::wc)]
fn number(text: &str) -> Fallible<u32> {
    let mut number = text.parse()?;
    yield_!(number);
}

#[test]
fn managers() {
    let mut log = Vec::new();
    with!(text = text(&mut log) => text.push('a'));
    assert_eq!(log, ["a Success"]);
    assert_eq!(with!(number = number("1").unwrap() => *number).unwrap(), 1);
    assert!(number("x").is_err());
}

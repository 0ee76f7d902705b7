//! Heads before one that fails exit; those after it were never evaluated.

use std::cell::RefCell;

use with_cleanup::{guard, guard_with, with};

fn enter(log: &RefCell<Vec<String>>, fails: bool) -> Result<usize, String> {
    let push = |event: &str| log.borrow_mut().push(event.to_owned());
    with!(
        first = guard_with(1, |_, outcome| push(&format!("first: {outcome:?}"))),
        second = if fails { Err("no second")? } else { guard(2, |_| push("second")) },
        third = { push("third"); 3 },
        => Ok(*first + *second + *third)
    )
}

fn main() {
    let log = RefCell::default();
    assert_eq!(enter(&log, true), Err("no second".to_owned()));
    assert_eq!(log.take(), ["first: Failure"]);
    assert_eq!(enter(&log, false), Ok(6));
    assert_eq!(log.take(), ["third", "second", "first: Success"]);
}

//! `suppress`.

use with_cleanup::suppress;

use crate::support::{Fault, fails, log, record};

fn is_first(fault: &Fault) -> bool {
    matches!(fault, Fault::Of("first"))
}

#[test]
fn a_body_that_does_not_fail_keeps_its_value() {
    let ended = suppress(|_: &Fault| panic!("there is no error to ask about"), || Ok(7));
    assert_eq!(ended.expect("no error"), Some(7));
}

#[test]
fn an_error_that_is_ignored_is_none() {
    assert_eq!(suppress(is_first, || fails("first")).expect("it is ignored"), None);
}

#[test]
fn an_error_that_is_not_ignored_is_returned() {
    let error = suppress(is_first, || fails("second")).expect_err("it is not ignored");
    assert_eq!(error.to_string(), "second failed");
}

#[test]
fn the_body_knows_its_error_by_the_closure_before_it() {
    let number = |text: &str| {
        suppress(
            |fault: &Fault| matches!(fault, Fault::Of("no number")),
            || {
                let number: u32 = text.parse().map_err(|_| Fault::Of("no number"))?;
                if number > 9 {
                    Err(Fault::Of("too big"))?;
                }
                Ok(number)
            },
        )
    };
    assert_eq!(number("1").expect("no error"), Some(1));
    assert_eq!(number("x").expect("it is ignored"), None);
    assert_eq!(number("10").expect_err("it is not ignored").to_string(), "too big failed");
}

#[test]
fn a_panic_is_no_error() {
    let record = record(|| {
        suppress(
            |_: &Fault| true,
            || {
                log("body");
                if true { panic!("body panicked") } else { Ok(()) }
            },
        )
        .is_ok()
    });
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.events, ["body"]);
}

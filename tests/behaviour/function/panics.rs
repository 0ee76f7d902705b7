//! R7 and R10: cleanups that panic in a function.

use with_cleanup::{Error, defer, with, with_cleanup};

use super::clean;
use crate::{
    cases::{pause, poll},
    support::{Does, Raii, Token, explode, failing, log, panicking, record, seen, while_unwinding},
};

/// A value that is returned, and counted.
#[derive(Debug)]
struct Returned(#[expect(dead_code, reason = "only its drop matters")] Token);

/// Functions that are left in every way that says so, with a cleanup that panics. [`record`] finds it if the returned
/// value is not dropped, as it is not where a drop panics on the way out (rust-lang/rust#47949).
#[test]
fn r7_a_panic_goes_on_from_outside_any_drop_and_the_returned_value_is_dropped() {
    #[with_cleanup]
    fn tail() -> Returned {
        defer!(log("still runs"));
        defer!(explode("cleanup"));
        Returned(Token::new())
    }

    #[with_cleanup]
    fn early(early: bool) -> Returned {
        defer!(log("still runs"));
        if early {
            defer!(explode("cleanup"));
            return Returned(Token::new());
        }
        Returned(Token::new())
    }

    #[with_cleanup]
    fn from_a_scope() -> Returned {
        defer!(log("still runs"));
        with!(_m = panicking("cleanup") => {
            if true {
                return Returned(Token::new());
            }
        });
        Returned(Token::new())
    }

    #[with_cleanup]
    fn written() -> Result<(), Returned> {
        defer!(log("still runs"));
        with!(_m = panicking("cleanup") => {
            if true {
                return Err(Returned(Token::new()));
            }
        });
        Ok(())
    }

    #[with_cleanup]
    fn unnamed() -> impl Sized {
        defer!(log("still runs"));
        with!(_m = panicking("cleanup") => {
            if true {
                return Returned(Token::new());
            }
        });
        Returned(Token::new())
    }

    #[with_cleanup]
    fn question() -> Result<(), Returned> {
        defer!(log("still runs"));
        defer!(explode("cleanup"));
        Err(Returned(Token::new()))?;
        Ok(())
    }

    #[with_cleanup]
    fn hidden() -> Returned {
        macro_rules! leave {
            ($value:expr) => {
                return $value
            };
        }
        defer!(log("still runs"));
        defer!(explode("cleanup"));
        leave!(Returned(Token::new()));
    }

    #[with_cleanup]
    async fn asynchronous() -> Returned {
        defer!(log("still runs"));
        defer!(explode("cleanup"));
        pause().await;
        Returned(Token::new())
    }

    for run in [
        || drop(tail()),
        || drop(early(true)),
        || drop(from_a_scope()),
        || drop(written()),
        || drop(unnamed()),
        || drop(question()),
        || drop(hidden()),
        || drop(poll(asynchronous(), false)),
    ] as [fn(); 8]
    {
        let record = record(run);
        assert_eq!(record.panic(), "cleanup panicked");
        assert_eq!(record.events.last().expect("events"), "still runs");
        assert_eq!(record.reports, [""; 0]);
    }
}

#[test]
fn r7_where_the_function_goes_on_a_panic_goes_on_at_once() {
    #[with_cleanup]
    fn run() -> Result<(), Error> {
        'scope: {
            with!(_m = panicking("m") => break 'scope);
        }
        log("not reached");
        Ok(())
    }

    let record = record(run);
    assert_eq!(record.panic(), "m panicked");
    assert_eq!(record.events, ["enter m", "exit m: success"]);
}

/// Functions that could be left by the `return` that is not reached.
#[test]
fn r7_a_panic_waits_only_for_the_jump_that_leaves_the_function() {
    #[with_cleanup]
    fn named(early: bool) -> Result<u8, Error> {
        if early {
            return Ok(1);
        }
        'scope: {
            with!(_m = panicking("m") => break 'scope);
        }
        log("not reached");
        Ok(2)
    }

    #[with_cleanup]
    fn unnamed(early: bool) -> impl Sized {
        if early {
            return 1;
        }
        'scope: {
            with!(_m = panicking("m") => break 'scope);
        }
        log("not reached");
        2
    }

    for run in [|| drop(named(false)), || drop(unnamed(false))] as [fn(); 2] {
        let record = record(run);
        assert_eq!(record.panic(), "m panicked");
        assert_eq!(record.events, ["enter m", "exit m: success"]);
    }
}

#[test]
fn r10_a_second_panic_is_contained_while_the_first_waits() {
    #[with_cleanup]
    fn run() -> Result<u8, Error> {
        defer!(|outcome| log(seen(outcome)));
        defer!(explode("third"));
        defer!(clean("failing")?);
        defer!(explode("second"));
        defer!(explode("first"));
        Ok(1)
    }

    let record = record(run);
    assert_eq!(record.panic(), "first panicked");
    assert_eq!(record.events, ["clean failing", "panic"]);
    assert_eq!(
        record.reports,
        [
            "defer panic: panicked: second panicked",
            "defer panic: panicked: third panicked",
            "defer panic: failing failed"
        ]
    );
}

#[test]
fn r10_a_local_variable_whose_drop_panics_outruns_a_panic_that_waits() {
    #[with_cleanup]
    fn run() -> u8 {
        let _local = Raii::enter("local", Does::Well, Does::Panic);
        defer!(explode("deferred"));
        1
    }

    let record = record(run);
    assert_eq!(record.panic(), "local panicked");
    assert_eq!(record.reports, ["defer panic: panicked: deferred panicked"]);
}

#[test]
fn r7_a_failure_is_reported_where_the_drop_of_the_value_panics() {
    #[with_cleanup]
    fn run() -> Result<Raii, Error> {
        defer!(clean("a")?);
        Ok(Raii::enter("value", Does::Well, Does::Panic).expect("it enters"))
    }

    let record = record(|| drop(run()));
    assert_eq!(record.panic(), "value panicked");
    assert_eq!(record.reports, ["defer panic: a failed"]);
}

#[test]
fn r10_a_panic_of_the_body_goes_on_and_failures_are_reported() {
    #[with_cleanup(head = failing("head"))]
    fn run() -> Result<(), Error> {
        head.touch();
        defer!(clean("a")?);
        defer!(explode("b"));
        explode("body");
        Ok(())
    }

    let record = record(run);
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(
        record.reports,
        ["defer panic: panicked: b panicked", "defer panic: a failed", "head panic: head failed"]
    );
}

#[test]
fn r10_a_function_in_a_destructor_during_unwinding_still_returns_its_failures() {
    #[with_cleanup]
    fn run() -> Result<(), Error> {
        defer!(clean("a")?);
        Ok(())
    }

    let record = record(|| while_unwinding(|| assert!(run().is_err(), "nothing is lost")));
    assert_eq!(record.panic(), "outer panicked");
    assert_eq!(record.reports, [""; 0]);
}

#[test]
fn a_panic_that_waits_goes_on_when_the_future_is_dropped() {
    #[with_cleanup]
    async fn run() -> Result<(), Error> {
        defer!(clean("a")?);
        defer!(explode("b"));
        pause().await;
        Ok(())
    }

    let record = record(|| poll(run(), true).is_none());
    assert_eq!(record.panic(), "b panicked");
    assert_eq!(record.reports, ["defer panic: a failed"]);
}

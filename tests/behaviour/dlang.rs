//! D's `scope(exit)`, `scope(success)` and `scope(failure)`: which of them run for each way to leave a scope.
//!
//! | left by | exit | success | failure | test |
//! | --- | --- | --- | --- | --- |
//! | its end | yes | yes | no | [`the_end`] |
//! | `return` of a value | yes | yes | no | [`a_return`] |
//! | `break`, `continue`, with and without label | yes | yes | no | [`a_break`], [`a_continue`], [`a_labelled_break`], [`a_labelled_continue`] |
//! | `break` of a value | yes | yes | no | [`a_break_of_a_loop_with_a_value`] |
//! | `goto` | yes | yes | no | without meaning: a `break` of a labelled block, [`a_break_of_a_block`] |
//! | a thrown exception: `?`, an `Err` at the end or in a `return` | yes | no | yes | [`a_question_mark`], [`an_err_at_the_end`], [`a_returned_err`] |
//! | a thrown error: a panic | yes | no | yes | [`a_panic`] |
//!
//! All run in the reverse order of the text ([`they_run_in_reverse_order`]), and only those that were reached
//! ([`only_those_run_that_were_reached`]). A scope that ends inside another one that fails has succeeded
//! ([`an_inner_scope_has_its_own_end`]). That they cannot be left by a jump, or by `throw` out of `scope(success)`, is answered by
//! the compiler: `ui-tests/fail/cleanup_jumps`.

use with_cleanup::{defer, defer_on_failure, defer_on_success, with, with_cleanup};

use crate::support::{Fault, events, explode, fails, log, manager, record};

/// Puts all three in a scope of `with!`.
macro_rules! scope {
    ($($body:tt)*) => {
        with!(_ = manager("scope") => {
            defer!(log("exit"));
            defer_on_success!(log("success"));
            defer_on_failure!(log("failure"));
            $($body)*
        })
    };
}

const WELL: [&str; 4] = ["enter scope", "success", "exit", "exit scope: success"];

/// Where the error is not shown to the scope.
const FAILED: [&str; 4] = ["enter scope", "failure", "exit", "exit scope: failure"];

#[test]
fn the_end() {
    assert_eq!(events(|| scope!()), WELL);
}

#[test]
fn a_return() {
    fn run(early: bool) -> u8 {
        scope! {
            if early {
                return 1;
            }
        }
        2
    }

    for early in [true, false] {
        let record = record(|| run(early));
        assert_eq!(record.events, WELL);
        assert_eq!(record.value(), if early { 1 } else { 2 });
    }
}

#[test]
fn a_break() {
    let events = events(|| {
        let mut rounds = 0;
        loop {
            rounds += 1;
            scope! {
                if rounds == 1 {
                    break;
                }
            }
        }
        assert_eq!(rounds, 1);
    });
    assert_eq!(events, WELL);
}

#[test]
fn a_continue() {
    let events = events(|| {
        for round in 0..2 {
            scope! {
                if round == 0 {
                    continue;
                }
            }
            log("after");
        }
    });
    assert_eq!(events, [&WELL[..], &WELL, &["after"]].concat());
}

#[test]
fn a_labelled_break() {
    let events = events(|| {
        'outer: for _ in 0..2 {
            for _ in 0..2 {
                scope! {
                    if truth() {
                        break 'outer;
                    }
                }
            }
        }
    });
    assert_eq!(events, WELL);
}

/// Keeps the compiler from knowing that a jump is always taken.
fn truth() -> bool {
    std::hint::black_box(true)
}

#[test]
fn a_labelled_continue() {
    let events = events(|| {
        'outer: for _ in 0..2 {
            for _ in 0..2 {
                scope! {
                    if truth() {
                        continue 'outer;
                    }
                }
            }
        }
    });
    assert_eq!(events, [WELL, WELL].concat());
}

#[test]
fn a_break_of_a_loop_with_a_value() {
    let record = record(|| {
        loop {
            scope! {
                if truth() {
                    break 7;
                }
            }
        }
    });
    assert_eq!(record.events, WELL);
    assert_eq!(record.value(), 7);
}

#[test]
fn a_break_of_a_block() {
    let record = record(|| 'block: {
        scope! {
            if truth() {
                break 'block 7;
            }
        }
        8
    });
    assert_eq!(record.events, WELL);
    assert_eq!(record.value(), 7);
}

#[test]
fn a_question_mark() {
    fn run() -> Result<(), Fault> {
        scope! {
            fails("body")?;
        }
        Ok(())
    }

    assert_eq!(record(|| run().is_err()).events, FAILED);
}

#[test]
fn an_err_at_the_end() {
    let record = record(|| {
        let ended: Result<u32, Fault> = scope!(fails("body"));
        ended.is_err()
    });
    assert_eq!(record.events, ["enter scope", "failure", "exit", "exit scope: failure(body failed)"]);
}

#[test]
fn a_returned_err() {
    fn written() -> Result<(), Fault> {
        scope! {
            if truth() {
                return Err(Fault::Of("body"));
            }
        }
        Ok(())
    }

    fn computed() -> Result<u32, Fault> {
        scope! {
            if truth() {
                return fails("body");
            }
        }
        Ok(1)
    }

    assert_eq!(record(|| written().is_err()).events, FAILED);
    assert_eq!(record(|| computed().is_err()).events, FAILED);
}

#[test]
fn a_panic() {
    let record = record(|| scope!(explode("body")));
    assert_eq!(record.events, ["enter scope", "failure", "exit", "exit scope: panic"]);
    assert_eq!(record.panic(), "body panicked");
}

#[test]
fn they_run_in_reverse_order() {
    #[with_cleanup]
    fn run(fail: bool) -> Result<(), Fault> {
        defer!(log("1"));
        defer_on_failure!(log("2 failed"));
        defer_on_success!(log("3 succeeded"));
        defer!(log("4"));
        defer_on_failure!(log("5 failed"));
        defer_on_success!(log("6 succeeded"));
        if fail {
            fails("body")?;
        }
        Ok(())
    }

    assert_eq!(record(|| run(false).is_ok()).events, ["6 succeeded", "4", "3 succeeded", "1"]);
    assert_eq!(record(|| run(true).is_ok()).events, ["5 failed", "4", "2 failed", "1"]);
}

#[test]
fn only_those_run_that_were_reached() {
    #[with_cleanup]
    fn run() -> Result<(), Fault> {
        defer!(log("reached"));
        fails("body")?;
        defer!(log("not reached"));
        defer_on_failure!(log("not reached either"));
        Ok(())
    }

    assert_eq!(record(|| run().is_ok()).events, ["reached"]);
}

#[test]
fn an_inner_scope_has_its_own_end() {
    #[with_cleanup]
    fn run() -> Result<(), Fault> {
        defer_on_failure!(log("outer failed"));
        {
            defer_on_success!(log("inner succeeded"));
        }
        fails("body")?;
        Ok(())
    }

    assert_eq!(record(|| run().is_ok()).events, ["inner succeeded", "outer failed"]);
}

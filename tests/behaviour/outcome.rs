//! R5: how the scope ended, as its cleanups see it.

use std::{fmt, io};

use with_cleanup::{Outcome, defer, defer_on_failure, defer_on_success, guard_with, try_finally, with};

use crate::support::{
    Fault, Record, events, explode, failing, fails, fallible, log, manager, panicking, record, seen,
    while_unwinding,
};

/// What a manager sees of a body.
macro_rules! outcome_of {
    ($body:block in $result:ty) => {{
        fn run() -> $result {
            with!(_m = manager("m") => $body)
        }
        record(run).events.pop().expect("it exits")
    }};
}

#[test]
fn r5_end_is_success() {
    assert_eq!(outcome_of!({ 1 } in u8), "exit m: success");
    assert_eq!(outcome_of!({ Ok(()) } in Result<(), Fault>), "exit m: success");
    assert_eq!(outcome_of!({ None } in Option<u8>), "exit m: success");
    assert_eq!(outcome_of!({ log("unit"); } in ()), "exit m: success");
}

#[test]
fn r5_end_with_an_err_is_failure_and_knows_the_error() {
    assert_eq!(outcome_of!({ fails("body") } in Result<u32, Fault>), "exit m: failure(body failed)");
    let boxed = outcome_of!({ Err("boxed".into()) } in Result<u32, Box<dyn std::error::Error + Send + Sync>>);
    assert_eq!(boxed, "exit m: failure(boxed)");
    assert_eq!(outcome_of!({ Err(io::Error::other("io")) } in io::Result<u32>), "exit m: failure(io)");
}

#[test]
fn r5_end_with_an_err_that_is_no_error_is_failure() {
    assert_eq!(outcome_of!({ Err(3) } in Result<u32, u8>), "exit m: failure");
    assert_eq!(outcome_of!({ Err("text") } in Result<u32, &'static str>), "exit m: failure");
}

#[test]
fn r5_a_written_return_is_success_unless_it_returns_an_err() {
    let returned = outcome_of!({ if true { return Ok(1); } fails("body") } in Result<u32, Fault>);
    assert_eq!(returned, "exit m: success");
    let unit = outcome_of!({ if true { return; } log("not reached"); } in ());
    assert_eq!(unit, "exit m: success");
    let written = outcome_of!({ if true { return Err(Fault::Of("body")); } Ok(1) } in Result<u32, Fault>);
    assert_eq!(written, "exit m: failure");
    let computed = outcome_of!({ if true { return fails("body"); } Ok(1) } in Result<u32, Fault>);
    assert_eq!(computed, "exit m: failure");
}

#[test]
fn r5_a_break_is_success_unless_it_carries_an_err() {
    fn run(carried: fn() -> Result<u32, Fault>) -> String {
        let Record { events, .. } = record(|| {
            let result = 'out: { with!(_m = manager("m") => break 'out carried()) };
            drop(result);
        });
        events.last().expect("it exits").clone()
    }

    assert_eq!(run(|| Ok(1)), "exit m: success");
    assert_eq!(run(|| fails("body")), "exit m: failure");
}

#[test]
fn r5_a_break_and_a_continue_are_success() {
    let events = events(|| {
        for name in ["continue", "break"] {
            with!(_m = manager(name) => {
                if name == "break" {
                    break;
                }
                if name == "continue" {
                    continue;
                }
                log("not reached");
            });
        }
    });
    assert_eq!(events, ["enter continue", "exit continue: success", "enter break", "exit break: success"]);
}

#[test]
fn r5_a_question_mark_is_failure() {
    assert_eq!(outcome_of!({ Ok(fails("body")?) } in Result<u32, Fault>), "exit m: failure");
    assert_eq!(outcome_of!({ Some(None::<u8>?) } in Option<u8>), "exit m: failure");
}

#[test]
fn r5_a_hidden_exit_is_failure() {
    macro_rules! leave {
        () => {
            return 1
        };
    }

    assert_eq!(outcome_of!({ if true { leave!(); } 2 } in u8), "exit m: failure");
}

#[test]
fn r5_a_panic_is_panic() {
    assert_eq!(outcome_of!({ explode("body"); 2 } in u8), "exit m: panic");
}

#[test]
fn r5_the_return_of_an_operand_that_fails_itself_is_failure() {
    let left = outcome_of!({ if true { return Ok(fails("operand")?); } Ok(1) } in Result<u32, Fault>);
    assert_eq!(left, "exit m: failure");
}

#[test]
fn r5_a_failed_inner_exit_is_failure_for_the_managers_outside_it() {
    let Record { ended, events, .. } =
        record(|| with!(_a = manager("a"), _b = failing("b"), _c = manager("c") => {}).is_err());
    assert_eq!(ended, Ok(true));
    assert_eq!(events[3..], ["exit c: success", "exit b: success", "exit a: failure(b failed)"]);
}

#[test]
fn r5_a_failed_inner_scope_is_failure_for_the_scope_around_it() {
    fn by_question_mark() -> Result<(), Fault> {
        with!(_outer = manager("outer") => with!(_inner = failing("inner") => {})?);
        Ok(())
    }

    let Record { events, .. } = record(|| by_question_mark().is_err());
    assert_eq!(events[2..], ["exit inner: success", "exit outer: failure"]);

    let Record { events, .. } =
        record(|| with!(_outer = manager("outer") => with!(_inner = failing("inner") => {})).is_err());
    assert!(events[3].starts_with("exit outer: failure(cleanup of `_inner` failed at "), "{events:?}");
}

#[test]
fn r5_a_panicking_inner_exit_is_panic_for_the_managers_outside_it() {
    fn returns() -> u8 {
        with!(_a = manager("a"), _b = panicking("b") => return 1)
    }

    let at_end = record(|| with!(_a = manager("a"), _b = panicking("b"), _c = manager("c") => {}));
    assert_eq!(at_end.panic(), "b panicked");
    assert_eq!(at_end.events[3..], ["exit c: success", "exit b: success", "exit a: panic"]);

    let returned = record(returns);
    assert_eq!(returned.panic(), "b panicked");
    assert_eq!(returned.events[2..], ["exit b: success", "exit a: panic"]);
}

#[test]
fn r5_end_inside_a_destructor_during_unwinding_is_success() {
    let record = record(|| {
        while_unwinding(|| {
            with!(_m = manager("m") => log("body"));
            let value = with!(_m = fallible("f") => fails("body"));
            assert!(value.expect("f exits well").is_err());
        });
    });
    assert_eq!(record.panic(), "outer panicked");
    assert_eq!(
        record.events,
        ["enter m", "body", "exit m: success", "enter f", "exit f: failure(body failed)"]
    );
}

#[test]
fn r5_end_of_a_block_with_defers_inside_a_destructor_during_unwinding_is_success() {
    let record = record(|| {
        while_unwinding(|| {
            with!(_m = manager("m") => {
                defer!(|outcome| log(format!("body {}", seen(outcome))));
                {
                    defer_on_success!(log("block success"));
                    defer_on_failure!(log("block failure"));
                }
            });
        });
    });
    assert_eq!(record.events, ["enter m", "block success", "body success", "exit m: success"]);
}

#[test]
fn r5_a_jump_inside_a_destructor_during_unwinding_is_no_failure() {
    let record = record(|| {
        while_unwinding(|| {
            with!(_m = manager("m") => {
                if true {
                    return;
                }
                log("not reached");
            });
        });
    });
    let last = record.events.last().expect("it exits");
    assert!(["exit m: success", "exit m: panic"].contains(&last.as_str()), "{last}");
}

#[test]
fn r5_a_scope_in_an_exit_that_runs_during_unwinding_is_success_too() {
    let record = record(|| {
        try_finally!({
            panic!("body panicked");
        } finally |outcome| {
            log(seen(outcome));
            with!(_m = manager("m") => {});
        });
    });
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.events, ["panic", "enter m", "exit m: success"]);
}

#[test]
fn r5_a_dropped_guard_is_failure() {
    let events = events(|| drop(guard_with((), |(), outcome| log(seen(outcome)))));
    assert_eq!(events, ["failure"]);
}

/// Runs a body of which a part is a block with `defer!`s of its own.
fn in_block(number: fn(&'static str) -> Result<u32, Fault>, way: &'static str) -> Vec<String> {
    fn run(number: fn(&'static str) -> Result<u32, Fault>, way: &'static str) -> Result<u32, Fault> {
        with!(_m = manager("m") => {
            for _ in 0..1 {
                defer!(|outcome| log(format!("block {}", seen(outcome))));
                defer_on_success!(log("on success"));
                defer_on_failure!(log("on failure"));
                match way {
                    "break" => break,
                    "continue" => continue,
                    "return" => return Ok(1),
                    "return err" => return Err(Fault::Of("body")),
                    "return computed" => return number("body"),
                    "?" => drop(number("body")?.to_string()),
                    "panic" => panic!("body panicked"),
                    _ => {}
                }
                log("end of the block");
            }
            Ok(0)
        })
    }

    let mut events = record(|| drop(run(number, way))).events;
    events.remove(0);
    events
}

#[test]
fn r5_a_block_that_directly_holds_a_defer_is_a_scope_of_its_own() {
    let well = ["on success", "block success", "exit m: success"];
    for way in ["break", "continue", "return"] {
        assert_eq!(in_block(fails, way), well, "{way}");
    }
    let badly = ["on failure", "block failure", "exit m: failure"];
    for way in ["return err", "return computed", "?"] {
        assert_eq!(in_block(fails, way), badly, "{way}");
    }
    assert_eq!(in_block(|_| Ok(1), "return computed"), well);
    for way in ["end", "?"] {
        let events = in_block(|_| Ok(1), way);
        assert_eq!(events[0], "end of the block");
        assert_eq!(events[1..], well, "{way}");
    }
    assert_eq!(in_block(fails, "panic"), ["on failure", "block panic", "exit m: panic"]);
}

#[test]
fn r5_a_block_in_an_if_waits_for_its_own_end_only() {
    let events = events(|| {
        with!(_m = manager("m") => {
            if true {
                defer_on_success!(log("deferred in the block"));
                log("block");
            }
            log("after the block");
        });
    });
    assert_eq!(events, ["enter m", "block", "deferred in the block", "after the block", "exit m: success"]);
}

#[test]
fn r5_an_err_as_the_value_of_a_block_fails_the_block_alone() {
    let events = events(|| {
        with!(_m = manager("m") => {
            let result: Result<u32, Fault> = {
                defer_on_success!(log("success"));
                defer_on_failure!(log("failure"));
                fails("block")
            };
            assert!(result.is_err());
        });
    });
    assert_eq!(events, ["enter m", "failure", "exit m: success"]);
}

#[test]
fn r5_the_body_fails_after_a_block_in_it_succeeded() {
    let events = events(|| {
        let result = with!(_m = manager("m") => {
            defer_on_success!(log("body success"));
            defer_on_failure!(log("body failure"));
            {
                defer_on_success!(log("block success"));
                defer_on_failure!(log("block failure"));
            }
            fails("body")
        });
        assert!(result.is_err());
    });
    assert_eq!(events, ["enter m", "block success", "body failure", "exit m: failure(body failed)"]);
}

#[test]
fn r5_a_panicking_defer_is_panic_for_the_cleanups_outside_it() {
    let record = record(|| {
        with!(_m = manager("m") => {
            defer!(|outcome| log(format!("outer {}", seen(outcome))));
            defer_on_success!(log("not success any more"));
            defer!(explode("defer"));
        });
    });
    assert_eq!(record.panic(), "defer panicked");
    assert_eq!(record.events, ["enter m", "outer panic", "exit m: panic"]);
}

/// Nobody but the hook learns of a panic that a plain `defer!` contains: it knows no scope that it could tell.
#[test]
fn r10_a_panicking_defer_in_a_destructor_during_unwinding_is_contained() {
    let record = record(|| {
        while_unwinding(|| {
            with!(_m = manager("m") => {
                defer!(|outcome| log(format!("outer {}", seen(outcome))));
                defer!(explode("defer"));
            });
        });
    });
    assert_eq!(record.reports, ["defer panic: panicked: defer panicked"]);
    assert_eq!(record.events, ["enter m", "outer success", "exit m: success"]);
}

#[test]
fn r5_the_error_is_known_of_every_kind_of_box() {
    use std::error::Error;
    fn told<E>(error: E) -> bool
    where
        Result<(), E>: Ends,
    {
        Err(error).ends()
    }
    trait Ends {
        fn ends(self) -> bool;
    }
    macro_rules! ends {
        ($($error:ty),*) => {
            $(impl Ends for Result<(), $error> {
                fn ends(self) -> bool {
                    let mut known = false;
                    let _result = try_finally!(<&mut known> { self } finally |outcome| {
                        *known = outcome.error().is_some();
                    });
                    known
                }
            })*
        };
    }
    ends!(fmt::Error, Box<dyn Error>, Box<dyn Error + Send + Sync>, u8);
    assert!(told(fmt::Error));
    assert!(told(Box::<dyn Error>::from("local")));
    assert!(told(Box::<dyn Error + Send + Sync>::from("shared")));
    assert!(!told(1_u8));
}

#[test]
fn r5_an_outcome_is_of_one_kind_and_shows_it() {
    let shown = |outcome: Outcome<'_>| (seen(outcome), format!("{outcome:?}"));
    let pair = |seen: &str, debug: &str| (seen.to_owned(), debug.to_owned());
    assert_eq!(shown(Outcome::success()), pair("success", "Success"));
    assert_eq!(shown(Outcome::failure(None)), pair("failure", "Failure"));
    assert_eq!(shown(Outcome::failure(Some(&fmt::Error))).1, "Failure(Error)");
    assert_eq!(shown(Outcome::panic()), pair("panic", "Panic"));
}

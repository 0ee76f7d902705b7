//! `#[with_cleanup]`: what a function does with the failures and panics of its cleanups (R5, R7, R8, R10).

use std::{error::Error as _, io, num::ParseIntError};

use with_cleanup::{
    Error, Suppressed, defer, defer_on_failure, defer_on_success, guard, guard_with, try_finally, with,
    with_cleanup,
};

use crate::{
    cases::{pause, poll},
    support::{
        Does, Fault, Laden, Raii, Record, Token, explode, failing, fails, fallible, log, manager, panicking,
        raii, record, seen,
    },
};

/// The texts of the suppressed failures.
fn suppressed(error: &Error) -> Vec<String> {
    error.suppressed().iter().map(|error| error.source().expect("it has a source").to_string()).collect()
}

fn source(error: &Error) -> String {
    error.source().expect("it has a source").to_string()
}

/// A cleanup that fails, and logs that it ran.
fn clean(what: &'static str) -> Result<(), Fault> {
    log(format!("clean {what}"));
    Err(Fault::Of(what))
}

#[test]
fn r7_a_fallible_defer_fails_the_function() {
    #[with_cleanup]
    fn run() -> Result<u8, Error> {
        defer!(clean("a")?);
        log("body");
        Ok(1)
    }

    let Record { ended, events, reports, .. } = record(run);
    let error = ended.expect("no panic").unwrap_err();
    assert_eq!((error.name(), source(&error).as_str()), ("defer", "a failed"));
    assert_eq!(error.location().file(), file!());
    assert_eq!(events, ["body", "clean a"]);
    assert_eq!(reports, [""; 0]);
}

#[test]
fn r7_the_failures_of_a_function_are_suppressed_in_their_order() {
    #[with_cleanup]
    fn run() -> Result<(), Error> {
        defer!(clean("c")?);
        defer!(clean("b"));
        for name in ["first round", "second round"] {
            defer!(clean(name)?);
            if name.starts_with("second") {
                defer! {
                    clean("if")?;
                }
            }
        }
        defer!(clean("a")?);
        Ok(())
    }

    let error = record(run).value().unwrap_err();
    assert_eq!(source(&error), "first round failed");
    assert_eq!(suppressed(&error), ["if failed", "second round failed", "a failed", "b failed", "c failed"]);
}

#[test]
fn r7_a_defer_in_a_block_runs_at_the_end_of_the_block() {
    #[with_cleanup]
    fn run() -> Result<(), Error> {
        if true {
            defer!(clean("block")?);
            log("in the block");
        }
        log("behind the block");
        Ok(())
    }

    let record = record(run);
    assert_eq!(record.events, ["in the block", "clean block", "behind the block"]);
    assert!(record.value().is_err());
}

#[test]
fn r7_captures_are_shared_with_a_fallible_defer() {
    #[with_cleanup]
    fn run(list: &mut Vec<&'static str>) -> Result<usize, Error> {
        defer!(<list> {
            list.push("cleanup");
            Err("no more room")?;
        });
        list.push("body");
        Ok(list.len())
    }

    let mut list = Vec::new();
    assert_eq!(source(&run(&mut list).unwrap_err()), "no more room");
    assert_eq!(list, ["body", "cleanup"]);
}

/// What each way to return an error of its own makes of a function with a failing cleanup.
macro_rules! own_error {
    ($error:ty) => {{
        #[with_cleanup]
        fn question() -> Result<u32, $error> {
            defer!(clean("cleanup")?);
            let number = fails("body")?;
            Ok(number)
        }
        #[with_cleanup]
        fn written() -> Result<u32, $error> {
            defer!(clean("cleanup")?);
            if true {
                return Err(Fault::Of("body").into());
            }
            Ok(1)
        }
        #[with_cleanup]
        fn tail() -> Result<u32, $error> {
            defer!(clean("cleanup")?);
            Err(Fault::Of("body").into())
        }
        #[with_cleanup]
        fn hidden() -> Result<u32, $error> {
            macro_rules! ensure {
                ($condition:expr) => {
                    if !$condition {
                        return Err(Fault::Of("body").into());
                    }
                };
            }
            defer!(clean("cleanup")?);
            ensure!(1 > 2);
            Ok(1)
        }
        [question, written, tail, hidden]
    }};
}

#[test]
fn r7_an_error_of_its_own_takes_the_failures_along() {
    for run in own_error!(Laden) {
        let Record { ended, reports, .. } = record(run);
        let error = ended.expect("no panic").unwrap_err();
        assert_eq!(error.to_string(), "body failed");
        assert_eq!(error.failures.iter().map(source).collect::<Vec<_>>(), ["cleanup failed"]);
        assert_eq!(reports, [""; 0]);
    }
}

#[test]
fn r7_an_error_that_cannot_carry_failures_is_untouched_and_they_are_reported() {
    for run in own_error!(Fault) {
        let Record { ended, reports, .. } = record(run);
        assert!(matches!(ended.expect("no panic").unwrap_err(), Fault::Of("body")));
        assert_eq!(reports, ["defer failure: cleanup failed"]);
    }
}

#[test]
fn r7_a_boxed_error_stays_what_it_is() {
    #[with_cleanup]
    fn run(bad: bool) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        defer!(clean("cleanup")?);
        if bad {
            return Err(Fault::Of("body").into());
        }
        Ok(())
    }

    let Record { ended, reports, .. } = record(|| run(true));
    assert!(ended.expect("no panic").unwrap_err().is::<Fault>());
    assert_eq!(reports, ["defer failure: cleanup failed"]);
    let Record { ended, reports, .. } = record(|| run(false));
    assert!(ended.expect("no panic").unwrap_err().is::<Error>());
    assert_eq!(reports, [""; 0]);
}

#[test]
fn r7_an_io_error_keeps_the_kind_of_the_failure() {
    #[with_cleanup]
    fn run(bad: bool) -> io::Result<()> {
        defer!(clean("second")?);
        defer!(Err(io::Error::from(io::ErrorKind::StorageFull))?);
        if bad { Err(io::ErrorKind::NotFound.into()) } else { Ok(()) }
    }

    let Record { ended, reports, .. } = record(|| run(false));
    let error = ended.expect("no panic").unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()).expect("the failure");
    assert_eq!(suppressed(inner), ["second failed"]);
    assert_eq!(reports, [""; 0]);

    let Record { ended, reports, .. } = record(|| run(true));
    let error = ended.expect("no panic").unwrap_err();
    assert!(error.kind() == io::ErrorKind::NotFound && error.get_ref().is_none(), "untouched");
    assert_eq!(reports, ["defer failure: no storage space", "defer failure: second failed"]);
}

#[test]
fn r7_an_alias_of_result_is_a_result() {
    type Outcome<T> = Result<T, Laden>;

    #[with_cleanup]
    fn run() -> Outcome<u8> {
        defer!(clean("cleanup")?);
        Ok(1)
    }

    assert_eq!(record(run).value().unwrap_err().to_string(), "cleanup failed");
}

#[test]
fn r8_jumps_leave_a_fallible_scope_in_a_function() {
    #[with_cleanup]
    fn run(way: &str) -> Result<u8, Error> {
        let found = 'found: {
            for name in ["a", "b"] {
                with!(_m = failing(name) => {
                    match way {
                        "return" => return Ok(1),
                        "break" => break,
                        "continue" => continue,
                        "label" => break 'found 2,
                        _ => log("not reached"),
                    }
                })?;
            }
            3
        };
        log(format!("went on with {found}"));
        Ok(found)
    }

    for (way, events, failures) in [
        ("return", &["enter a", "exit a: success"][..], 1),
        ("break", &["enter a", "exit a: success", "went on with 3"], 1),
        ("continue", &["enter a", "exit a: success", "enter b", "exit b: success", "went on with 3"], 2),
        ("label", &["enter a", "exit a: success", "went on with 2"], 1),
    ] {
        let Record { ended, events: logged, reports, .. } = record(|| run(way));
        let error = ended.expect("no panic").unwrap_err();
        assert_eq!((source(&error).as_str(), error.suppressed().len() + 1), ("a failed", failures), "{way}");
        assert_eq!(logged, events, "{way}");
        assert_eq!(reports, [""; 0]);
    }
}

#[test]
fn r7_the_failures_of_a_scope_whose_value_is_an_err_wait_for_the_function() {
    #[with_cleanup]
    fn run() -> Result<u32, Error> {
        let value = with!(_a = failing("a"), _b = failing("b") => fails("body"));
        assert!(value.expect("the body's own error outranks").is_err());
        log("went on");
        Ok(1)
    }

    let Record { ended, events, reports, .. } = record(run);
    let error = ended.expect("no panic").unwrap_err();
    assert_eq!((source(&error).as_str(), suppressed(&error)), ("b failed", vec!["a failed".to_owned()]));
    assert_eq!(events.last().expect("events"), "went on");
    assert_eq!(reports, [""; 0]);
}

#[test]
fn r7_a_function_that_returns_no_result_reports_what_it_cannot_return() {
    #[with_cleanup]
    fn run() -> u8 {
        let value = with!(_a = failing("a") => fails("body"));
        u8::from(value.expect("the body's own error outranks").is_err())
    }

    let Record { ended, reports, .. } = record(run);
    assert_eq!(ended, Ok(1));
    assert_eq!(reports, ["_a failure: a failed"]);
}

/// A function with both conditional defers that ends as it is told.
#[with_cleanup]
fn conditional(way: &str) -> Result<u32, Laden> {
    macro_rules! helper {
        () => {
            Err(Fault::Of("body").into())
        };
    }

    macro_rules! bail {
        ($error:expr) => {
            return Err($error.into())
        };
    }

    defer_on_success!(log("success"));
    defer_on_failure!(log("failure"));
    defer!(|outcome| log(seen(outcome)));
    match way {
        "tail" => return fails("body").map_err(Laden::from),
        "written" => return Err(Fault::Of("body").into()),
        "returned helper" => return helper!(),
        "question" => fails("body")?,
        "bail" => bail!(Fault::Of("body")),
        "panic" => panic!("body panicked"),
        "return" => return Ok(1),
        "helper" => return helper!(),
        _ => 2,
    };
    if way == "end" { Ok(2) } else { helper!() }
}

#[test]
fn r5_conditional_defers_decide_by_what_the_function_ends_with() {
    for way in ["return", "end"] {
        assert_eq!(record(|| conditional(way)).events, ["success", "success"], "{way}");
    }
    for way in ["tail", "written", "returned helper", "question", "bail", "helper in the tail"] {
        assert_eq!(record(|| conditional(way)).events, ["failure", "failure"], "{way}");
    }
    assert_eq!(record(|| conditional("panic")).events, ["panic", "failure"]);
}

#[test]
fn r5_a_dropped_future_is_a_failure() {
    #[with_cleanup]
    async fn run() -> Result<(), Error> {
        defer_on_success!(log("success"));
        defer_on_failure!(log("failure"));
        pause().await;
        Ok(())
    }

    assert_eq!(record(|| poll(run(), true)).events, ["failure"]);
    assert_eq!(record(|| poll(run(), false)).events, ["success"]);
}

#[test]
fn r7_a_dropped_future_reports_its_failures() {
    #[with_cleanup]
    async fn run() -> Result<(), Error> {
        defer!(clean("a")?);
        with!(_m = failing("m") => pause().await)
    }

    let Record { ended, reports, .. } = record(|| poll(run(), true).is_none());
    assert_eq!(ended, Ok(true));
    assert_eq!(reports, ["_m failure: m failed", "defer failure: a failed"]);
}

#[test]
fn r5_conditional_defers_belong_to_the_innermost_body() {
    #[with_cleanup]
    fn run() -> Result<(), Fault> {
        defer_on_success!(log("function succeeded"));
        let inner = with!(_m = manager("m") => {
            defer_on_failure!(log("body failed"));
            fails("body")
        });
        try_finally!({
            defer_on_success!(log("second body succeeded"));
        } finally { log("finally"); });
        assert!(inner.is_err());
        Ok(())
    }

    assert_eq!(
        record(run).events,
        [
            "enter m",
            "body failed",
            "exit m: failure(body failed)",
            "second body succeeded",
            "finally",
            "function succeeded"
        ]
    );
}

#[test]
fn r5_a_failed_cleanup_is_failure_for_all_that_is_around_it() {
    #[with_cleanup]
    fn run() -> Result<(), Error> {
        defer!(|outcome| log(format!("function: {}", seen(outcome))));
        with!(_outer = manager("outer") => {
            with!(_sibling = manager("sibling") => {});
            'inner: {
                with!(_inner = failing("inner") => break 'inner);
            }
            log("the body goes on");
        });
        with!(_later = manager("later") => {});
        Ok(())
    }

    let Record { events, .. } = record(run);
    assert_eq!(
        events,
        [
            "enter outer",
            "enter sibling",
            "exit sibling: success",
            "enter inner",
            "exit inner: success",
            "the body goes on",
            "exit outer: failure",
            "enter later",
            "exit later: success",
            "function: failure",
        ]
    );
}

#[test]
fn heads_are_around_the_body_and_see_what_the_function_returns() {
    #[with_cleanup(_a = manager("a"), list = guard_with(vec![1], |list: Vec<u8>, outcome| {
        log(format!("list {list:?}: {}", seen(outcome)));
    }))]
    fn run(way: &str) -> Result<usize, Fault> {
        list.push(2);
        match way {
            "question" => fails("body").map(|_| 0)?,
            "return" => return Ok(list.len()),
            _ => 0,
        };
        fails("tail").map(|_| 1)
    }

    let run = |way| record(|| run(way)).events;
    assert_eq!(run("return"), ["enter a", "list [1, 2]: success", "exit a: success"]);
    assert_eq!(
        run("question"),
        ["enter a", "list [1, 2]: failure(body failed)", "exit a: failure(body failed)"]
    );
    assert_eq!(run("tail"), ["enter a", "list [1, 2]: failure(tail failed)", "exit a: failure(tail failed)"]);
}

#[test]
fn heads_see_a_failure_that_the_body_left() {
    #[with_cleanup(_a = manager("a"))]
    fn run() -> Result<(), Error> {
        defer!(clean("b")?);
        Ok(())
    }

    let record = record(run);
    assert_eq!(record.events, ["enter a", "clean b", "exit a: failure(b failed)"]);
}

#[test]
fn the_failures_of_heads_come_after_those_of_the_body() {
    #[with_cleanup(_a = failing("a"), _b = failing("b"))]
    fn run() -> io::Result<()> {
        defer!(clean("c")?);
        Ok(())
    }

    let Record { ended, reports, .. } = record(run);
    let error = ended.expect("no panic").unwrap_err();
    let error = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()).expect("the failure");
    assert_eq!(
        (source(error).as_str(), suppressed(error)),
        ("c failed", vec!["b failed".into(), "a failed".into()])
    );
    assert_eq!(reports, [""; 0]);
}

#[test]
fn r3_a_head_that_is_not_entered_exits_those_before_it() {
    #[with_cleanup(_a = failing("a"), _b = fails("b")?, _c = manager("c"))]
    fn run() -> Result<(), Laden> {
        log("body");
        Ok(())
    }

    let Record { ended, events, .. } = record(run);
    assert_eq!(events, ["enter a", "exit a: failure"]);
    let error = ended.expect("no panic").unwrap_err();
    assert_eq!(error.to_string(), "b failed");
    assert_eq!(error.failures.iter().map(source).collect::<Vec<_>>(), ["a failed"]);
}

#[test]
fn a_head_may_be_a_parameter_or_borrow_one() {
    #[with_cleanup(list, lent = guard(&mut *text, |text| text.push('!')))]
    fn run(list: Vec<u8>, text: &mut String) -> usize {
        list.push(1);
        lent.push('b');
        list.len()
    }

    let mut text = String::from("a");
    assert_eq!(run(vec![0], &mut text), 2);
    assert_eq!(text, "ab!");
}

#[test]
fn heads_of_async_functions() {
    #[with_cleanup(_a = manager("a"), _b = { pause().await; fallible("b") })]
    async fn run() -> Result<u8, Error> {
        pause().await;
        defer!(clean("c")?);
        Ok(1)
    }

    let Record { ended, events, .. } = record(|| poll(run(), false));
    assert_eq!(
        events,
        ["enter a", "enter b", "clean c", "exit b: failure(c failed)", "exit a: failure(c failed)"]
    );
    assert!(ended.expect("no panic").expect("it ends").is_err());
}

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
        || drop(question()),
        || drop(hidden()),
        || drop(poll(asynchronous(), false)),
    ] as [fn(); 6]
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

    let record = record(|| crate::support::while_unwinding(|| assert!(run().is_err(), "nothing is lost")));
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

#[test]
fn failures_cross_threads_with_their_future() {
    #[with_cleanup]
    async fn run(what: &'static str) -> Result<(), Error> {
        defer!(Err(what)?);
        {
            defer!(Err("block")?);
            pause().await;
        }
        pause().await;
        Ok(())
    }

    let mut future = Box::pin(run("function"));
    let mut poll_on_a_thread = move || {
        let mut future = future.as_mut();
        let polled = std::thread::scope(|scope| {
            let poll = || future.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
            scope.spawn(poll).join().expect("no panic")
        });
        match polled {
            std::task::Poll::Ready(value) => Some(value),
            std::task::Poll::Pending => None,
        }
    };
    assert!(poll_on_a_thread().is_none());
    assert!(poll_on_a_thread().is_none());
    let error = poll_on_a_thread().expect("it ends").unwrap_err();
    assert_eq!((source(&error).as_str(), suppressed(&error)), ("block", vec!["function".to_owned()]));
}

#[test]
fn functions_nest_and_each_returns_its_own_failures() {
    #[with_cleanup]
    fn outer() -> Result<(), Laden> {
        #[with_cleanup]
        fn inner() -> Result<(), Fault> {
            defer!(clean("inner")?);
            Ok(())
        }
        defer!(clean("outer")?);
        inner()?;
        Ok(())
    }

    let error = record(outer).value().unwrap_err();
    assert_eq!(error.to_string(), "inner failed");
    assert_eq!(error.failures.iter().map(source).collect::<Vec<_>>(), ["outer failed"]);
}

#[test]
fn a_function_without_macros_of_this_crate_is_left_alone() {
    #[with_cleanup]
    fn parse(text: &str) -> Result<i32, ParseIntError> {
        let number: i32 = text.parse()?;
        Ok(number + 1)
    }

    assert_eq!(parse("1"), Ok(2));
    assert!(parse("x").is_err());
}

#[test]
fn a_failure_that_is_an_error_of_another_function_brings_its_own_along() {
    #[with_cleanup]
    fn inner() -> Result<(), Error> {
        defer!(clean("second")?);
        defer!(clean("first")?);
        Ok(())
    }

    #[with_cleanup]
    fn outer() -> Result<(), Error> {
        let _held = raii("held");
        defer!(inner()?);
        Ok(())
    }

    let error = record(outer).value().unwrap_err();
    assert_eq!(
        (source(&error).as_str(), suppressed(&error)),
        ("first failed", vec!["second failed".to_owned()])
    );
}

#[test]
fn suppressed_failures_of_an_error_are_in_its_text() {
    let mut error = record(|| with!(_a = failing("a") => {})).value().unwrap_err();
    let later = record(|| with!(_b = failing("b"), _c = failing("c") => {})).value().unwrap_err();
    error.suppress(later);
    assert_eq!(suppressed(&error), ["c failed", "b failed"]);
    let text = format!("{error:#}");
    assert!(text.contains(": a failed\nsuppressed: cleanup of `_c` failed at "), "{text}");
}

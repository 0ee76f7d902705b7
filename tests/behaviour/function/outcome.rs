//! R5: what the cleanups of a function see, and which run.

use with_cleanup::{Error, defer, defer_on_failure, defer_on_success, try_finally, with, with_cleanup};

use super::clean;
use crate::{
    cases::{pause, poll},
    support::{Fault, Laden, Record, failing, fails, log, manager, record, seen},
};

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
fn r5_two_failed_cleanups_are_failure_too() {
    #[with_cleanup]
    fn run() -> Result<u8, Error> {
        with!(_third = manager("third"), _second = failing("second"), _first = failing("first") => return Ok(1))
    }

    assert_eq!(
        record(run).events[3..],
        ["exit first: success", "exit second: failure", "exit third: failure"]
    );
}

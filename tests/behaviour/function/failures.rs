//! R7 and R8: failures become the error of the function, or go with it.

use std::{io, num::ParseIntError};

use with_cleanup::{Error, Suppressed, defer, with, with_cleanup};

use super::{clean, source, suppressed};
use crate::{
    cases::{pause, poll},
    support::{Fault, Laden, Record, failing, fails, log, raii, record},
};

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

#[test]
fn a_local_that_looks_like_the_body_of_a_runtimes_function_is_none() {
    #[with_cleanup]
    async fn waits() -> Result<u8, Error> {
        let body = async { 1 };
        defer!(clean("a")?);
        Ok(body.await)
    }

    #[with_cleanup]
    fn runs() -> Result<u8, Error> {
        let body = async { 1 };
        defer!(clean("a")?);
        Ok(poll(body, false).expect("it ends"))
    }

    assert!(record(|| poll(waits(), false).expect("it ends")).value().is_err());
    assert!(record(runs).value().is_err());
}

#[test]
fn r8_a_written_err_may_always_leave_a_scope() {
    #[with_cleanup]
    fn run(early: bool) -> Result<u8, String> {
        let done = with!(_m = failing("m") => {
            if early {
                return Err("early".to_owned());
            }
            1
        });
        Ok(done.unwrap_or(2))
    }

    let Record { ended, reports, .. } = record(|| run(true));
    assert_eq!(ended, Ok(Err("early".to_owned())));
    assert_eq!(reports, ["_m failure: m failed"]);
    assert_eq!(record(|| run(false)).value(), Ok(2));
}

#[test]
fn a_future_that_is_returned_is_no_body() {
    #[with_cleanup(_head = crate::support::manager("head"))]
    fn make(number: u8) -> std::pin::Pin<Box<dyn Future<Output = u8>>> {
        Box::pin(async move { number + 1 })
    }

    let record = record(|| poll(make(1), false));
    assert_eq!(record.events, ["enter head", "exit head: success"]);
    assert_eq!(record.value(), Some(2));
}

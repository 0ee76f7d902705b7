//! `run`: a body, and then the entries.

use std::{error::Error as _, io};

use with_cleanup::{Error, ExitStack, SendExitStack, guard_with, with};

use super::{cleanup, failing_cleanup, lines, panicking_cleanup, told};
use crate::support::{Fault, Laden, entry_fails, explode, failing, fails, log, manager, record, seen};

#[test]
fn it_returns_the_value_of_the_body() {
    let record = record(|| {
        ExitStack::new().run(|stack| {
            stack.enter(manager("a")).touch();
            stack.enter(manager("b")).touch();
            log("body");
            Ok::<_, Laden>(1)
        })
    });
    let expected = ["enter a", "use a", "enter b", "use b", "body", "exit b: success", "exit a: success"];
    assert_eq!(record.events, expected);
    assert_eq!(record.value().expect("no error"), 1);
}

#[test]
fn r3_a_failed_entry_closes_those_before_it() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.enter(manager("a"));
            stack.enter(entry_fails("b")?);
            stack.enter(manager("c"));
            Ok::<_, Laden>(())
        });
        ended.unwrap_err().to_string()
    });
    assert_eq!(record.events, ["enter a", "enter b", "exit a: failure(b failed)"]);
    assert_eq!(record.value(), "b failed");
}

#[test]
fn entries_see_the_error_of_the_body() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.enter(manager("a"));
            stack.defer_with(|_, outcome| {
                let error = outcome.error().expect("known");
                log(error.is::<Laden>().to_string());
            });
            Err::<(), _>(Laden::from(Fault::Of("body")))
        });
        ended.unwrap_err().failures.len()
    });
    assert_eq!(record.events, ["enter a", "true", "exit a: failure(body failed)"]);
    assert_eq!(record.value(), 0);
}

#[test]
fn a_failure_makes_an_error_of_success() {
    let record = record(|| {
        let line = line!() + 2;
        let ended = ExitStack::new().run(|stack| {
            stack.enter(failing("a"));
            stack.defer(failing_cleanup("b"));
            Ok::<_, Error>(1)
        });
        let error = ended.expect_err("two fail");
        assert_eq!(lines(&error), [line + 1, line]);
        told(&error)
    });
    assert_eq!(record.events, ["enter a", "b", "exit a: failure(b failed)"]);
    assert_eq!(record.value(), ["defer: b failed", "enter: a failed"]);
}

#[test]
fn r7_the_error_of_the_body_takes_failures_along() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.enter(failing("a"));
            stack.defer(failing_cleanup("b"));
            fails("body")?;
            Ok::<_, Laden>(1)
        });
        let Laden { fault, failures } = ended.expect_err("the body fails");
        (fault.to_string(), failures.iter().map(|failure| told(failure).join(", ")).collect::<Vec<_>>())
    });
    assert_eq!(record.events, ["enter a", "b", "exit a: failure(body failed)"]);
    assert_eq!(record.reports, [""; 0]);
    let failures = vec!["defer: b failed".to_owned(), "enter: a failed".to_owned()];
    assert_eq!(record.value(), ("body failed".to_owned(), failures));
}

#[test]
fn r7_an_error_of_this_crate_takes_failures_along() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.defer(failing_cleanup("outer second"));
            stack.defer(failing_cleanup("outer first"));
            ExitStack::new().run(|stack| {
                stack.defer(failing_cleanup("inner"));
                Ok::<_, Error>(())
            })
        });
        told(&ended.unwrap_err())
    });
    assert_eq!(
        record.value(),
        ["defer: inner failed", "defer: outer first failed", "defer: outer second failed"]
    );
}

#[test]
fn r5_entries_see_an_error_of_this_crate() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.defer_with(|_, outcome| {
                let error = outcome.error().and_then(|error| error.downcast_ref::<Error>());
                log(error.expect("known").name());
            });
            with!(_m = failing("m") => ())
        });
        ended.is_err()
    });
    assert_eq!(record.events, ["enter m", "exit m: success", "_m"]);
    assert!(record.value());
}

#[test]
fn r7_beside_an_io_error_failures_are_reported() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.enter(manager("a"));
            stack.defer(failing_cleanup("b"));
            stack.defer(failing_cleanup("c"));
            Err::<(), _>(io::Error::new(io::ErrorKind::NotFound, "not there"))
        });
        let error = ended.unwrap_err();
        (error.kind(), error.to_string())
    });
    assert_eq!(record.events, ["enter a", "c", "b", "exit a: failure(not there)"]);
    assert_eq!(record.reports, ["defer failure(not there): c failed", "defer failure(not there): b failed"]);
    assert_eq!(record.value(), (io::ErrorKind::NotFound, "not there".to_owned()));
}

#[test]
fn a_failure_becomes_an_io_error_of_its_kind() {
    let ended = ExitStack::new().run(|stack| {
        stack.defer(|| Err::<(), _>(io::Error::from(io::ErrorKind::StorageFull)));
        Ok::<_, io::Error>(())
    });
    let error = ended.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    assert_eq!(error.get_ref().unwrap().downcast_ref::<Error>().unwrap().name(), "defer");
}

#[test]
fn r7_beside_a_boxed_error_failures_are_reported() {
    let record = record(|| {
        let sync = ExitStack::new().run(|stack| {
            stack.defer(failing_cleanup("a"));
            Err::<(), Box<dyn std::error::Error + Send + Sync>>("text".into())
        });
        let unsync = ExitStack::new().run(|stack| {
            stack.defer(failing_cleanup("b"));
            stack.defer_with(|_, outcome| log(seen(outcome)));
            fails("body")?;
            Ok::<_, Box<dyn std::error::Error>>(())
        });
        assert!(unsync.as_ref().unwrap_err().is::<Fault>());
        (sync.unwrap_err().to_string(), unsync.unwrap_err().to_string())
    });
    assert_eq!(record.events, ["a", "failure(body failed)", "b"]);
    assert_eq!(record.reports, ["defer failure(text): a failed", "defer failure(body failed): b failed"]);
    assert_eq!(record.value(), ("text".to_owned(), "body failed".to_owned()));
}

#[test]
fn a_failure_becomes_a_boxed_error() {
    let ended = ExitStack::new().run(|stack| {
        stack.defer(failing_cleanup("a"));
        Ok::<_, Box<dyn std::error::Error>>(())
    });
    let error = ended.unwrap_err();
    assert_eq!(error.downcast_ref::<Error>().unwrap().source().unwrap().to_string(), "a failed");
}

#[test]
fn r7_the_panic_of_the_body_goes_on() {
    let record = record(|| {
        ExitStack::new().run(|stack| {
            stack.enter(manager("a"));
            stack.defer(panicking_cleanup("b"));
            stack.defer(failing_cleanup("c"));
            explode("body");
            Ok::<_, Laden>(())
        })
    });
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.events, ["enter a", "c", "b", "exit a: panic"]);
    assert_eq!(record.reports, ["defer panic: panicked: b panicked", "defer panic: c failed"]);
}

#[test]
fn r7_the_panic_of_an_entry_outranks_the_error_of_the_body() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.enter(manager("a"));
            stack.defer(panicking_cleanup("b"));
            stack.defer(failing_cleanup("c"));
            fails("body")?;
            Ok::<_, Laden>(())
        });
        ended.is_ok()
    });
    assert_eq!(record.panic(), "b panicked");
    assert_eq!(record.events, ["enter a", "c", "b", "exit a: panic"]);
    assert_eq!(record.reports, ["defer panic: c failed"]);
}

#[test]
fn it_runs_the_entries_that_were_there_before() {
    let record = record(|| {
        let stack = ExitStack::new();
        stack.defer(cleanup("before"));
        stack.run(|stack| {
            stack.defer(cleanup("in the body"));
            log("body");
            Ok::<_, Error>(stack.len())
        })
    });
    assert_eq!(record.events, ["body", "in the body", "before"]);
    assert_eq!(record.value().expect("no error"), 2);
}

#[test]
fn its_body_may_dismiss_entries() {
    let record = record(|| {
        ExitStack::new().run(|stack| {
            let rollback = stack.defer(cleanup("roll back"));
            stack.enter(manager("a"));
            stack.dismiss(rollback);
            Ok::<_, Error>(())
        })
    });
    assert_eq!(record.events, ["enter a", "exit a: success"]);
    record.value().expect("no error");
}

#[test]
fn a_value_may_outlive_the_stack() {
    let texts = vec!["a".to_owned(), "b".to_owned()];
    let longest = ExitStack::new().run(|stack| {
        let texts: &mut &Vec<String> = stack.enter(guard_with(&texts, |_, _| ()));
        Ok::<&str, Error>(&texts[1])
    });
    assert_eq!(longest.unwrap(), "b");
}

#[test]
fn a_send_stack_runs_the_same() {
    let record = record(|| {
        let ended = SendExitStack::new().run(|stack| {
            stack.enter(failing("a"));
            stack.defer_with(|stack, outcome| {
                log(seen(outcome));
                stack.defer(failing_cleanup("added"));
            });
            fails("body")?;
            Ok::<_, Laden>(())
        });
        ended.unwrap_err().failures.iter().map(|failure| told(failure).join(", ")).collect::<Vec<_>>()
    });
    assert_eq!(record.events, ["enter a", "failure(body failed)", "added", "exit a: failure(body failed)"]);
    assert_eq!(record.value(), ["defer: added failed", "enter: a failed"]);
}

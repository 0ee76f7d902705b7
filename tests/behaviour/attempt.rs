//! `attempt(..).finally(..)`.

use std::{error::Error as _, io};

use with_cleanup::{AttemptError, Error, attempt, guard, with};

use crate::support::{Does, Fault, Laden, Raii, Record, Token, fails, log, raii, record, while_unwinding};

/// What both parts of the tests below do, with an error that carries others.
fn part(name: &'static str, does: Does) -> Result<(), Laden> {
    log(name);
    match does {
        Does::Well => Ok(()),
        Does::Fail => Err(Fault::Of(name).into()),
        Does::Panic => panic!("{name} panicked"),
    }
}

fn run(body: Does, cleanup: Does) -> Record<Result<(), Laden>> {
    let record = record(|| {
        attempt(|| part("body", body).map(|()| raii("value"))).finally(|| part("cleanup", cleanup)).map(drop)
    });
    let order: Vec<_> =
        record.events.iter().filter(|event| ["body", "cleanup"].contains(&&***event)).collect();
    assert_eq!(order, ["body", "cleanup"]);
    record
}

/// What fails second, as an error carries it.
fn carried(error: &Laden) -> Vec<String> {
    error
        .failures
        .iter()
        .map(|failure| format!("{}: {}", failure.name(), failure.source().unwrap()))
        .collect()
}

#[test]
fn a_body_and_a_cleanup_that_end_well() {
    let record = run(Does::Well, Does::Well);
    assert_eq!(record.events, ["body", "enter value", "cleanup", "drop value"]);
    assert_eq!(record.reports, [""; 0]);
    assert!(record.value().is_ok());
}

#[test]
fn r7_the_error_of_the_body_is_returned() {
    let record = run(Does::Fail, Does::Well);
    assert_eq!(record.reports, [""; 0]);
    let error = record.value().expect_err("the body fails");
    assert_eq!((error.to_string(), error.failures.len()), ("body failed".into(), 0));
}

#[test]
fn r7_the_failure_of_the_cleanup_is_returned_as_it_is() {
    let record = run(Does::Well, Does::Fail);
    assert_eq!(record.events, ["body", "enter value", "cleanup", "drop value"]);
    assert_eq!(record.reports, [""; 0]);
    let error = record.value().expect_err("the cleanup fails");
    assert!(matches!(error.fault, Fault::Of("cleanup")));
}

#[test]
fn r7_the_failure_of_the_cleanup_comes_second_to_the_error_of_the_body() {
    let record = run(Does::Fail, Does::Fail);
    assert_eq!(record.reports, [""; 0]);
    let error = record.value().expect_err("both fail");
    assert!(matches!(error.fault, Fault::Of("body")));
    assert_eq!(carried(&error), ["finally: cleanup failed"]);
}

#[test]
fn r7_a_failure_that_comes_second_knows_its_line() {
    let attempted = attempt(|| part("body", Does::Fail));
    let line = line!() + 1;
    let error = attempted.finally(|| part("cleanup", Does::Fail)).expect_err("both fail");
    let location = error.failures[0].location();
    assert_eq!((location.file(), location.line()), (file!(), line));
}

#[test]
fn r7_a_panic_of_the_body_goes_on_after_the_cleanup() {
    let well = run(Does::Panic, Does::Well);
    assert_eq!((well.panic(), well.reports.len()), ("body panicked", 0));
    let failed = run(Does::Panic, Does::Fail);
    assert_eq!(failed.panic(), "body panicked");
    assert_eq!(failed.reports, ["finally panic: cleanup failed"]);
}

#[test]
fn r10_a_panic_of_the_cleanup_after_one_of_the_body_is_contained() {
    let record = run(Does::Panic, Does::Panic);
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.reports, ["finally panic: panicked: cleanup panicked"]);
}

#[test]
fn r7_a_panic_of_the_cleanup_goes_on_and_the_value_drops() {
    let record = run(Does::Well, Does::Panic);
    assert_eq!(record.panic(), "cleanup panicked");
    assert_eq!(record.events, ["body", "enter value", "cleanup", "drop value"]);
    assert_eq!(record.reports, [""; 0]);
}

#[test]
fn r7_a_panic_of_the_cleanup_outranks_the_error_of_the_body_which_is_reported() {
    let record = run(Does::Fail, Does::Panic);
    assert_eq!(record.panic(), "cleanup panicked");
    assert_eq!(record.reports, ["attempt panic: body failed"]);
}

#[test]
fn r10_a_panic_of_the_cleanup_in_a_destructor_during_unwinding_is_contained() {
    for (does, ended) in [(Does::Well, "well"), (Does::Fail, "body failed")] {
        let record = record(|| {
            while_unwinding(|| {
                let result = attempt(|| part("body", does)).finally(|| part("cleanup", Does::Panic));
                log(result.map_or_else(|error| error.to_string(), |()| "well".to_owned()));
            });
        });
        assert_eq!(record.panic(), "outer panicked");
        assert_eq!(record.events, ["body", "cleanup", ended]);
        assert_eq!(record.reports, ["finally panic: panicked: cleanup panicked"]);
    }
}

#[test]
fn r10_a_value_whose_drop_panics_is_contained_where_the_cleanup_panicked() {
    let bad = || Raii::enter("value", Does::Well, Does::Panic).map_err(Laden::from);
    let panicked = record(|| attempt(bad).finally(|| part("cleanup", Does::Panic)).is_ok());
    assert_eq!(panicked.panic(), "cleanup panicked");
    assert_eq!(panicked.reports, ["attempt panic: panicked: value panicked"]);

    let failed = record(|| attempt(bad).finally(|| part("cleanup", Does::Fail)).is_ok());
    assert_eq!(failed.panic(), "value panicked");
    assert_eq!(failed.reports, ["finally panic: cleanup failed"]);
}

#[test]
fn the_body_has_ended_before_the_cleanup_borrows() {
    let mut sent = Vec::new();
    let result = attempt(|| {
        sent.push("hello");
        Ok::<_, io::Error>(sent.len())
    })
    .finally(|| {
        sent.push("bye");
        Ok(())
    });
    assert_eq!((result.expect("no error"), sent), (1, vec!["hello", "bye"]));
}

/// What fails in both parts, with an error of a type that the cleanup's is inferred from.
fn both_fail<E: AttemptError>(first: E, second: E) -> Record<E> {
    record(|| attempt(|| Err::<(), _>(first)).finally(|| Err(second)).expect_err("both fail"))
}

#[test]
fn r7_an_error_that_cannot_carry_stays_what_it_is_and_the_second_is_reported() {
    let io = both_fail(io::Error::from(io::ErrorKind::NotFound), io::Error::other("second"));
    assert_eq!(io.reports, ["finally failure(entity not found): second"]);
    assert_eq!(io.value().kind(), io::ErrorKind::NotFound);

    let shared =
        both_fail::<Box<dyn std::error::Error + Send + Sync>>(Fault::Of("first").into(), "second".into());
    assert_eq!(shared.reports, ["finally failure(first failed): second"]);
    assert!(shared.value().is::<Fault>());

    let boxed = both_fail::<Box<dyn std::error::Error>>(Fault::Of("first").into(), "second".into());
    assert_eq!(boxed.reports, ["finally failure(first failed): second"]);
    assert!(boxed.value().is::<Fault>());
}

/// The error of a scope with two exits that failed.
fn cleanup_error() -> Error {
    let fail = |name: &'static str| guard((), move |()| Err::<(), _>(Fault::Of(name)));
    with!(_a = fail("a"), _b = fail("b") => {}).expect_err("two exits failed")
}

#[test]
fn r7_an_error_of_a_scope_is_carried_and_reported_as_its_failures() {
    let carried = both_fail(cleanup_error(), cleanup_error()).value();
    let names: Vec<_> = carried.suppressed().iter().map(Error::name).collect();
    assert_eq!((carried.name(), &*names), ("_b", &["_a", "_b", "_a"][..]));

    let boxed = both_fail::<Box<dyn std::error::Error>>("first".into(), cleanup_error().into());
    assert_eq!(boxed.reports, ["_b failure(first): b failed", "_a failure(first): a failed"]);
}

#[test]
fn the_type_of_the_error_is_inferred() {
    fn send(well: bool) -> io::Result<usize> {
        if well { Ok(1) } else { Err(io::ErrorKind::BrokenPipe.into()) }
    }

    fn twice() -> Result<usize, Box<dyn std::error::Error>> {
        let first = attempt(|| send(true)).finally(|| Ok(()))?;
        attempt(|| Ok(first + send(true)?)).finally(|| {
            send(true)?;
            Ok(())
        })
    }

    assert_eq!(twice().expect("no error"), 2);
    assert_eq!(
        attempt(|| send(false)).finally(|| send(true).map(drop)).unwrap_err().kind(),
        io::ErrorKind::BrokenPipe
    );
}

#[test]
fn r7_dropped_without_finally_its_panic_goes_on() {
    let record = record(|| {
        let attempt = attempt(|| part("body", Does::Panic));
        log("waits");
        drop(attempt);
        log("unreachable");
    });
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.events, ["body", "waits"]);
    assert_eq!(record.reports, [""; 0]);
}

#[test]
fn r10_dropped_without_finally_while_unwinding_its_panic_is_reported() {
    let record = record(|| {
        let _attempt = attempt(|| part("body", Does::Panic));
        panic!("another panic");
    });
    assert_eq!(record.panic(), "another panic");
    assert_eq!(record.reports, ["attempt panic: panicked: body panicked"]);
}

#[test]
fn r7_dropped_without_finally_its_error_is_reported() {
    let line = line!() + 1;
    let record = record(|| drop(attempt(|| fails("body").map_err(Laden::from))));
    assert_eq!(record.ended, Ok(()));
    assert_eq!(record.reports, ["attempt failure: body failed"]);
    assert_eq!(record.report_lines, [line]);
}

#[test]
fn dropped_without_finally_its_value_drops() {
    let record = record(|| drop(attempt(|| Ok::<_, Laden>(Token::new()))));
    assert_eq!((record.ended, record.reports.len()), (Ok(()), 0));
}

#[test]
fn its_debug_text_says_where_it_stands() {
    let (line, attempt) = (line!(), attempt(|| Ok::<_, Laden>(1)));
    let expected = format!("Attempt {{ location: {}:{line}:", file!());
    assert!(format!("{attempt:?}").starts_with(&expected), "{attempt:?}");
    assert_eq!(attempt.finally(|| Ok(())).expect("nothing fails"), 1);
}

//! R6, R7 and R11: exits that fail.

use std::{
    error::Error as _,
    io,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use with_cleanup::{CleanupResult, ContextManager, Error, Outcome, guard, try_finally, with};

use crate::support::{
    Does, Fault, Raii, Record, Token, events, explode, failing, fails, fallible, log, manager, panicking,
    raii, record,
};

/// A manager whose exit returns what it is given.
struct Exits<R>(R);

impl<R: CleanupResult> ContextManager for Exits<R> {
    type Target = Self;
    type Exit = R;

    fn target(&mut self) -> &mut Self {
        self
    }

    fn exit(self, _outcome: Outcome<'_>) -> R {
        self.0
    }
}

/// The texts of the suppressed failures.
fn suppressed(error: &Error) -> Vec<String> {
    error.suppressed().iter().map(|error| error.source().expect("it has a source").to_string()).collect()
}

#[test]
fn r6_a_scope_without_fallible_exits_has_the_type_of_its_body() {
    let unit: () = with!(_a = manager("a"), _b = raii("b") => {});
    let number: u8 = with!(_a = manager("a") => 1);
    let result: Result<u8, Fault> = with!(_a = Exits(()) => Ok(2));
    let finally: u8 = try_finally!({ 3 } finally { log("cleanup"); });
    assert_eq!((unit, number, result.expect("no error"), finally), ((), 1, 2, 3));
}

#[test]
fn r6_a_scope_with_a_fallible_exit_has_a_result() {
    let unit: Result<(), Error> = with!(_a = manager("a"), _b = fallible("b") => {});
    let number: Result<u8, Error> = with!(_a = fallible("a"), _b = raii("b") => 1);
    let result: Result<Result<u8, Fault>, Error> = with!(_a = fallible("a") => Ok(2));
    let finally: Result<u8, Error> = try_finally!({ 3 } finally { Ok::<(), Fault>(()) });
    assert_eq!(unit.expect("no error"), ());
    assert_eq!((number.expect("no error"), finally.expect("no error")), (1, 3));
    assert_eq!(result.expect("no error").expect("no error"), 2);
}

#[test]
fn r6_an_exit_may_fail_with_anything_that_becomes_an_error() {
    let text = |result: Result<(), Error>| result.unwrap_err().source().expect("it has one").to_string();
    assert_eq!(text(with!(_a = Exits(Err::<(), _>("a text")) => {})), "a text");
    assert_eq!(text(with!(_a = Exits(Err::<(), _>(String::from("a string"))) => {})), "a string");
    assert_eq!(text(with!(_a = Exits(Err::<(), _>(io::Error::other("an io error"))) => {})), "an io error");
    let boxed: Box<dyn std::error::Error + Send + Sync> = "a box".into();
    assert_eq!(text(with!(_a = Exits(Err::<(), _>(boxed)) => {})), "a box");
    assert_eq!(text(with!(_a = Exits(Err::<(), _>(Fault::Of("a fault"))) => {})), "a fault failed");
}

#[test]
#[allow(unreachable_code, reason = "the cleanup visibly diverges")]
fn r6_an_exit_may_never_return() {
    let exit = record(|| {
        let number: u8 = with!(_a = guard((), |()| -> ! { panic!("exit panicked") }) => 1);
        number
    });
    assert_eq!(exit.panic(), "exit panicked");
    let finally = record(|| {
        let number: u8 = try_finally!({ 1_u8 } finally { panic!("finally panicked") });
        number
    });
    assert_eq!(finally.panic(), "finally panicked");
}

#[test]
fn r6_a_question_mark_in_finally_needs_no_ok_at_the_end() {
    fn run(bad: bool) -> Result<u8, Error> {
        try_finally!({ 1 } finally {
            if bad {
                fails("cleanup")?;
            }
            log("went on");
        })
    }

    assert_eq!(run(false).expect("no error"), 1);
    let error = run(true).unwrap_err();
    assert!(matches!(error.downcast_ref(), Some(Fault::Of("cleanup"))));
}

#[test]
fn r6_a_finally_may_mix_errors_and_end_in_a_result() {
    fn run(first: &str) -> Result<(), Error> {
        try_finally!({} finally {
            let number: i32 = first.parse()?;
            if number == 0 {
                Err(io::Error::other("zero"))?;
            }
            if number < 0 { Err("negative") } else { Ok(()) }
        })
    }

    let text = |first| run(first).unwrap_err().source().expect("it has one").to_string();
    assert!(run("1").is_ok());
    assert_eq!(text("0"), "zero");
    assert_eq!(text("-1"), "negative");
    assert_eq!(text("x"), "invalid digit found in string");
}

#[test]
fn r6_all_exits_run_whichever_fail() {
    let Record { ended, events, reports, .. } =
        record(|| with!(_a = failing("a"), _b = manager("b"), _c = failing("c"), _d = raii("d") => {}));
    assert!(ended.expect("no panic").is_err());
    assert_eq!(
        events[4..],
        ["drop d", "exit c: success", "exit b: failure(c failed)", "exit a: failure(c failed)"]
    );
    assert_eq!(reports, [""; 0]);
}

#[test]
fn r7_a_plain_end_returns_the_first_failure_with_the_rest_suppressed() {
    let Record { ended, reports, .. } =
        record(|| with!(_a = failing("a"), _b = failing("b"), _c = failing("c") => 1));
    let error = ended.expect("no panic").unwrap_err();
    assert_eq!(error.name(), "_c");
    assert_eq!(error.source().expect("it has one").to_string(), "c failed");
    assert_eq!(suppressed(&error), ["b failed", "a failed"]);
    assert_eq!(reports, [""; 0]);
}

#[test]
fn r7_an_ok_value_counts_as_plain_and_is_dropped_for_the_failure() {
    let Record { ended, reports, .. } =
        record(|| with!(_a = failing("a") => Ok::<_, Fault>(Token::new())).is_err());
    assert_eq!(ended, Ok(true));
    assert_eq!(reports, [""; 0]);
}

#[test]
fn r7_an_err_value_stays_the_bodys_and_the_failures_are_reported() {
    let Record { ended, events, reports, .. } =
        record(|| with!(_a = failing("a"), _b = failing("b") => fails("body")));
    let value = ended.expect("no panic").expect("the body's own error outranks those of the exits");
    assert_eq!(value.unwrap_err().to_string(), "body failed");
    assert_eq!(events[2..], ["exit b: failure(body failed)", "exit a: failure(body failed)"]);
    assert_eq!(reports, ["_b failure: b failed", "_a failure: a failed"]);
}

#[test]
fn r7_a_body_left_by_a_question_mark_has_the_failures_reported() {
    fn run() -> Result<u32, Fault> {
        Ok(with!(_a = failing("a"), _b = failing("b") => fails("body")?)?)
    }

    let Record { ended, reports, .. } = record(run);
    assert_eq!(ended.expect("no panic").unwrap_err().to_string(), "body failed");
    assert_eq!(reports, ["_b failure: b failed", "_a failure: a failed"]);
}

#[test]
fn r7_a_body_left_by_a_written_err_has_the_failures_reported() {
    fn run() -> Result<u32, Fault> {
        Ok(with!(_a = failing("a"), _b = failing("b") => {
            if true {
                return Err(Fault::Of("body"));
            }
            1
        })?)
    }

    let Record { ended, reports, .. } = record(run);
    assert_eq!(ended.expect("no panic").unwrap_err().to_string(), "body failed");
    assert_eq!(reports, ["_b failure: b failed", "_a failure: a failed"]);
}

#[test]
fn r7_a_hidden_exit_has_the_failures_reported() {
    macro_rules! leave {
        () => {
            return Ok(1)
        };
    }

    fn run() -> Result<u32, Error> {
        with!(_a = failing("a") => {
            if true {
                leave!();
            }
            2
        })
    }

    let Record { ended, reports, .. } = record(run);
    assert_eq!(ended.expect("no panic").expect("the hidden return"), 1);
    assert_eq!(reports, ["_a failure: a failed"]);
}

#[test]
fn r7_a_panic_goes_on_and_the_failures_and_panics_are_reported() {
    let record = record(|| {
        with!(_a = failing("a"), _b = panicking("b"), _c = failing("c") => {
            explode("body");
        })
        .is_ok()
    });
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(
        record.reports,
        ["_c panic: c failed", "_b panic: panicked: b panicked", "_a panic: a failed"]
    );
}

#[test]
fn r7_a_panicking_exit_goes_on_when_the_rest_has_exited() {
    let record = record(|| with!(_a = manager("a"), _b = panicking("b"), _c = fallible("c") => Token::new()));
    assert_eq!(record.ended.expect_err("it panics"), "b panicked");
    assert_eq!(record.events[3..], ["exit c: success", "exit b: success", "exit a: panic"]);
    assert_eq!(record.reports, [""; 0]);
}

#[test]
fn r7_a_panicking_exit_outranks_a_failure_before_it() {
    let record = record(|| with!(_a = panicking("a"), _b = failing("b") => {}).is_ok());
    assert_eq!(record.panic(), "a panicked");
    assert_eq!(record.reports, ["_b panic: b failed"]);
}

#[test]
fn r7_reports_come_in_the_order_of_the_failures() {
    let record = record(|| with!(_a = failing("a"), _b = panicking("b"), _c = failing("c") => {}).is_ok());
    assert_eq!(record.panic(), "b panicked");
    assert_eq!(record.reports, ["_c panic: c failed", "_a panic: a failed"]);
}

#[test]
fn r7_a_panic_in_the_drop_of_the_bodys_value_loses_no_failure() {
    let record = record(|| {
        let panics = Raii::enter("v", Does::Well, Does::Panic);
        with!(_a = failing("a"), _b = failing("b") => panics.expect("it enters")).is_ok()
    });
    assert_eq!(record.panic(), "v panicked");
    assert_eq!(record.reports, ["_b panic: b failed", "_a panic: a failed"]);
}

#[test]
fn r7_the_failures_of_an_inner_scope_come_before_those_of_the_outer_one() {
    let Record { ended, reports, .. } =
        record(|| with!(_outer = failing("outer") => with!(_inner = failing("inner") => {})));
    let value = ended.expect("no panic").expect("the body's value is an `Err`, which outranks");
    assert_eq!(value.unwrap_err().name(), "_inner");
    assert_eq!(reports, ["_outer failure: outer failed"]);
}

#[test]
fn r11_a_failed_exit_is_not_run_again_by_a_drop() {
    let runs = AtomicUsize::new(0);
    let fail = |()| {
        runs.fetch_add(1, Relaxed);
        Err::<(), _>("failed")
    };
    let run = |times| assert_eq!(runs.swap(0, Relaxed), times);

    record(|| with!(_a = guard((), fail) => {}).is_err()).value();
    run(1);
    record(|| drop(guard((), fail))).value();
    run(1);
    record(|| try_finally!({} finally { fail(()) }).is_err()).value();
    run(1);
    record(|| with!(_a = guard((), fail), _b = guard((), fail) => fails("body")).is_ok()).value();
    run(2);
}

#[test]
fn r11_a_panicking_exit_is_not_run_again_by_a_drop() {
    let record = record(|| with!(_a = guard(Token::new(), |_| { log("run"); explode("exit"); }) => {}));
    assert_eq!(record.panic(), "exit panicked");
    assert_eq!(record.events, ["run"]);
}

#[test]
fn r11_what_a_manager_owns_is_dropped_after_its_failed_exit() {
    struct Owns(#[expect(dead_code, reason = "only its drop matters")] Raii);

    impl ContextManager for Owns {
        type Target = Self;
        type Exit = Result<(), &'static str>;

        fn target(&mut self) -> &mut Self {
            self
        }

        fn exit(self, _outcome: Outcome<'_>) -> Self::Exit {
            log("exit");
            Err("failed")
        }
    }

    let events = events(|| assert!(with!(_a = Owns(raii("part")) => {}).is_err()));
    assert_eq!(events, ["enter part", "exit", "drop part"]);
}

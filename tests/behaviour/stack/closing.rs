//! How a stack ends: what its entries see, and what becomes of their failures.

use with_cleanup::{Error, ExitStack, Outcome, guard, guard_with};

use super::{cleanup, failing_cleanup, lines, told};
use crate::support::{
    Fault, Record, Token, failing, let_the_hook_panic, log, manager, record, seen, while_unwinding,
};

/// One that fails in each way there is to add an entry, each between two that do not. Returns the lines of the four.
fn fill(stack: &ExitStack<'_>) -> [u32; 4] {
    let line = line!();
    stack.defer_with(|_, outcome| log(format!("first {}", seen(outcome))));
    stack.enter(failing("a"));
    stack.enter(manager("b"));
    stack.adopt(Token::new(), |_| Err::<(), _>(Fault::Of("c")));
    stack.enter(manager("d"));
    stack.defer(failing_cleanup("e"));
    stack.enter(manager("f"));
    stack.defer_with(|_, _| Err::<(), _>(Fault::Of("g")));
    stack.enter(manager("h"));
    [line + 8, line + 6, line + 4, line + 2]
}

/// The order in which they fail.
const FAILURES: [&str; 4] = ["defer_with: g failed", "defer: e failed", "adopt: c failed", "enter: a failed"];

/// What is logged, where `h` sees `first` and the others `then`.
fn exits(first: &str, then: &str) -> Vec<String> {
    ["enter a", "enter b", "enter d", "enter f", "enter h"]
        .map(str::to_owned)
        .into_iter()
        .chain([format!("exit h: {first}"), format!("exit f: {then}"), "e".to_owned()])
        .chain(
            ["exit d", "exit b", "exit a", "first"]
                .map(|exit| format!("{exit}{} {then}", if exit == "first" { "" } else { ":" })),
        )
        .collect()
}

#[test]
fn r7_the_first_failure_has_the_rest_suppressed() {
    let record = record(|| {
        let stack = ExitStack::new();
        let expected = fill(&stack);
        let error = stack.close().expect_err("four fail");
        assert_eq!(lines(&error), expected);
        assert_eq!(error.location().file(), file!());
        assert!(error.suppressed().iter().all(|error| error.location().file() == file!()));
        told(&error)
    });
    assert_eq!(record.events, exits("success", "failure(g failed)"));
    assert_eq!(record.reports, [""; 0]);
    assert_eq!(record.value(), FAILURES);
}

#[test]
fn r5_entries_see_the_error_that_the_stack_is_closed_with() {
    let record = record(|| {
        let stack = ExitStack::new();
        fill(&stack);
        let error = stack.close_with(Outcome::failure(Some(&Fault::Of("scope")))).expect_err("four fail");
        told(&error)
    });
    assert_eq!(record.events, exits("failure(scope failed)", "failure(scope failed)"));
    assert_eq!(record.reports, [""; 0]);
    assert_eq!(record.value(), FAILURES);
}

#[test]
fn r5_entries_see_a_failure_of_unknown_error() {
    let record = record(|| {
        let stack = ExitStack::new();
        fill(&stack);
        told(&stack.close_with(Outcome::failure(None)).expect_err("four fail"))
    });
    assert_eq!(record.events, exits("failure", "failure"));
    assert_eq!(record.value(), FAILURES);
}

#[test]
fn r5_entries_see_the_panic_that_the_stack_is_closed_with() {
    let record = record(|| {
        let stack = ExitStack::new();
        fill(&stack);
        told(&stack.close_with(Outcome::panic()).expect_err("four fail"))
    });
    assert_eq!(record.events, exits("panic", "panic"));
    assert_eq!(record.reports, [""; 0]);
    assert_eq!(record.value(), FAILURES);
}

/// The reports of all failures, with an outcome.
fn reports(outcome: &str) -> Vec<String> {
    FAILURES.map(|failure| failure.replacen(':', &format!(" {outcome}:"), 1)).into()
}

#[test]
fn r7_dropped_it_reports_its_failures() {
    let mut at = [0; 4];
    let Record { ended, events, reports: found, report_lines, .. } = record(|| {
        let stack = ExitStack::new();
        at = fill(&stack);
    });
    assert_eq!(ended, Ok(()));
    assert_eq!(events, exits("failure", "failure"));
    assert_eq!(found, reports("failure"));
    assert_eq!(report_lines, at);
}

#[test]
fn r7_dropped_while_unwinding_its_entries_see_a_panic() {
    let record = record(|| {
        let stack = ExitStack::new();
        fill(&stack);
        panic!("body panicked");
    });
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.events, exits("panic", "panic"));
    assert_eq!(record.reports, reports("panic"));
}

#[test]
fn dropped_by_a_question_mark_its_entries_see_a_failure() {
    fn body() -> Result<(), Fault> {
        let stack = ExitStack::new();
        stack.enter(manager("a"));
        crate::support::fails("body")?;
        stack.close().map_err(Fault::from)
    }

    let record = record(|| body().unwrap_err().to_string());
    assert_eq!(record.events, ["enter a", "exit a: failure"]);
    assert_eq!(record.value(), "body failed");
}

#[test]
fn r5_closed_in_a_destructor_while_unwinding_it_may_succeed() {
    let record = record(|| {
        while_unwinding(|| {
            let stack = ExitStack::new();
            fill(&stack);
            log(told(&stack.close().expect_err("four fail")).join(", "));
        });
    });
    assert_eq!(record.panic(), "outer panicked");
    let mut expected = exits("success", "failure(g failed)");
    expected.push(FAILURES.join(", "));
    assert_eq!(record.events, expected);
    assert_eq!(record.reports, [""; 0]);
}

#[test]
fn r11_a_failed_entry_runs_once() {
    let record = record(|| {
        let mut stack = ExitStack::new();
        stack.defer(failing_cleanup("once"));
        let taken = stack.take();
        let error = taken.close().expect_err("it fails");
        drop(stack);
        told(&error)
    });
    assert_eq!(record.events, ["once"]);
    assert_eq!(record.value(), ["defer: once failed"]);
}

#[test]
fn a_failure_that_is_such_an_error_stays_what_it_is() {
    let record = record(|| {
        let stack = ExitStack::new();
        stack.defer(failing_cleanup("last"));
        let line = line!() + 3;
        stack.defer(|| {
            let inner = ExitStack::new();
            inner.defer(failing_cleanup("inner second"));
            inner.enter(failing("inner first"));
            inner.close()
        });
        let error = stack.close().expect_err("three fail");
        assert_eq!(lines(&error)[..2], [line + 1, line]);
        told(&error)
    });
    assert_eq!(
        record.value(),
        ["enter: inner first failed", "defer: inner second failed", "defer: last failed"]
    );
}

#[test]
fn an_entered_stack_hands_its_failures_on() {
    let record = record(|| {
        let stack = ExitStack::new();
        stack.enter(guard_with((), |(), outcome| log(seen(outcome))));
        let inner = stack.enter(ExitStack::new());
        inner.defer(failing_cleanup("second"));
        inner.defer(failing_cleanup("first"));
        told(&stack.close().expect_err("two fail"))
    });
    assert_eq!(record.events, ["first", "second", "failure(first failed)"]);
    assert_eq!(record.value(), ["defer: first failed", "defer: second failed"]);
}

#[test]
fn an_added_entry_that_fails_is_a_failure_of_the_stack() {
    let record = record(|| {
        let stack = ExitStack::new();
        stack.defer_with(|_, outcome| log(seen(outcome)));
        let line = line!() + 1;
        stack.defer_with(move |stack, outcome| {
            log(seen(outcome));
            stack.defer(failing_cleanup("added"));
            Err::<(), _>(Fault::Of("adding"))
        });
        let error = stack.close().expect_err("two fail");
        assert_eq!(lines(&error), [line, line + 2]);
        told(&error)
    });
    assert_eq!(record.events, ["success", "added", "failure(adding failed)"]);
    assert_eq!(record.value(), ["defer_with: adding failed", "defer: added failed"]);
}

#[test]
fn any_error_may_be_a_failure() {
    let record = record(|| {
        let stack = ExitStack::new();
        stack.defer(|| Err::<(), _>(std::io::Error::other("an io error")));
        stack.defer(|| Err::<(), _>("a text"));
        stack.defer(|| Err::<(), Box<dyn std::error::Error + Send + Sync>>("boxed".into()));
        stack.adopt(String::new(), |text| text.parse::<i32>().map(drop));
        let error = stack.close().expect_err("all fail");
        assert!(error.downcast_ref::<std::num::ParseIntError>().is_some());
        assert!(error.suppressed()[2].downcast_ref::<std::io::Error>().is_some());
        told(&error)[1..3].to_vec()
    });
    assert_eq!(record.value(), ["defer: boxed", "defer: a text"]);
}

#[test]
fn the_error_tells_the_whole_story() {
    let stack = ExitStack::new();
    let line = line!() + 1;
    stack.enter(guard((), |()| Err::<(), _>("b")));
    stack.defer(|| Err::<(), _>("a"));
    let error: Error = stack.close().unwrap_err();
    let file = file!();
    let first = format!("cleanup of `defer` failed at {file}:{}:11", line + 1);
    assert_eq!(error.to_string(), first);
    assert_eq!(
        format!("{error:#}"),
        format!("{first}: a\nsuppressed: cleanup of `enter` failed at {file}:{line}:11: b")
    );
}

#[test]
fn a_panicking_hook_stops_no_report() {
    let Record { ended, events, reports: found, .. } = record(|| {
        let_the_hook_panic();
        let stack = ExitStack::new();
        fill(&stack);
    });
    assert_eq!(ended, Ok(()));
    assert_eq!(events, exits("failure", "failure"));
    assert_eq!(found, reports("failure"));
}

#[test]
fn thousands_of_entries_all_run() {
    let entries = if cfg!(miri) { 1_000 } else { 100_000 };
    let ran = std::cell::Cell::new(0);
    let stack = ExitStack::new();
    for i in 0..entries {
        let ran = &ran;
        stack.defer(move || {
            ran.set(ran.get() + 1);
            if i % 1000 == 0 { Err(Fault::Of("each thousandth")) } else { Ok(()) }
        });
    }
    assert_eq!(stack.len(), entries);
    let error = stack.close().unwrap_err();
    assert_eq!((ran.get(), 1 + error.suppressed().len()), (entries, entries / 1000));
}

#[test]
fn a_stack_closes_in_an_entry_of_another() {
    let record = record(|| {
        let outer = ExitStack::new();
        outer.defer(cleanup("outer"));
        let inner = ExitStack::new();
        inner.defer(cleanup("inner"));
        inner.defer(failing_cleanup("failing"));
        outer.defer_with(move |_, outcome| inner.close_with(outcome));
        told(&outer.close().expect_err("one fails"))
    });
    assert_eq!(record.events, ["failing", "inner", "outer"]);
    assert_eq!(record.value(), ["defer: failing failed"]);
}

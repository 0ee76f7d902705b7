//! Entries that panic.

use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};

use with_cleanup::{ExitStack, Outcome};

use super::{cleanup, failing_cleanup, panicking_cleanup};
use crate::support::{
    Does, Endless, Raii, Record, Token, failing, log, manager, panicking, record, seen, while_unwinding,
};

/// Two that panic and two that fail, by each way there is to add an entry, and in between some that see it.
fn fill(stack: &ExitStack<'_>) {
    stack.enter(manager("a"));
    stack.adopt(Token::new(), |token| {
        drop(token);
        Err::<(), _>("b failed")
    });
    stack.enter(panicking("c"));
    stack.enter(manager("d"));
    stack.defer_with(|_, _| panic!("e panicked"));
    stack.enter(manager("f"));
    stack.enter(failing("g"));
    stack.enter(manager("h"));
}

const ENTERED: usize = 6;

#[test]
fn r7_the_panic_goes_on_when_all_have_run() {
    let record = record(|| {
        let stack = ExitStack::new();
        fill(&stack);
        stack.close()
    });
    assert_eq!(record.panic(), "e panicked");
    let expected = [
        "exit h: success",
        "exit g: success",
        "exit f: failure(g failed)",
        "exit d: panic",
        "exit c: panic",
        "exit a: panic",
    ];
    assert_eq!(record.events[ENTERED..], expected);
    // The second panic at once, the failures when it is clear that nobody returns them.
    let expected = ["enter panic: panicked: c panicked", "enter panic: g failed", "adopt panic: b failed"];
    assert_eq!(record.reports, expected);
}

#[test]
fn r7_dropped_it_does_the_same() {
    let record = record(|| {
        let stack = ExitStack::new();
        fill(&stack);
    });
    assert_eq!(record.panic(), "e panicked");
    let expected =
        ["exit h: failure", "exit g: failure", "exit f: failure", "exit d: panic", "exit c: panic"];
    assert_eq!(record.events[ENTERED..ENTERED + 5], expected);
    let expected = ["enter panic: panicked: c panicked", "enter panic: g failed", "adopt panic: b failed"];
    assert_eq!(record.reports, expected);
}

#[test]
fn r10_dropped_while_unwinding_it_contains_all_panics() {
    let record = record(|| {
        let stack = ExitStack::new();
        fill(&stack);
        panic!("body panicked");
    });
    assert_eq!(record.panic(), "body panicked");
    assert!(record.events[ENTERED..].iter().all(|event| event.ends_with(": panic")), "{:?}", record.events);
    let expected = [
        "defer_with panic: panicked: e panicked",
        "enter panic: panicked: c panicked",
        "enter panic: g failed",
        "adopt panic: b failed",
    ];
    assert_eq!(record.reports, expected);
}

#[test]
fn r10_closed_while_unwinding_it_contains_all_panics_and_returns_the_failures() {
    let record = record(|| {
        while_unwinding(|| {
            let stack = ExitStack::new();
            fill(&stack);
            log(super::told(&stack.close().expect_err("two fail")).join(", "));
        });
    });
    assert_eq!(record.panic(), "outer panicked");
    let expected = [
        "exit h: success",
        "exit g: success",
        "exit f: failure(g failed)",
        "exit d: panic",
        "exit c: panic",
        "exit a: panic",
        "enter: g failed, adopt: b failed",
    ];
    assert_eq!(record.events[ENTERED..], expected);
    let expected = ["defer_with panic: panicked: e panicked", "enter panic: panicked: c panicked"];
    assert_eq!(record.reports, expected);
}

#[test]
fn closed_with_a_panic_by_hand_the_first_panic_of_an_entry_still_goes_on() {
    let record = record(|| {
        let stack = ExitStack::new();
        stack.defer(panicking_cleanup("second"));
        stack.defer(panicking_cleanup("first"));
        stack.close_with(Outcome::panic())
    });
    assert_eq!(record.panic(), "first panicked");
    assert_eq!(record.events, ["first", "second"]);
    assert_eq!(record.reports, ["defer panic: panicked: second panicked"]);
}

#[test]
fn all_may_panic() {
    let record = record(|| {
        let stack = ExitStack::new();
        for name in ["a", "b", "c"] {
            stack.enter(panicking(name));
            stack.adopt((), move |()| panic!("{name} adopted"));
            stack.defer(move || panic!("{name} deferred"));
            stack.defer_with(move |_, _| panic!("{name} deferred with"));
        }
        stack.close()
    });
    assert_eq!(record.panic(), "c deferred with");
    let expected: Vec<_> = ["c", "b", "a"]
        .iter()
        .flat_map(|name| {
            [
                format!("defer_with panic: panicked: {name} deferred with"),
                format!("defer panic: panicked: {name} deferred"),
                format!("adopt panic: panicked: {name} adopted"),
                format!("enter panic: panicked: {name} panicked"),
            ]
        })
        .collect();
    assert_eq!(record.reports, expected[1..]);
}

#[test]
fn the_report_of_a_panic_has_the_line_of_the_entry() {
    let line = line!() + 3;
    let record = record(|| {
        let stack = ExitStack::new();
        stack.adopt((), |()| panic!("third"));
        stack.defer_with(|_, _| panic!("second"));
        stack.defer(|| panic!("first"));
        stack.close()
    });
    assert_eq!(record.panic(), "first");
    assert_eq!(record.report_lines, [line + 1, line]);
}

#[test]
fn the_payload_of_the_panic_is_kept() {
    let stack = ExitStack::new();
    stack.defer(|| std::panic::resume_unwind(Box::new(vec![1, 2])));
    let payload = catch_unwind(AssertUnwindSafe(|| stack.close())).map(drop).expect_err("it panicked");
    assert_eq!(*payload.downcast::<Vec<i32>>().expect("the payload"), [1, 2]);
}

#[test]
fn a_payload_may_panic_when_it_drops() {
    let record = record(|| {
        let stack = ExitStack::new();
        stack.defer(cleanup("last"));
        stack.defer(|| panic_any(Endless));
        stack.defer(|| panic!("first panicked"));
        stack.close()
    });
    assert_eq!(record.panic(), "first panicked");
    assert_eq!(record.events, ["last"]);
    assert_eq!(record.reports, ["defer panic: panicked"]);
}

#[test]
fn a_panicking_entry_that_has_added_others_leaves_them_to_run() {
    let record = record(|| {
        let stack = ExitStack::new();
        stack.defer(cleanup("last"));
        stack.defer_with(|stack, _| {
            stack.defer(cleanup("added first"));
            for _ in 0..20 {
                stack.defer(|| ());
            }
            stack.defer_with(|stack, outcome| {
                log(format!("added last {}", seen(outcome)));
                stack.defer(panicking_cleanup("nested"));
                panic!("second panicked");
            });
            let dismissed = stack.defer(panicking_cleanup("dismissed"));
            stack.dismiss(dismissed);
            panic!("first panicked");
        });
        stack.close()
    });
    assert_eq!(record.panic(), "first panicked");
    assert_eq!(record.events, ["added last panic", "nested", "added first", "last"]);
    let expected = ["defer_with panic: panicked: second panicked", "defer panic: panicked: nested panicked"];
    assert_eq!(record.reports, expected);
}

#[test]
fn a_panicking_entry_that_has_dismissed_what_it_added_is_off() {
    let record = record(|| {
        let stack = ExitStack::new();
        stack.defer(cleanup("last"));
        stack.defer_with(|stack, _| {
            // This gives back the room of the running entry, too.
            let added = stack.defer(panicking_cleanup("dismissed"));
            stack.dismiss(added);
            panic!("first panicked");
        });
        stack.defer_with(|stack, _| {
            let added = stack.defer(panicking_cleanup("dismissed"));
            stack.dismiss(added);
            Err::<(), _>("failed")
        });
        stack.close()
    });
    assert_eq!(record.panic(), "first panicked");
    assert_eq!(record.events, ["last"]);
    assert_eq!(record.reports, ["defer_with panic: failed"]);
}

#[test]
fn captures_may_panic_when_they_drop_after_the_cleanup() {
    let panics = |name| Raii::enter(name, Does::Well, Does::Panic).expect("it enters");
    let record = record(|| {
        let stack = ExitStack::new();
        stack.defer(cleanup("last"));
        let (first, second) = (panics("first"), panics("second"));
        stack.defer(move || {
            let _second = second;
            log("run second");
            // Lost, because the panic of the drop outranks it: it is never returned.
            Ok::<(), &str>(())
        });
        stack.adopt(first, |_first| log("run first"));
        stack.close()
    });
    assert_eq!(record.panic(), "first panicked");
    assert_eq!(record.events[2..], ["run first", "drop first", "run second", "drop second", "last"]);
    assert_eq!(record.reports, ["defer panic: panicked: second panicked"]);
}

#[test]
fn an_error_may_panic_when_it_becomes_a_failure() {
    struct Bad;

    impl From<Bad> for Box<dyn std::error::Error + Send + Sync> {
        fn from(_: Bad) -> Self {
            panic!("conversion panicked")
        }
    }

    let record = record(|| {
        let stack = ExitStack::new();
        stack.defer(cleanup("last"));
        stack.defer(|| Err::<(), _>(Bad));
        stack.defer_with(|_, _| Err::<(), _>(Bad));
        stack.close()
    });
    assert_eq!(record.panic(), "conversion panicked");
    assert_eq!(record.events, ["last"]);
    assert_eq!(record.reports, ["defer panic: panicked: conversion panicked"]);
}

#[test]
fn a_caught_panic_leaves_the_outcome_alone() {
    let record = record(|| {
        let stack = ExitStack::new();
        stack.enter(manager("a"));
        stack.defer(|| {
            let caught = catch_unwind(|| panic!("caught"));
            log(caught.is_err().to_string());
        });
        stack.close().is_ok()
    });
    assert_eq!(record.events, ["enter a", "true", "exit a: success"]);
    assert!(record.value());
}

#[test]
fn r10_a_panicking_hook_is_contained() {
    let Record { ended, events, reports, .. } = record(|| {
        crate::support::let_the_hook_panic();
        let stack = ExitStack::new();
        stack.defer(failing_cleanup("third"));
        stack.defer(panicking_cleanup("second"));
        stack.defer(panicking_cleanup("first"));
    });
    assert_eq!(ended, Err("first panicked".to_owned()));
    assert_eq!(events, ["first", "second", "third"]);
    assert_eq!(reports, ["defer panic: panicked: second panicked", "defer panic: third failed"]);
}

#[test]
fn a_panic_in_an_entered_stack_goes_on_through_the_outer_one() {
    let record = record(|| {
        let stack = ExitStack::new();
        stack.defer_with(|_, outcome| log(format!("outer {}", seen(outcome))));
        let inner = stack.enter(ExitStack::new());
        inner.defer_with(|_, outcome| log(format!("inner {}", seen(outcome))));
        inner.defer(panicking_cleanup("panics"));
        inner.defer(failing_cleanup("fails"));
        stack.close()
    });
    assert_eq!(record.panic(), "panics panicked");
    assert_eq!(record.events, ["fails", "panics", "inner panic", "outer panic"]);
    assert_eq!(record.reports, ["defer panic: fails failed"]);
}

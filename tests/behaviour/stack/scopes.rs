//! A stack as a manager: in `with!`, and in the heads of a function with `#[with_cleanup]`.

use with_cleanup::{ContextManager, Error, ExitStack, Outcome, SendExitStack, defer, with, with_cleanup};

use super::{cleanup, failing_cleanup, panicking_cleanup, told};
use crate::support::{Fault, Laden, failing, fails, log, manager, record, seen};

#[test]
fn it_lends_itself_to_the_body() {
    let record = record(|| {
        let ended: Result<usize, Error> = with!(stack = ExitStack::new() => {
            stack.enter(manager("a")).touch();
            stack.defer(cleanup("b"));
            stack.len()
        });
        ended.expect("nothing fails")
    });
    assert_eq!(record.events, ["enter a", "use a", "b", "exit a: success"]);
    assert_eq!(record.value(), 2);
}

#[test]
fn it_stands_in_order_with_other_heads() {
    let record = record(|| {
        let ended = with!(_first = manager("first"), stack = ExitStack::new(), last = manager("last") => {
            stack.enter(manager("on the stack"));
            last.touch();
        });
        ended.is_ok()
    });
    let expected = [
        "enter first",
        "enter last",
        "enter on the stack",
        "use last",
        "exit last: success",
        "exit on the stack: success",
        "exit first: success",
    ];
    assert_eq!(record.events, expected);
    assert!(record.value());
}

#[test]
fn r7_its_failures_keep_their_names_and_lines() {
    let mut line = 0;
    let record = record(|| {
        line = line!() + 3;
        let ended = with!(_around = failing("around"), stack = ExitStack::new() => {
            stack.defer_with(|_, outcome| log(seen(outcome)));
            stack.defer(failing_cleanup("b"));
            stack.enter(failing("a"));
        });
        let error = ended.expect_err("three fail");
        assert_eq!(super::lines(&error)[..2], [line + 1, line]);
        told(&error)
    });
    let expected = ["exit a: success", "b", "failure(a failed)", "exit around: failure(a failed)"];
    assert_eq!(record.events[2..], expected);
    assert_eq!(record.value(), ["enter: a failed", "defer: b failed", "_around: around failed"]);
}

#[test]
fn r5_its_entries_see_the_error_of_the_scope() {
    let record = record(|| {
        let ended: Result<Result<(), Fault>, Error> = with!(stack = ExitStack::new() => {
            stack.enter(manager("a"));
            stack.defer(failing_cleanup("b"));
            fails("body").map(drop)
        });
        ended.expect("its failure came second").unwrap_err().to_string()
    });
    assert_eq!(record.events, ["enter a", "b", "exit a: failure(body failed)"]);
    assert_eq!(record.reports, ["defer failure: b failed"]);
    assert_eq!(record.value(), "body failed");
}

#[test]
fn r7_left_by_a_question_mark_it_reports() {
    fn body() -> Result<(), Laden> {
        with!(stack = ExitStack::new() => {
            stack.enter(manager("a"));
            stack.defer(failing_cleanup("b"));
            stack.defer(failing_cleanup("c"));
            fails("body")?;
        })?;
        Ok(())
    }

    let record = record(|| body().unwrap_err().to_string());
    assert_eq!(record.events, ["enter a", "c", "b", "exit a: failure"]);
    assert_eq!(record.reports, ["defer failure: c failed", "defer failure: b failed"]);
    assert_eq!(record.value(), "body failed");
}

#[test]
fn r10_when_the_body_panics_it_contains() {
    let record = record(|| {
        with!(_around = manager("around"), stack = ExitStack::new() => {
            stack.enter(manager("a"));
            stack.defer(panicking_cleanup("b"));
            stack.defer(failing_cleanup("c"));
            panic!("body panicked");
        })
    });
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.events[2..], ["c", "b", "exit a: panic", "exit around: panic"]);
    assert_eq!(record.reports, ["defer panic: panicked: b panicked", "defer panic: c failed"]);
}

#[test]
fn a_panic_of_an_entry_goes_on_when_the_scope_has_closed() {
    let record = record(|| {
        let ended = with!(_around = failing("around"), stack = ExitStack::new() => {
            stack.enter(manager("a"));
            stack.defer(panicking_cleanup("b"));
        });
        ended.is_ok()
    });
    assert_eq!(record.panic(), "b panicked");
    assert_eq!(record.events[2..], ["b", "exit a: panic", "exit around: panic"]);
    assert_eq!(record.reports, ["_around panic: around failed"]);
}

#[test]
fn an_existing_stack_is_a_head_by_its_name() {
    let record = record(|| {
        let stack = SendExitStack::new();
        stack.defer(cleanup("before"));
        with!(stack => { stack.defer(cleanup("inside")); }).is_ok()
    });
    assert_eq!(record.events, ["inside", "before"]);
    assert!(record.value());
}

#[test]
fn it_may_be_taken_in_the_body() {
    let record = record(|| {
        let kept = with!(stack = ExitStack::new() => {
            stack.enter(manager("a"));
            stack.take()
        });
        log("after the scope");
        kept.and_then(ExitStack::close).is_ok()
    });
    assert_eq!(record.events, ["enter a", "after the scope", "exit a: success"]);
}

#[with_cleanup(stack = ExitStack::new())]
fn decorated(fail: bool) -> Result<u32, Laden> {
    stack.enter(manager("a"));
    stack.defer(failing_cleanup("b"));
    defer!(log("deferred"));
    if fail {
        fails("body")?;
    }
    Ok(1)
}

#[test]
fn r6_in_the_heads_of_a_function_it_makes_the_error_of_the_function() {
    let record = record(|| match decorated(false).unwrap_err().fault {
        Fault::Cleanup(error) => told(&error),
        Fault::Of(_) => unreachable!(),
    });
    assert_eq!(record.events, ["enter a", "deferred", "b", "exit a: failure(b failed)"]);
    assert_eq!(record.value(), ["defer: b failed"]);
}

#[test]
fn r7_in_the_heads_of_a_function_its_failures_go_along() {
    let record = record(|| {
        let Laden { fault, failures } = decorated(true).unwrap_err();
        let failures: Vec<_> = failures.iter().map(|failure| told(failure).join(", ")).collect();
        format!("{fault} {failures:?}")
    });
    assert_eq!(record.events, ["enter a", "deferred", "b", "exit a: failure(body failed)"]);
    assert_eq!(record.reports, [""; 0]);
    assert_eq!(record.value(), r#"body failed ["defer: b failed"]"#);
}

#[with_cleanup]
fn jumping() -> Result<u32, Laden> {
    with!(stack = ExitStack::new() => {
        stack.enter(manager("a"));
        stack.defer(failing_cleanup("b"));
        if stack.len() == 2 {
            return Ok(1);
        }
    })?;
    Ok(2)
}

#[test]
fn r8_a_jump_may_leave_its_scope_in_such_a_function() {
    let record = record(|| jumping().unwrap_err().to_string());
    assert_eq!(record.events, ["enter a", "b", "exit a: failure(b failed)"]);
    assert_eq!(record.value(), "b failed");
}

#[test]
fn it_is_a_context_manager_by_hand() {
    let record = record(|| {
        let mut stack = ExitStack::new();
        stack.target().enter(manager("a"));
        stack.exit(Outcome::success())?;
        let mut stack = SendExitStack::default();
        stack.target().enter(manager("b"));
        stack.exit(Outcome::failure(None))
    });
    assert_eq!(record.events, ["enter a", "exit a: success", "enter b", "exit b: failure"]);
    record.value().expect("nothing fails");
}

//! Go's `defer`, `panic` and `recover`.
//!
//! | rule | test |
//! | --- | --- |
//! | deferred calls run in the reverse order of their `defer` | [`deferred_calls_run_in_reverse_order`] |
//! | a deferred call in a loop runs at the end of the function | otherwise here: at the end of the block, so nothing piles up, [`a_deferred_block_in_a_loop_runs_in_each_round`]; with a stack, at the end of the function, [`on_a_stack_it_runs_at_the_end_of_the_function`] |
//! | arguments are evaluated by the `defer`, the call is made later | [`captures_are_evaluated_by_the_defer`], [`what_is_not_captured_is_evaluated_later`] |
//! | deferred calls run when the function panics | [`deferred_calls_run_when_the_function_panics`] |
//! | a panic in a deferred call does not stop the others | [`a_panic_in_a_deferred_call_does_not_stop_the_others`] |
//! | repeated panics: the last one goes on, and prints all | otherwise here: the first goes on, the others are reported, [`of_repeated_panics_the_first_goes_on`] |
//! | a deferred call may defer others | [`a_deferred_block_may_defer_others`] |
//! | a deferred call may change a named result | without meaning: there are none. It may fail, and so change what is returned, [`a_deferred_block_may_change_the_result`] |
//! | `recover` in a deferred call ends the panic | otherwise here: `catch_unwind` around the function, [`a_panic_is_caught_around_the_function`] |
//! | `runtime.Goexit` runs deferred calls | a future that drops runs them, [`a_dropped_future_runs_deferred_blocks`] |
//! | `os.Exit` runs none | without meaning for a test: so does `process::exit` |
//! | a nil function panics where it is called | without meaning: there are none |

use std::{cell::RefCell, panic::catch_unwind};

use with_cleanup::{ExitStack, defer, with_cleanup};

use crate::{
    cases::{pause, poll},
    support::{Fault, events, explode, log, record},
};

#[test]
fn deferred_calls_run_in_reverse_order() {
    let events = events(|| {
        defer!(log("first"));
        defer!(log("second"));
        defer!(log("third"));
        log("body");
    });
    assert_eq!(events, ["body", "third", "second", "first"]);
}

#[test]
fn a_deferred_block_in_a_loop_runs_in_each_round() {
    let events = events(|| {
        for round in 0..3 {
            defer!(log(format!("close {round}")));
            log(format!("open {round}"));
        }
    });
    assert_eq!(events, ["open 0", "close 0", "open 1", "close 1", "open 2", "close 2"]);
}

#[test]
fn on_a_stack_it_runs_at_the_end_of_the_function() {
    let events = events(|| {
        let stack = ExitStack::new();
        for round in 0..3 {
            log(format!("open {round}"));
            stack.defer(move || log(format!("close {round}")));
        }
        stack.close().expect("nothing fails");
    });
    assert_eq!(events, ["open 0", "open 1", "open 2", "close 2", "close 1", "close 0"]);
}

#[test]
fn captures_are_evaluated_by_the_defer() {
    let events = events(|| {
        let mut number = 1;
        defer!(<now = number> log(format!("captured {now}")));
        number += 1;
        log(number.to_string());
    });
    assert_eq!(events, ["2", "captured 1"]);
}

#[test]
fn what_is_not_captured_is_evaluated_later() {
    let events = events(|| {
        let number = RefCell::new(1);
        defer!(log(number.borrow().to_string()));
        *number.borrow_mut() += 1;
    });
    assert_eq!(events, ["2"]);
}

#[test]
fn deferred_calls_run_when_the_function_panics() {
    let record = record(|| {
        defer!(log("first"));
        defer!(log("second"));
        explode("function");
    });
    assert_eq!(record.events, ["second", "first"]);
    assert_eq!(record.panic(), "function panicked");
}

#[test]
fn a_panic_in_a_deferred_call_does_not_stop_the_others() {
    let record = record(|| {
        defer!(log("first"));
        defer!(explode("second"));
        defer!(log("third"));
    });
    assert_eq!(record.events, ["third", "first"]);
    assert_eq!(record.panic(), "second panicked");
}

#[test]
fn of_repeated_panics_the_first_goes_on() {
    let deferred = record(|| {
        defer!(explode("third"));
        defer!(explode("second"));
        explode("first");
    });
    let on_a_stack = record(|| {
        let stack = ExitStack::new();
        stack.defer(|| explode("third"));
        stack.defer(|| explode("second"));
        explode("first");
    });
    for record in [deferred, on_a_stack] {
        assert_eq!(record.panic(), "first panicked");
        let expected = ["defer panic: panicked: second panicked", "defer panic: panicked: third panicked"];
        assert_eq!(record.reports, expected);
    }
}

#[test]
fn a_deferred_block_may_defer_others() {
    let events = events(|| {
        defer!(log("last"));
        defer!({
            defer!(log("inner"));
            log("outer");
        });
    });
    assert_eq!(events, ["outer", "inner", "last"]);
}

#[test]
fn a_deferred_block_may_change_the_result() {
    #[with_cleanup]
    fn run(fail: bool) -> Result<u8, Fault> {
        defer!(if fail { Err(Fault::Of("deferred")) } else { Ok(()) });
        Ok(1)
    }

    let record = record(|| (run(false).ok(), run(true).unwrap_err().to_string()));
    assert_eq!(record.value(), (Some(1), "deferred failed".to_owned()));
}

#[test]
fn a_panic_is_caught_around_the_function() {
    let events = events(|| {
        let caught = catch_unwind(|| {
            defer!(log("deferred"));
            explode("function");
        });
        log(format!("recovered {}", caught.is_err()));
    });
    assert_eq!(events, ["deferred", "recovered true"]);
}

#[test]
fn a_dropped_future_runs_deferred_blocks() {
    let events = events(|| {
        let ended = poll(
            async {
                defer!(log("deferred"));
                pause().await;
                log("not reached");
            },
            true,
        );
        assert_eq!(ended, None);
    });
    assert_eq!(events, ["deferred"]);
}

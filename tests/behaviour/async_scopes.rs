//! Scopes in an `async fn`, whose future may wait in the body, or be dropped there.

use std::{future::Future, rc::Rc};

use with_cleanup::{defer, defer_on_failure, defer_on_success, try_finally, with};

use crate::{
    cases::{pause, poll},
    support::{Fault, Record, events, failing, fails, fallible, log, manager, panicking, raii, record, seen},
};

/// Runs a future to its end.
fn finish<T>(future: impl Future<Output = T>) -> T {
    poll(future, false).expect("it is not dropped")
}

#[test]
fn r4_an_await_in_a_body_waits_in_the_scope() {
    let events = events(|| {
        finish(async {
            with!(_m = manager("m") => {
                log("before");
                pause().await;
                log("after");
            });
        });
    });
    assert_eq!(events, ["enter m", "before", "after", "exit m: success"]);
}

#[test]
fn r4_a_head_may_wait() {
    async fn open(name: &'static str) -> crate::support::Infallible {
        pause().await;
        manager(name)
    }

    let events = events(|| {
        finish(async {
            with!(_a = open("a").await, _b = open("b").await => log("body"));
        });
    });
    assert_eq!(events, ["enter a", "enter b", "body", "exit b: success", "exit a: success"]);
}

#[test]
fn r4_the_jumps_of_an_async_body_mean_what_they_mean() {
    async fn run(early: bool) -> Result<u32, Fault> {
        for round in 0..3 {
            with!(_m = manager("m") => {
                pause().await;
                if early {
                    return Ok(1);
                }
                if round > 0 {
                    continue;
                }
                log("first round");
            });
        }
        with!(_m = manager("m") => fails("body")?);
        Ok(2)
    }

    let early = record(|| finish(run(true)));
    assert_eq!(early.events, ["enter m", "exit m: success"]);
    assert_eq!(early.value().expect("no error"), 1);
    let late = record(|| finish(run(false)));
    assert_eq!(late.events[6..], ["exit m: success", "enter m", "exit m: failure"]);
    assert_eq!(late.value().unwrap_err().to_string(), "body failed");
}

#[test]
fn r4_the_jumps_of_an_async_block_stay_in_the_body() {
    async fn run() -> Result<u32, with_cleanup::Error> {
        with!(_m = failing("m") => {
            let inner = async {
                if true {
                    return 1;
                }
                2
            };
            inner.await
        })
    }

    let Record { ended, events, .. } = record(|| finish(run()));
    assert_eq!(ended.expect("no panic").unwrap_err().name(), "_m");
    assert_eq!(events, ["enter m", "exit m: success"]);
}

#[test]
fn r5_a_dropped_future_is_failure() {
    async fn run() {
        defer!(log("deferred"));
        with!(_a = manager("a"), _b = raii("b") => {
            defer_on_success!(log("success"));
            defer_on_failure!(log("failure"));
            defer!(|outcome| log(seen(outcome)));
            pause().await;
            log("not reached");
        });
    }

    let events = events(|| assert_eq!(poll(run(), true), None));
    assert_eq!(events, ["enter a", "enter b", "failure", "failure", "drop b", "exit a: failure", "deferred"]);
}

#[test]
fn r2_a_future_that_is_dropped_before_it_starts_enters_nothing() {
    async fn run() {
        with!(_a = manager("a") => pause().await);
    }

    assert_eq!(events(|| drop(run())), [""; 0]);
}

#[test]
fn r3_a_future_that_is_dropped_in_a_later_head_exits_the_managers_before_it() {
    async fn run() {
        with!(_a = manager("a"), _b = { pause().await; manager("b") } => log("not reached"));
    }

    assert_eq!(events(|| assert_eq!(poll(run(), true), None)), ["enter a", "exit a: failure"]);
}

#[test]
fn r7_the_failures_of_a_dropped_future_are_reported() {
    async fn run() -> Result<u8, Fault> {
        Ok(with!(_a = failing("a"), _b = failing("b") => {
            pause().await;
            1
        })?)
    }

    let Record { ended, reports, .. } = record(|| poll(run(), true).is_none());
    assert_eq!(ended, Ok(true));
    assert_eq!(reports, ["_b failure: b failed", "_a failure: a failed"]);
}

#[test]
fn r7_a_panicking_exit_of_a_dropped_future_goes_on() {
    async fn run() {
        with!(_a = failing("a"), _b = panicking("b") => {
            pause().await;
        })
        .expect("not reached");
    }

    let record = record(|| poll(run(), true));
    assert_eq!(record.panic(), "b panicked");
    assert_eq!(record.events[2..], ["exit b: failure", "exit a: panic"]);
    assert_eq!(record.reports, ["_a panic: a failed"]);
}

#[test]
fn r6_finally_waits_for_an_async_body() {
    async fn run(log: &mut Vec<&'static str>) -> Result<u8, with_cleanup::Error> {
        try_finally!(<log> {
            log.push("before");
            pause().await;
            log.push("after");
            1
        } finally {
            log.push("finally");
            Err::<(), _>("finally failed")
        })
    }

    let mut log = Vec::new();
    let error = finish(run(&mut log)).unwrap_err();
    assert_eq!(error.name(), "finally");
    assert_eq!(log, ["before", "after", "finally"]);
}

#[test]
fn r4_the_scope_itself_keeps_a_future_send() {
    fn assert_send<T: Send>(value: T) -> T {
        value
    }

    async fn run(early: bool) -> Result<u8, with_cleanup::Error> {
        with!(_a = vec![1], _b = String::from("b") => {
            defer_on_failure!(log("failure"));
            if early {
                return Ok(1);
            }
            pause().await;
            Ok(2)
        })
    }

    async fn finally() -> u8 {
        let mut count = 0;
        try_finally!(<&mut count> {
            pause().await;
            *count
        } finally {
            *count += 1;
        })
    }

    assert_eq!(finish(assert_send(run(true))).expect("no error"), 1);
    assert_eq!(finish(assert_send(finally())), 0);
}

#[test]
fn r4_a_manager_that_is_not_send_may_be_held_over_an_await() {
    async fn run() -> usize {
        with!(shared = Rc::new(1) => {
            let other = Rc::clone(shared);
            pause().await;
            Rc::strong_count(&other)
        })
    }

    assert_eq!(finish(run()), 2);
}

#[test]
fn r7_an_async_scope_returns_its_failures() {
    async fn run() -> Result<u8, with_cleanup::Error> {
        with!(_a = failing("a"), _b = fallible("b"), _c = failing("c") => {
            pause().await;
            1
        })
    }

    let Record { ended, reports, .. } = record(|| finish(run()));
    let error = ended.expect("no panic").unwrap_err();
    assert_eq!((error.name(), error.suppressed()[0].name()), ("_c", "_a"));
    assert_eq!(reports, [""; 0]);
}

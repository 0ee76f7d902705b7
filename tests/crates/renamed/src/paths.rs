//! Every macro, behind the other name and imported from it: the guards exit, the last first.

use std::cell::RefCell;

use wc::{
    defer, defer_on_failure, defer_on_success, guard, guard_with, try_finally, with, ContextManager, Error,
    Outcome,
};

type Log = RefCell<Vec<&'static str>>;

fn logs(run: impl FnOnce(&Log), events: &[&str]) {
    let log = Log::default();
    run(&log);
    assert_eq!(*log.borrow(), events);
}

struct Failing<'l>(&'l Log);

impl ContextManager for Failing<'_> {
    type Target = Log;
    type Exit = Result<(), std::fmt::Error>;

    fn target(&mut self) -> &mut Log {
        unreachable!("no head of this one has a name")
    }

    fn exit(self, outcome: Outcome<'_>) -> Self::Exit {
        self.0.borrow_mut().push(if outcome.is_success() { "success" } else { "failure" });
        Err(std::fmt::Error)
    }
}

#[test]
fn behind_the_name() {
    let body = |log: &Log| {
        let push = |event| log.borrow_mut().push(event);
        let value = wc::with!(first = wc::guard("first", push), _ = wc::guard("second", push) => {
            wc::defer!(push("third"));
            push("body");
            first.len()
        });
        wc::try_finally!(<value> {
            push(if *value == 5 { "value" } else { "another" });
        } finally |outcome| {
            push(if *value == 5 && outcome.is_success() { "finally" } else { "never" });
        });
    };
    logs(body, &["body", "third", "second", "first", "value", "finally"]);
}

#[test]
fn imported() {
    let body = |log: &Log| {
        let push = |event| log.borrow_mut().push(event);
        with!(_ = guard("first", push), _ = guard_with("second", |event, _| push(event)) => {
            defer!(push("third"));
            defer_on_success!(push("fourth"));
            defer_on_failure!(push("never"));
            try_finally!({ push("body"); } finally { push("finally"); });
        });
    };
    logs(body, &["body", "finally", "fourth", "third", "second", "first"]);
}

/// What a path before the name of a macro hides: a scope that sees how it ends.
#[test]
fn observed_behind_the_name() {
    let body = |log: &Log| {
        let push = |event| log.borrow_mut().push(event);
        wc::with!(_ = wc::guard("first", push) => {
            defer_on_success!(push("second"));
        });
    };
    logs(body, &["second", "first"]);
}

#[test]
fn errors() {
    let body = |log: &Log| {
        let result: Result<u8, Error> = wc::with!(_ = Failing(log), _ = Failing(log) => 1);
        assert_eq!(result.unwrap_err().suppressed().len(), 1);
    };
    logs(body, &["success", "failure"]);
}

async fn number(log: &Log) -> usize {
    let push = |event| log.borrow_mut().push(event);
    wc::with!(name = guard("first", push) => {
        std::future::ready(()).await;
        name.len()
    })
}

#[test]
fn futures() {
    let body = |log: &Log| {
        let mut future = std::pin::pin!(number(log));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(std::future::Future::poll(future.as_mut(), &mut context).is_ready());
    };
    logs(body, &["first"]);
}

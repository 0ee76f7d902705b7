//! A crate that reaches the macros only through another one.
#![cfg(test)]

use std::cell::RefCell;

use with_cleanup_reexport as library;

type Log = RefCell<Vec<&'static str>>;

fn logs(run: impl FnOnce(&Log), events: &[&str]) {
    let log = Log::default();
    run(&log);
    assert_eq!(*log.borrow(), events);
}

#[test]
fn whole() {
    let body = |log: &Log| {
        let push = |event| log.borrow_mut().push(event);
        library::with_cleanup::with!(_ = library::with_cleanup::guard("first", push) => {
            library::with_cleanup::defer!(push("second"));
            push("body");
        });
        library::with_cleanup::try_finally!({ push("body"); } finally { push("finally"); });
    };
    logs(body, &["body", "second", "first", "body", "finally"]);
}

#[test]
fn one_by_one() {
    let body = |log: &Log| {
        let push = |event| log.borrow_mut().push(event);
        library::with!(_ = library::prelude::guard("first", push) => {
            library::defer!(push("second"));
            library::ensure!({ push("body"); } finally { push("finally"); });
        });
    };
    logs(body, &["body", "finally", "second", "first"]);
}

mod with_prelude {
    use super::{Log, logs};
    use with_cleanup_reexport::prelude::*;

    #[test]
    fn all() {
        let body = |log: &Log| {
            let push = |event| log.borrow_mut().push(event);
            with!(_ = guard("first", push) => {
                defer!(push("second"));
                defer_on_success!(push("third"));
                defer_on_failure!(push("never"));
                try_finally!({ push("body"); } finally { push("finally"); });
            });
        };
        logs(body, &["body", "finally", "third", "second", "first"]);
    }
}

#[test]
fn inside_a_macro() {
    let body = |log: &Log| library::logged!(log => log.borrow_mut().push("body"));
    logs(body, &["body", "deferred"]);
}

mod functions {
    use super::{Log, library, logs};
    use library::{prelude::*, with_cleanup::with_cleanup as cleaning};

    #[library::with_cleanup::with_cleanup(crate = library::with_cleanup)]
    fn by_path(log: &Log) -> Result<usize, Error> {
        defer!(log.try_borrow_mut()?.push("deferred"));
        log.borrow_mut().push("body");
        Ok(1)
    }

    #[cleaning(_ = guard("head", |event| log.borrow_mut().push(event)), crate = with_cleanup_reexport::with_cleanup)]
    fn by_alias(log: &Log) -> Result<usize, Error> {
        defer!(log.try_borrow_mut()?.push("deferred"));
        if log.borrow().is_empty() {
            return Ok(2);
        }
        Ok(3)
    }

    #[with_cleanup(crate = library::prelude)]
    async fn in_prelude(log: &Log) -> Result<usize, Error> {
        defer!(log.try_borrow_mut()?.push("deferred"));
        std::future::ready(()).await;
        Ok(4)
    }

    #[test]
    fn events() {
        logs(|log| assert_eq!(by_path(log).unwrap(), 1), &["body", "deferred"]);
        logs(|log| assert_eq!(by_alias(log).unwrap(), 2), &["deferred", "head"]);
        let log = Log::default();
        let mut future = std::pin::pin!(in_prelude(&log));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(future.as_mut().poll(&mut context).is_ready());
        assert_eq!(*log.borrow(), ["deferred"]);
    }

    /// The failure of a cleanup reaches the caller.
    #[test]
    fn failures() {
        let log = Log::default();
        let borrowed = log.borrow();
        assert!(failing(&log).is_err());
        drop(borrowed);
        assert_eq!(failing(&log).unwrap(), 5);
    }

    #[cleaning(crate = library::with_cleanup)]
    fn failing(log: &Log) -> Result<usize, Error> {
        defer!(log.try_borrow_mut()?.push("deferred"));
        Ok(5)
    }
}

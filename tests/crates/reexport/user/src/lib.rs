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

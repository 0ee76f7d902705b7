//! Exits and deferred blocks run in one order: the last entered, the first to leave.

use std::cell::RefCell;

use with_cleanup::{defer, defer_on_success, guard, try_finally, with};

fn main() {
    let log = RefCell::new(Vec::new());
    let push = |event| log.borrow_mut().push(event);
    {
        defer!(push("defer"));
        with!(_ = guard("first", push), _ = guard("second", push), guard("third", push) => {
            defer!(push("deferred in a body"));
            defer_on_success!(push("deferred on success"));
            try_finally!({ push("body"); } finally { push("finally"); });
        });
        push("end");
    }
    let expected =
        ["body", "finally", "deferred on success", "deferred in a body", "third", "second", "first", "end", "defer"];
    assert_eq!(*log.borrow(), expected);
}

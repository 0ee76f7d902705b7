//! Managers, guards and plain values in one scope, whose cleanup can fail.

use std::{cell::RefCell, fmt};

use with_cleanup::{ContextManager, Error, Outcome, guard, with};

type Log = RefCell<Vec<&'static str>>;

struct Transaction<'l>(&'l Log);

impl ContextManager for Transaction<'_> {
    type Target = Log;
    type Exit = Result<(), fmt::Error>;

    fn target(&mut self) -> &mut Log {
        unreachable!("no head of this one has a name")
    }

    fn exit(self, outcome: Outcome<'_>) -> Result<(), fmt::Error> {
        self.0.borrow_mut().push(if outcome.is_success() { "commit" } else { "roll back" });
        if outcome.is_success() { Err(fmt::Error) } else { Ok(()) }
    }
}

struct Held<'l>(&'l Log);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push("drop");
    }
}

fn main() {
    let log = Log::default();
    let result: Result<usize, Error> = with!(
        name = guard("guard", |name| log.borrow_mut().push(name)),
        _ = Transaction(&log),
        _ = Transaction(&log),
        _ = Held(&log),
        => name.len()
    );
    let error = result.unwrap_err();
    assert!(error.suppressed().is_empty() && error.name() == "Transaction(..)", "{error:?}");
    assert_eq!(log.take(), ["drop", "commit", "roll back", "guard"]);

    let result: Result<Result<usize, &str>, Error> =
        with!(_ = Transaction(&log), held = Held(&log) => if held.0.borrow().is_empty() { Err("body") } else { Ok(1) });
    assert_eq!(result.unwrap(), Err("body"));
    assert_eq!(log.take(), ["drop", "roll back"]);
}

use std::cell::Cell;

use with_cleanup::{defer, defer_on_failure, defer_on_success, with};

/// A body, and a block in it, whose deferred statements ask how they end.
fn deferred_on_success(early: bool, log: &Cell<bool>) -> Result<usize, String> {
    with!(_ = [1] => {
        defer_on_success!(log.set(true));
        if early {
            defer_on_failure!(log.set(false));
            defer!(|outcome| log.set(outcome.is_panic()));
            return Ok(0);
        }
        Err(String::new())
    })
}

//! What the macros write, where there is no `std`, and where there is no `alloc` either.
#![no_std]
#![deny(missing_docs, warnings)]

use core::{cell::Cell, fmt, future};

use with_cleanup::{defer, defer_on_failure, defer_on_success, guard, try_finally, with, with_cleanup};

/// Scopes.
pub fn scopes(log: &Cell<u8>) -> u8 {
    defer!(log.set(1));
    with!(number = guard(1, |_| log.set(2)), _ = [1] => {
        defer_on_failure!(log.set(3));
        try_finally!(<number> { **number } finally { log.set(**number); })
    })
}

/// A function with heads, and one that is left early.
#[with_cleanup(number = guard(1, |_| ()))]
pub fn function(early: bool, log: &Cell<u8>) -> Result<u8, fmt::Error> {
    defer!(log.set(1));
    defer_on_success!(log.set(2));
    if early {
        with!(_ = guard(2, |_| ()) => return Ok(*number))
    }
    defer_on_failure!(log.set(3));
    Err(fmt::Error)
}

/// A future.
#[with_cleanup]
pub async fn later(log: &Cell<u8>) -> u8 {
    defer!(log.set(1));
    future::ready(1).await
}

/// Cleanup that can fail.
#[cfg(feature = "alloc")]
#[with_cleanup]
pub fn fallible(log: &Cell<u8>) -> Result<(), with_cleanup::Error> {
    defer!(if log.get() > 1 {
        Err("too much")?;
    });
    with!(_ = guard(1, |_| Err::<(), _>("never mind")) => return Ok(()))
}

/// A manager.
#[cfg(feature = "alloc")]
#[with_cleanup::context_manager]
pub fn managed(log: &Cell<u8>) -> Result<u8, fmt::Error> {
    let mut number = log.get();
    let outcome = with_cleanup::yield_!(number);
    if outcome.is_failure() {
        return Err(fmt::Error);
    }
    log.set(number);
}

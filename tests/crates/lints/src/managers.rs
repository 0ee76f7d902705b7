//! Functions with `#[context_manager]`.

use core::{error::Error, fmt};

use with_cleanup::{ContextManager, Outcome, context_manager, try_finally, with};

use crate::log::{Log, Refused};

/// Lends a list, and records how its scope ends.
#[context_manager]
pub fn list(log: &Log, first: usize) -> Vec<usize> {
    log.note('+', 'l');
    let mut list = Vec::new();
    list.push(first);
    let outcome = yield_!(list);
    log.ended('l', outcome);
    drop(list);
}

/// Lends nothing.
#[context_manager]
pub fn nothing(log: &Log) -> () {
    log.note('+', 'n');
    yield_!();
    log.note('-', 'n');
}

/// Fails before and after.
#[context_manager]
pub fn fallible(log: &Log, refuses: [bool; 2], mut start: usize) -> Result<usize, Refused> {
    let [at_once, late] = refuses;
    drop(log.try_step('a', at_once)?);
    if start > 8 {
        return Err(Refused);
    }
    start = start.saturating_add(1);
    if yield_!(start).is_failure() {
        return;
    }
    if start > 3 {
        return Ok(());
    }
    drop(log.try_step('b', late)?);
}

/// Ends in a value.
#[context_manager]
pub fn valued(log: &Log, refuses: bool) -> Result<usize, Refused> {
    let mut number = 1;
    with_cleanup::yield_!(number);
    log.try_step('v', refuses).map(drop)
}

/// Has scopes around it.
#[context_manager]
pub fn around(log: &Log) -> Vec<usize> {
    with!(list = list(log, 1) => {
        try_finally!(<list> {
            let outcome = yield_!(**list);
            log.ended('a', outcome);
        } finally {
            list.clear();
        });
    });
}

/// Lends in one arm, and leaves in the other.
#[context_manager]
pub fn arms(given: Option<String>) -> Result<String, Refused> {
    match given {
        Some(mut text) => drop(yield_!(text)),
        None => return Err(Refused),
    }
}

/// Is generic, and lends by a trait.
#[context_manager]
pub fn writer<W: fmt::Write>(out: &mut W) -> dyn fmt::Write + '_ {
    yield_!(*out);
}

/// A number with methods.
#[derive(Clone, Copy, Debug, Default)]
pub struct Number(pub usize);

impl Number {
    /// Lends it.
    #[context_manager]
    pub fn lent(&mut self) -> usize {
        yield_!(self.0);
    }

    /// Takes it.
    #[context_manager]
    pub fn taken(mut self, log: &Log) -> Self {
        yield_!(self);
        log.note(' ', 't');
    }
}

/// Uses them all.
pub fn all(log: &Log, refuses: [bool; 2]) -> Result<usize, Box<dyn Error + Send + Sync>> {
    let mut number = Number(2);
    let mut text = String::new();
    with!(
        list = list(log, 1),
        nothing(log),
        list_again = around(log),
        lent = number.lent(),
        _ = Number(3).taken(log),
        out = writer(&mut text),
        _ = valued(log, false)?
        => {
            list.append(list_again);
            list.push(*lent);
            out.write_str("written")?;
        }
    )?;
    Ok(with!(number = fallible(log, refuses, 1)? => *number)?)
}

/// Exits by hand.
pub fn by_hand(log: &Log) {
    let mut manager = list(log, 1);
    manager.target().push(2);
    manager.exit(Outcome::success());
}

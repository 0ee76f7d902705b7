//! `try_finally!` in every form.

use core::mem;

use with_cleanup::{Error, try_finally};

use crate::log::{Log, Refused, refuse};

/// No captures.
pub fn plain(log: &Log) -> usize {
    try_finally!({
        log.note(' ', 'a');
        1
    } finally {
        log.note(' ', 'b');
    })
}

/// The form that rustfmt formats.
pub fn comma(log: &Log) {
    try_finally!({ log.note(' ', 'a') }, { log.note(' ', 'b') });
    try_finally!({ log.note(' ', 'c') }, |outcome| { log.ended('d', outcome) });
}

/// All four kinds of captures.
pub fn captures(log: &Log) -> usize {
    let mut unique = vec![1];
    let shared = vec![2];
    let owned = vec![3];
    let total = try_finally!(<&mut unique, &shared, owned, made = mem::take(&mut vec![4])> {
        unique.append(made);
        owned.extend_from_slice(shared);
        made.push(unique.len());
        owned.len()
    } finally {
        unique.append(owned);
        unique.append(made);
        unique.extend_from_slice(shared);
        log.note(' ', 'a');
    });
    total.saturating_add(unique.len()).saturating_add(shared.len())
}

/// A cleanup that asks how the scope ended.
pub fn outcome(log: &Log, refuses: bool) -> Result<usize, Refused> {
    let mut list = Vec::new();
    try_finally!(<&mut list> {
        list.push(log.try_step('a', refuses)?);
        Ok(list.len())
    } finally |outcome| {
        list.clear();
        log.ended('b', outcome);
    })
}

/// A cleanup with `?` and no value.
pub fn question(log: &Log, refuses: bool) -> Result<usize, Error> {
    try_finally!({ 1 } finally {
        refuse(refuses)?;
        log.note(' ', 'a');
    })
}

/// A cleanup with `?` and a `Result` for its value, one with `?` at its end, and one that is a `Result`.
pub fn results(log: &Log, refuses: bool) -> Result<(), Error> {
    try_finally!({ log.note(' ', 'a'); } finally {
        refuse(refuses)?;
        refuse(refuses)
    })?;
    try_finally!({ log.note(' ', 'b'); } finally |outcome| {
        log.ended('c', outcome);
        refuse(refuses)?
    })?;
    try_finally!({ log.note(' ', 'd'); } finally { refuse(refuses) })
}

/// Jumps out of the body, and jumps within the cleanup.
pub fn jumps(log: &Log, numbers: &[usize]) -> usize {
    for &number in numbers {
        try_finally!({
            match number {
                0 => continue,
                1 => break,
                2 => return number,
                _ => log.note(' ', 'a'),
            }
        } finally {
            let mut rounds = 0_usize;
            while rounds < number {
                rounds = rounds.saturating_add(1);
                if rounds == 1 { continue; }
                if rounds == 2 { break; }
            }
            log.note('0', if rounds == 2 { 'x' } else { 'y' });
        });
    }
    7
}

/// `self` behind captures with another name.
#[derive(Debug, Default)]
pub struct Connection {
    log: Log,
    sent: usize,
}

impl Connection {
    /// `&mut self`
    pub fn send(&mut self) -> usize {
        try_finally!(<this = self> {
            this.sent = this.sent.saturating_add(1);
            this.sent
        } finally {
            this.log.note(' ', 'a');
        })
    }

    /// `&self`
    pub fn ask(&self) -> usize {
        try_finally!({ self.sent } finally { self.log.note(' ', 'b'); })
    }

    /// What happened.
    pub fn take(self) -> String {
        self.log.take()
    }
}

/// Generic captures.
pub fn generic<T: Clone + Default>(value: T) -> (T, T) {
    let mut kept = T::default();
    let body = try_finally!(<&mut kept, value> { value.clone() } finally { *kept = mem::take(value); });
    (body, kept)
}

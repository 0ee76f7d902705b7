//! `defer!`, `defer_on_success!` and `defer_on_failure!` in every form.

use with_cleanup::{defer, defer_on_failure, defer_on_success, try_finally, with};

use crate::log::{Log, Refused};

/// An expression, a block, and statements.
pub fn forms(log: &Log) {
    defer!(log.note(' ', 'a'));
    defer!({
        log.note(' ', 'b');
    });
    defer! {
        log.note(' ', 'c');
        log.note(' ', 'd')
    }
    log.note(' ', 'e');
}

/// Every kind of captures.
pub fn captures(log: &Log) -> usize {
    let mut unique = vec!['a'];
    let shared = ['b'];
    let owned = vec!['c'];
    {
        defer!(<&mut unique, &shared, owned, made = vec!['d']> {
            unique.append(owned);
            unique.append(made);
            unique.extend_from_slice(shared);
        });
        owned.push(shared.first().copied().unwrap_or_default());
        made.extend(&*unique);
    }
    for &name in &unique {
        log.note(' ', name);
    }
    unique.len()
}

/// In blocks, loops, arms and closures.
pub fn blocks(log: &Log, numbers: &[usize]) {
    for &number in numbers {
        defer!(log.note(' ', 'a'));
        if number == 0 {
            defer!(log.note(' ', 'b'));
            continue;
        }
        match number {
            1 => {
                defer!(log.note(' ', 'c'));
                break;
            }
            _ => log.note(' ', 'd'),
        }
    }
    let closure = || {
        defer!(log.note(' ', 'e'));
    };
    closure();
}

/// A method.
#[derive(Debug, Default)]
pub struct Job {
    runs: Vec<usize>,
}

impl Job {
    /// `&mut self`
    pub fn run(&mut self, log: &Log) -> usize {
        defer!(<job = self> job.runs.push(1));
        defer!(log.note(' ', 'a'));
        job.runs.len()
    }
}

/// What only runs where the body succeeded, or did not, and what asks.
pub fn conditional(log: &Log, refuses: bool) -> Result<usize, Refused> {
    with!(list = log.step('a') => {
        let mut count = 0_usize;
        defer_on_success!(log.note(' ', 's'));
        defer_on_failure!({ log.note(' ', 'f'); });
        defer!(|outcome| log.ended('o', outcome));
        defer_on_success!(<&mut count> *count = 2);
        defer_on_failure! { |outcome| log.ended('e', outcome) }
        list.push(*count);
        list.push(log.try_step('b', refuses).map(drop).map_or_else(|_| 1, |()| 0));
        if list.contains(&1) { Err(Refused) } else { Ok(list.len()) }
    })
}

/// The same in nested blocks, each of which is a scope of its own.
pub fn nested(log: &Log, numbers: &[usize]) -> Result<usize, Refused> {
    let mut count = 0_usize;
    try_finally!(<&mut count> {
        for &number in numbers {
            defer_on_success!(log.note(' ', 's'));
            defer_on_failure!(log.note(' ', 'f'));
            match number {
                0 => continue,
                1 => {
                    defer!(|outcome| log.ended('b', outcome));
                    break;
                }
                2 => {
                    defer_on_failure!(log.note(' ', 'r'));
                    return Ok(number);
                }
                3 => return Err(Refused),
                _ => drop(log.try_step('c', number > 4)?),
            }
            *count = count.saturating_add(1);
        }
        let end = {
            defer_on_success!(log.note(' ', 'v'));
            *count
        };
        Ok(end)
    } finally {
        log.note('0', if *count == 0 { 'n' } else { 'y' });
    })
}

/// A scope that ends in `;`, with deferred statements last.
pub fn last(log: &Log) {
    with!(_ = log.step('a') => {
        log.note(' ', 'b');
        defer_on_success!(log.note(' ', 'c'));
        defer_on_failure!(log.note(' ', 'd'));
    });
}

//! Scopes in scopes.

use with_cleanup::{Error, defer, defer_on_failure, defer_on_success, try_finally, with};

use crate::log::{Log, refuse};

/// Each macro in each other.
pub fn all(log: &Log, refuses: bool) -> Result<usize, Error> {
    with!(outer = log.fallible('a', refuses) => {
        defer!(log.note(' ', 'd'));
        let length = with!(inner = log.step('b') => {
            inner.push(1);
            outer.append(inner);
            try_finally!({
                defer_on_success!(log.note(' ', 's'));
                outer.len()
            } finally |outcome| {
                with!(_ = log.step('c') => log.ended('o', outcome));
                defer!(log.note(' ', 'e'));
            })
        });
        length
    })
}

/// Fallible scopes in a fallible one, and in cleanups.
pub fn fallible(log: &Log, refuses: bool) -> Result<usize, Error> {
    try_finally!({
        let inner = with!(list = log.fallible('a', refuses) => list.len());
        defer_on_failure!(log.note(' ', 'f'));
        inner?
    } finally {
        with!(_ = log.fallible('b', refuses) => log.note(' ', 'c'))?;
        try_finally!({ log.note(' ', 'd'); } finally { refuse(refuses)? })?;
    })
}

/// Scopes as operands.
pub fn operands(log: &Log) -> usize {
    let scope = with!(first = log.step('a') => first.len());
    let sum = scope
        .saturating_add(with!(_ = log.step('b') => 1))
        .saturating_add(try_finally!({ 2 } finally { log.note(' ', 'c'); }));
    if with!(_ = log.step('d') => sum == 3) {
        [with!(_ = log.step('e') => sum), 4].into_iter().sum()
    } else {
        0
    }
}

/// Jumps through several scopes.
pub fn jumps(log: &Log, numbers: &[usize]) -> usize {
    'outer: for &number in numbers {
        with!(_ = log.step('a'), _ = log.step('b') => {
            try_finally!({
                for _ in 0..2 {
                    with!(_ = log.step('c') => {
                        match number {
                            0 => continue 'outer,
                            1 => break 'outer,
                            2 => return number,
                            3 => break,
                            _ => {}
                        }
                    });
                }
            } finally { log.note(' ', 'd'); });
        });
    }
    7
}

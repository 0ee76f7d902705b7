//! Jumps out of scopes: loops, labels, `return`, and bodies that never reach their end.

use std::process;

use with_cleanup::{try_finally, with};

use crate::log::{Log, Refused};

/// `continue` and `break` in every kind of loop.
pub fn plain(log: &Log) -> usize {
    let mut rounds = 0_usize;
    for number in 0..4 {
        with!(_ = log.step('a') => {
            if number == 1 {
                continue;
            }
            if number == 2 {
                break;
            }
            rounds = rounds.saturating_add(1);
        });
    }
    while rounds < 3 {
        try_finally!(<&mut rounds> {
            if *rounds == 1 {
                *rounds = 2;
                continue;
            }
        } finally {
            *rounds = rounds.saturating_add(1);
        });
    }
    rounds
}

/// `break` with a label and a value.
pub fn labelled(log: &Log) -> usize {
    let found = 'search: {
        for number in 0..3 {
            with!(list = log.step('a') => {
                list.push(number);
                if list.contains(&1) {
                    break 'search number;
                }
            });
        }
        0
    };
    let ended = loop {
        with!(_ = log.step('b') => {
            if found == 1 {
                break found;
            }
        });
    };
    'outer: loop {
        for number in 0..3 {
            with!(_ = log.step('c') => {
                if number == ended {
                    break 'outer;
                }
                if number > ended {
                    continue 'outer;
                }
            });
        }
    }
    ended
}

/// `return`, with a value that is an error and one that is none.
pub fn returns(log: &Log, refuses: bool) -> Result<usize, Refused> {
    with!(list = log.step('a') => {
        if refuses {
            return Err(Refused);
        }
        return Ok(list.len());
    })
}

/// `return` without a value.
pub fn returns_nothing(log: &Log, early: bool) {
    with!(list = log.step('a') => {
        if early {
            return;
        }
        list.push(1);
    });
    log.note(' ', 'b');
}

/// `return` as an arm and with a coercion.
pub fn coerces(log: &Log, number: usize) -> Box<dyn Fn() -> usize + Send> {
    with!(_ = log.step('a') => match number {
        0 => return Box::new(|| 0),
        _ => Box::new(move || number),
    })
}

/// A body that a loop of its own ends, whose jumps stay in it.
pub fn inner(log: &Log) -> usize {
    with!(list = log.step('a') => {
        for number in 0..5 {
            if number == 1 {
                continue;
            }
            if number == 4 {
                break;
            }
            list.push(number);
        }
        let end = 'block: { if list.is_empty() { break 'block 0 } list.len() };
        loop {
            if list.pop().is_none() { break end }
        }
    })
}

/// A body that never ends.
pub fn forever(log: &Log) -> usize {
    let mut rounds = 0_usize;
    with!(_ = log.step('a') => loop {
        rounds = rounds.saturating_add(1);
        if rounds == 3 {
            return rounds;
        }
    })
}

/// A body in which every branch leaves.
pub fn every_branch(log: &Log, number: usize) -> usize {
    with!(_ = log.step('a') => {
        match number {
            0 => return 7,
            1 => unreachable!(),
            _ => return number,
        }
    })
}

/// A body that ends the process.
pub fn ends_process(log: &Log) -> ! {
    with!(_ = log.step('a') => process::exit(0))
}

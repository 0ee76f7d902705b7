//! The macros, called from a user's own `macro_rules!`.

use with_cleanup::{Error, defer, defer_on_failure, defer_on_success, try_finally, with};

use crate::log::{Log, Refused, refuse};

macro_rules! expressions {
    ($name:ident = $manager:expr => $body:expr) => {
        with!($name = $manager => $body)
    };
}

macro_rules! blocks {
    ($name:ident, $manager:expr, $body:block) => {
        with!($name = $manager, $body)
    };
}

macro_rules! anything {
    ($($tokens:tt)*) => {
        with!($($tokens)*)
    };
}

macro_rules! finally {
    ($body:block $cleanup:block $name:ident) => {
        try_finally!(<&mut $name> $body finally $cleanup)
    };
}

macro_rules! later {
    ($($cleanup:expr),*) => {
        $(defer!($cleanup);)*
    };
}

macro_rules! with_step {
    ($log:ident, $($body:tt)*) => {
        with!(_ = $log.step('m') => {
            defer_on_success!($log.note(' ', 's'));
            defer_on_failure!($log.note(' ', 'f'));
            $($body)*
        })
    };
}

macro_rules! refuse_if {
    ($refuses:expr) => {
        if $refuses {
            return Err(Refused);
        }
    };
}

/// `$e:expr` and `$i:ident`.
pub fn expression(log: &Log) -> usize {
    expressions!(list = log.step('a') => list.len())
}

/// `$b:block`, one that leaves.
pub fn block(log: &Log, early: bool) -> usize {
    blocks!(list, log.step('a'), {
        if early {
            return 7;
        }
        list.push(1);
        list.len()
    })
}

/// `$($t:tt)*`
pub fn tokens(log: &Log, refuses: bool) -> Result<usize, Error> {
    anything!(list = log.step('a'), _ = log.fallible('b', refuses) => {
        list.push(1);
        list.len()
    })
}

/// Blocks for a `try_finally!`, and expressions for `defer!`.
pub fn finally(log: &Log) -> usize {
    let mut count = 0_usize;
    later!(log.note(' ', 'a'), log.note(' ', 'b'));
    finally!({ *count = 2; *count } { *count = 3; } count).saturating_add(count)
}

/// Macros around and inside a body.
pub fn inside(log: &Log, refuses: bool) -> Result<usize, Refused> {
    with_step!(log, refuse(false)?; refuse_if!(refuses); Ok(1))
}

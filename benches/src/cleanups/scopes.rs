//! Scopes with 1, 4 and 16 managers that end well, by `?` and by a panic.
//!
//! Every subject opens, uses and closes the same resources, and does the same work. None of that is inlined, and all of it
//! may panic as far as the compiler knows, which is what most cleanups are like.

use std::{
    fmt,
    hint::black_box,
    panic::{self, AssertUnwindSafe},
};

use criterion::Criterion;
use with_cleanup::Error;

use crate::table::Group;

/// Makes a subject of the body of a function.
macro_rules! subject {
    ($(#[$attribute:meta])? $ending:ident => $body:block) => {{
        #[inline(never)]
        $(#[$attribute])?
        fn subject($ending: $crate::scopes::Ending) -> Result<(), $crate::scopes::Failed> $body

        subject as $crate::scopes::Subject
    }};
}

/// Stamps a subject for as many managers as there are in [`MANAGERS`].
macro_rules! stamp {
    ($subject:ident) => {
        [$subject!(a), $subject!(a b c d), $subject!(a b c d e f g h i j k l m n o p)]
    };
}

// These are the same where exits can fail and where they cannot, but for the `nested!` and the `Manager` of their module.

macro_rules! with_captures {
    ($($name:ident)*) => {
        subject!(ending => {
            nested!(captures, [$($name)*], {
                $(touch(*$name);)*
                work(ending)?;
            });
            Ok(())
        })
    };
}

macro_rules! without_captures {
    ($($name:ident)*) => {
        subject!(ending => {
            nested!(plain, [$($name)*], {
                $(touch($name);)*
                work(ending)?;
            });
            Ok(())
        })
    };
}

macro_rules! function_with_heads {
    ($($name:ident)*) => {
        subject!(#[with_cleanup($($name = Manager(open(1))),*)] ending => {
            $(touch(*$name);)*
            work(ending)?;
            Ok(())
        })
    };
}

mod fallible;
mod infallible;

const MANAGERS: [usize; 3] = [1, 4, 16];

type Subject = fn(Ending) -> Result<(), Failed>;

/// The name of a subject, and what it is with each number of managers.
type Stamped = (&'static str, [Subject; MANAGERS.len()]);

/// How a scope ends.
#[derive(Clone, Copy)]
enum Ending {
    Success,
    Failure,
    Panic,
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Success => "success",
            Self::Failure => "left by an error",
            Self::Panic => "panic",
        })
    }
}

/// What a body or an exit can fail with.
#[derive(Debug)]
struct Refused(#[expect(dead_code, reason = "an error has something in it")] u64);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

/// What a subject can fail with: its body, or a cleanup.
#[expect(dead_code, reason = "what is in a variant is dropped, as callers do")]
enum Failed {
    Body(Refused),
    ByHand(Box<Refused>),
    WithCleanup(Error),
}

impl From<Refused> for Failed {
    fn from(refused: Refused) -> Self {
        Self::Body(refused)
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::WithCleanup(error)
    }
}

#[inline(never)]
fn open(handle: u64) -> u64 {
    assert_ne!(handle, u64::MAX);
    black_box(handle)
}

#[inline(never)]
fn touch(handle: u64) {
    assert_ne!(handle, u64::MAX);
    black_box(handle);
}

#[inline(never)]
fn close(handle: u64) {
    assert_ne!(handle, u64::MAX);
    black_box(handle);
}

#[inline(never)]
fn try_close(handle: u64) -> Result<(), Refused> {
    if black_box(handle) == u64::MAX { Err(Refused(handle)) } else { Ok(()) }
}

#[inline(never)]
fn work(ending: Ending) -> Result<(), Refused> {
    match ending {
        Ending::Success => Ok(()),
        Ending::Failure => Err(Refused(black_box(1))),
        Ending::Panic => panic!("the work is done"),
    }
}

pub(crate) fn measure(criterion: &mut Criterion) -> Vec<Group> {
    let mut groups = Vec::new();
    for (exits, subjects) in [("infallible", infallible::subjects()), ("fallible", fallible::subjects())] {
        for ending in [Ending::Success, Ending::Failure] {
            groups.push(measure_ending(criterion, exits, &subjects, ending, |subject| {
                drop(black_box(subject(black_box(ending))));
            }));
        }
        let hook = panic::take_hook();
        panic::set_hook(Box::new(|_| {}));
        groups.push(measure_ending(criterion, exits, &subjects, Ending::Panic, |subject| {
            drop(black_box(panic::catch_unwind(AssertUnwindSafe(|| subject(black_box(Ending::Panic))))));
        }));
        panic::set_hook(hook);
    }
    groups
}

fn measure_ending(
    criterion: &mut Criterion,
    exits: &str,
    subjects: &[Stamped],
    ending: Ending,
    run: impl Fn(Subject),
) -> Group {
    let mut group = Group::new(format!("{exits} exits, {ending}"), "managers");
    for (at, managers) in MANAGERS.into_iter().enumerate() {
        for (name, stamped) in subjects {
            group.measure(criterion, name, managers, managers, || run(black_box(stamped[at])));
        }
    }
    group
}

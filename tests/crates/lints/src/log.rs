//! Managers that record what happens to them.

use core::{error::Error, fmt, mem};
use std::sync::{Mutex, MutexGuard, PoisonError};

use with_cleanup::{ContextManager, Outcome};

/// What happened, in order.
#[derive(Debug, Default)]
pub struct Log(Mutex<String>);

impl Log {
    /// Enters a step, which records its exit.
    #[must_use = "an unbound step never exits"]
    pub fn step(&self, name: char) -> Step<'_> {
        self.note('+', name);
        Step { log: self, name, numbers: Vec::new() }
    }

    /// Enters a step whose exit may refuse.
    #[must_use = "an unbound step never exits"]
    pub fn fallible(&self, name: char, refuses: bool) -> Fallible<'_> {
        Fallible { step: self.step(name), refuses }
    }

    /// Enters a step, or refuses to.
    pub fn try_step(&self, name: char, refuses: bool) -> Result<Step<'_>, Refused> {
        if refuses { Err(Refused) } else { Ok(self.step(name)) }
    }

    /// Records one event.
    pub fn note(&self, what: char, name: char) {
        let mut text = self.text();
        text.push(what);
        text.push(name);
    }

    /// Records how a scope ended.
    pub fn ended(&self, name: char, outcome: Outcome<'_>) {
        let what = if outcome.is_success() {
            '-'
        } else if outcome.is_failure() {
            '!'
        } else {
            '^'
        };
        self.note(what, name);
    }

    /// Takes what happened so far: `+a` where `a` was entered; `-a`, `!a` or `^a` where it exited with success, failure
    /// or panic.
    pub fn take(&self) -> String {
        mem::take(&mut *self.text())
    }

    fn text(&self) -> MutexGuard<'_, String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A manager that lends a list.
#[derive(Debug)]
pub struct Step<'l> {
    log: &'l Log,
    name: char,
    numbers: Vec<usize>,
}

impl ContextManager for Step<'_> {
    type Target = Vec<usize>;
    type Exit = ();

    fn target(&mut self) -> &mut Vec<usize> {
        &mut self.numbers
    }

    fn exit(self, outcome: Outcome<'_>) {
        self.log.ended(self.name, outcome);
    }
}

/// A manager whose exit can fail.
#[derive(Debug)]
pub struct Fallible<'l> {
    step: Step<'l>,
    refuses: bool,
}

impl ContextManager for Fallible<'_> {
    type Target = Vec<usize>;
    type Exit = Result<(), Refused>;

    fn target(&mut self) -> &mut Vec<usize> {
        self.step.target()
    }

    fn exit(self, outcome: Outcome<'_>) -> Result<(), Refused> {
        self.step.exit(outcome);
        refuse(self.refuses)
    }
}

/// A plain value: it is held and dropped.
#[derive(Debug)]
pub struct Plain<'l>(pub &'l Log);

impl Drop for Plain<'_> {
    fn drop(&mut self) {
        self.0.note('-', '_');
    }
}

/// Fails if told so.
pub const fn refuse(refuses: bool) -> Result<(), Refused> {
    if refuses { Err(Refused) } else { Ok(()) }
}

/// The one thing that fails here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl Error for Refused {}

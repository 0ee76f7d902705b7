//! What the functions do, recorded.

use core::{
    error::Error,
    fmt, mem,
    sync::atomic::{AtomicBool, Ordering},
};
use std::sync::{Mutex, MutexGuard, PoisonError};

use with_cleanup::{ContextManager, Outcome};

/// What happened, in order.
#[derive(Debug, Default)]
pub struct Log {
    events: Mutex<String>,
    refuses: AtomicBool,
}

impl Log {
    /// A log that cannot be closed.
    pub fn refusing() -> Self {
        let log = Self::default();
        log.refuse(true);
        log
    }

    /// Says whether the log can be closed from now on.
    pub fn refuse(&self, refuses: bool) {
        self.refuses.store(refuses, Ordering::Relaxed);
    }

    /// Records an event.
    pub fn note(&self, event: char) {
        self.events().push(event);
    }

    /// Records an event of which some logs make an error.
    pub fn close(&self, event: char) -> Result<(), Refused> {
        self.note(event);
        if self.refuses.load(Ordering::Relaxed) { Err(Refused) } else { Ok(()) }
    }

    /// Takes what happened so far.
    pub fn take(&self) -> String {
        mem::take(&mut *self.events())
    }

    /// Makes a value whose drop is an event.
    pub const fn dropped(&self, event: char) -> Dropped<'_> {
        Dropped { log: self, event }
    }

    /// Makes a manager that lends a number, and whose exit is an event: in upper case where it sees a success.
    pub const fn manager(&self, event: char) -> Manager<'_> {
        Manager { log: self, event, number: 1 }
    }

    /// The same, with an exit that fails where the log refuses.
    pub const fn closing(&self, event: char) -> Closing<'_> {
        Closing(self.manager(event))
    }

    fn events(&self) -> MutexGuard<'_, String> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A value whose drop is an event.
#[derive(Debug)]
pub struct Dropped<'l> {
    log: &'l Log,
    event: char,
}

impl Dropped<'_> {
    /// Records that it is used.
    pub fn touch(&self) {
        self.log.note(self.event.to_ascii_uppercase());
    }
}

impl Drop for Dropped<'_> {
    fn drop(&mut self) {
        self.log.note(self.event);
    }
}

/// A manager whose exit is an event.
#[derive(Debug)]
pub struct Manager<'l> {
    log: &'l Log,
    event: char,
    number: usize,
}

impl ContextManager for Manager<'_> {
    type Target = usize;
    type Exit = ();

    fn target(&mut self) -> &mut usize {
        &mut self.number
    }

    fn exit(self, outcome: Outcome<'_>) {
        self.log.note(if outcome.is_success() { self.event.to_ascii_uppercase() } else { self.event });
    }
}

/// A manager whose exit can fail.
#[derive(Debug)]
pub struct Closing<'l>(Manager<'l>);

impl ContextManager for Closing<'_> {
    type Target = usize;
    type Exit = Result<(), Refused>;

    fn target(&mut self) -> &mut usize {
        self.0.target()
    }

    fn exit(self, outcome: Outcome<'_>) -> Result<(), Refused> {
        let event = if outcome.is_success() { self.0.event.to_ascii_uppercase() } else { self.0.event };
        self.0.log.close(event)
    }
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

//! What waits for the end of a function: the failures of its cleanups, and a panic.

use super::{Merging, room::Room};
use crate::{Error, Outcome, scope::Scope};
#[cfg(feature = "std")]
use crate::{
    site::Site,
    unwind::{self, Payload},
};

/// One pointer, null while nothing waits.
#[derive(Debug)]
pub struct Pending(Room<Waiting>);

#[derive(Default)]
struct Waiting {
    /// The first failure; it suppresses the others.
    failure: Option<Error>,
    #[cfg(feature = "std")]
    panic: Option<(Site, Payload)>,
}

impl Pending {
    #[inline]
    pub(super) const fn new() -> Self {
        Self(Room::new())
    }

    /// Adds a failure that came after the others.
    pub(super) fn add(&self, failure: Error) {
        self.change(|waiting| match &mut waiting.failure {
            Some(first) => first.push(failure),
            none => *none = Some(failure),
        });
    }

    /// Adds a panic. There is none yet: a second one is reported.
    #[cfg(feature = "std")]
    pub(super) fn add_panic(&self, site: Site, payload: Payload) {
        self.change(|waiting| waiting.panic = Some((site, payload)));
    }

    fn change(&self, change: impl FnOnce(&mut Waiting)) {
        let mut waiting = self.0.take().unwrap_or_default();
        change(&mut waiting);
        self.0.put(waiting);
    }

    /// Whether a panic waits.
    #[cfg(feature = "std")]
    pub(super) fn has_panic(&self) -> bool {
        let mut found = false;
        self.change(|waiting| found = waiting.panic.is_some());
        found
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives the value the failures, or lets the panic go on.
    #[cold]
    #[inline(never)]
    pub(super) fn settle<R>(&self, value: R, merge: impl Merging<R>) -> R {
        match self.take_failure() {
            Some(failure) => merge.merge(value, failure),
            None => value,
        }
    }

    /// Takes the failures, or lets the panic go on.
    #[cold]
    pub(super) fn take_failure(&self) -> Option<Error> {
        let waiting = self.0.take()?;
        #[cfg(feature = "std")]
        if waiting.panic.is_some() {
            waiting.lose();
            return None;
        }
        waiting.failure
    }

    /// Reports the failures, because nobody can return them any more, and lets the panic go on.
    #[cold]
    #[inline(never)]
    pub(super) fn lose(&self) {
        if let Some(waiting) = self.0.take() {
            waiting.lose();
        }
    }
}

impl Waiting {
    fn lose(self) {
        #[cfg(feature = "std")]
        let panics = self.panic.is_some();
        #[cfg(not(feature = "std"))]
        let panics = false;
        if let Some(failure) = self.failure {
            failure.report(if panics { Outcome::panic() } else { Outcome::dropped(Scope::unmarked()) });
        }
        #[cfg(feature = "std")]
        if let Some((site, payload)) = self.panic {
            unwind::report_or_resume(site, payload);
        }
    }
}

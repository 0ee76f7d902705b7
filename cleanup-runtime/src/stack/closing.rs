//! Running all entries of a stack, the last first.

use core::{mem, ptr::NonNull};

use super::{
    arena::{Arena, Word},
    entry,
};
use crate::{Error, Outcome, cleanup::Failure, site::Site, unwind};

/// A stack whose entries run one by one, and what has become of those that did. Failures that nobody took are reported
/// when it drops.
pub(super) struct Closing<'a> {
    /// By reference, because a copy would wait for what was written just now.
    outcome: &'a Outcome<'a>,
    /// The end of the entry that runs.
    pub(super) end: Option<NonNull<Word>>,
    /// That entry, if it may add others, which then lie above it.
    pub(super) adding: Option<Site>,
    /// The first failure; it suppresses the others.
    failure: Option<Error>,
    panicked: bool,
}

impl<'a> Closing<'a> {
    /// Runs all entries; the stack around them ends with this outcome.
    ///
    /// # Errors
    ///
    /// The failures of the entries.
    ///
    /// # Panics
    ///
    /// With the first panic of an entry, unless the thread unwinds already: then it is reported.
    pub(super) fn close(arena: &Arena, outcome: &'a Outcome<'a>) -> Result<(), Error> {
        let mut closing = Self { outcome, end: None, adding: None, failure: None, panicked: false };
        closing.run(arena);
        closing.failure.take().map_or(Ok(()), Err)
    }

    /// What the next entry to run sees.
    #[inline]
    pub(super) fn outcome(&self) -> Outcome<'_> {
        match &self.failure {
            _ if self.panicked => Outcome::panic(),
            Some(failure) if self.outcome.is_success() => Outcome::failure(Some(failure.failure())),
            _ => *self.outcome,
        }
    }

    /// An entry has failed.
    #[cold]
    #[inline(never)]
    pub(super) fn fail(&mut self, site: Site, failure: Failure) {
        let failure = Error::new(site, failure);
        match &mut self.failure {
            Some(first) => first.push(failure),
            none => *none = Some(failure),
        }
    }

    /// A panic goes on at once, and the entries that are left run while it unwinds, so that a lock among them is poisoned
    /// as it is in any other place. If the thread unwinds already, it must not.
    fn run(&mut self, arena: &Arena) {
        struct Rest<'c, 'a>(&'c mut Closing<'a>, &'c Arena);

        impl Drop for Rest<'_, '_> {
            #[cold]
            fn drop(&mut self) {
                self.0.panicked(self.1);
                self.0.run_contained(self.1);
            }
        }

        if unwind::panicking() {
            return self.run_contained(arena);
        }
        let rest = Rest(self, arena);
        entry::run(rest.1, rest.0);
        mem::forget(rest);
    }

    /// Runs the entries, and reports panics.
    #[cold]
    fn run_contained(&mut self, arena: &Arena) {
        #[cfg(feature = "std")]
        loop {
            let run = std::panic::AssertUnwindSafe(|| entry::run(arena, self));
            let Err(payload) = std::panic::catch_unwind(run) else { break };
            let site = self.panicked(arena);
            unwind::report_panic(site, payload);
        }
        #[cfg(not(feature = "std"))]
        entry::run(arena, self);
    }

    /// An entry has panicked. Returns where it was written.
    fn panicked(&mut self, arena: &Arena) -> Site {
        self.panicked = true;
        self.adding.take().unwrap_or_else(|| {
            let end = self.end.expect("an entry runs");
            // SAFETY: it is that of the entry which ran, which has added nothing, or it would say so.
            unsafe { entry::remove_panicked(arena, end) }
        })
    }
}

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        if let Some(failure) = self.failure.take() {
            failure.report(self.outcome());
        }
    }
}

//! Running all entries of a stack, the last first.

use core::ptr::NonNull;

use super::{
    arena::{Arena, Word},
    entry,
};
#[cfg(feature = "std")]
use crate::unwind::{self, Payload};
use crate::{Error, Outcome, cleanup::Failure, site::Site};

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
    /// What goes on when all have run.
    #[cfg(feature = "std")]
    panic: Option<Payload>,
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
    /// With the first panic of an entry, unless the thread unwinds already.
    pub(super) fn close(arena: &Arena, outcome: &'a Outcome<'a>) -> Result<(), Error> {
        let mut closing = Self {
            outcome,
            end: None,
            adding: None,
            failure: None,
            panicked: false,
            #[cfg(feature = "std")]
            panic: None,
        };
        closing.run_all(arena);
        closing.end()
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

    #[cfg(feature = "std")]
    fn run_all(&mut self, arena: &Arena) {
        let run = |this: &mut Self| {
            std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| entry::run(arena, this)))
        };
        while let Err(payload) = run(self) {
            let site = self.panicked(arena);
            if self.panic.is_some() || unwind::panicking() {
                unwind::report_panic(site, payload);
            } else {
                self.panic = Some(payload);
            }
        }
    }

    /// A panic goes on at once; the entries that are left run while it unwinds.
    #[cfg(not(feature = "std"))]
    fn run_all(&mut self, arena: &Arena) {
        struct Rest<'c, 'a>(&'c mut Closing<'a>, &'c Arena);

        impl Drop for Rest<'_, '_> {
            fn drop(&mut self) {
                self.0.panicked(self.1);
                entry::run(self.1, self.0);
            }
        }

        let rest = Rest(self, arena);
        entry::run(rest.1, rest.0);
        core::mem::forget(rest);
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

    fn end(mut self) -> Result<(), Error> {
        #[cfg(feature = "std")]
        if let Some(payload) = self.panic.take() {
            std::panic::resume_unwind(payload);
        }
        self.failure.take().map_or(Ok(()), Err)
    }
}

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        if let Some(failure) = self.failure.take() {
            failure.report(self.outcome());
        }
    }
}

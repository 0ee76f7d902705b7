//! Tells `tracing` what is entered and what exits. Whoever calls this has the feature: a function that did nothing without it
//! would still be one more for the compiler to make, for each cleanup.

use tracing::subscriber::NoSubscriber;

use crate::{Outcome, Report, site::Site};

/// A manager was entered, an entry put on a stack, or a block deferred.
#[inline]
pub(crate) fn entered(site: impl FnOnce() -> Site) {
    if enabled() {
        event::entered(site());
    }
}

/// It is about to exit, with this outcome if anything tells it.
#[inline]
pub(crate) fn exiting<'o>(site: impl FnOnce() -> Site, outcome: impl FnOnce() -> Option<Outcome<'o>>) {
    if enabled() {
        event::exiting(site(), outcome());
    }
}

/// It goes without an exit: it was dismissed, or is for another outcome.
#[inline]
pub(crate) fn dismissed(site: impl FnOnce() -> Site) {
    if enabled() {
        event::dismissed(site());
    }
}

/// A cleanup failed, and nobody can return that. Says whether there is a subscriber to be told.
pub(crate) fn failed(report: &Report<'_>) -> bool {
    if tracing::dispatcher::get_default(tracing::Dispatch::is::<NoSubscriber>) {
        return false;
    }
    let location = report.location();
    tracing::error!(
        target: "with_cleanup",
        name = report.name(),
        file = location.file(),
        line = location.line(),
        outcome = report.outcome().name(),
        error = report.error(),
        "cleanup failed"
    );
    true
}

/// Whether somebody may be listening.
#[inline]
fn enabled() -> bool {
    use tracing::{
        Level,
        level_filters::{LevelFilter, STATIC_MAX_LEVEL},
    };
    Level::TRACE <= STATIC_MAX_LEVEL && Level::TRACE <= LevelFilter::current()
}

/// The events. A subscriber that panics must not keep a cleanup from running, so its panic ends there.
mod event {
    use crate::{Outcome, site::Site, unwind::isolated};

    #[cold]
    pub(super) fn entered(Site { name, location }: Site) {
        isolated(|| {
            let (file, line) = (location.file(), location.line());
            tracing::trace!(target: "with_cleanup", name, file, line, "entered");
        });
    }

    #[cold]
    pub(super) fn exiting(Site { name, location }: Site, outcome: Option<Outcome<'_>>) {
        isolated(|| {
            let (file, line, outcome) = (location.file(), location.line(), outcome.map(Outcome::name));
            tracing::trace!(target: "with_cleanup", name, file, line, outcome, "exiting");
        });
    }

    #[cold]
    pub(super) fn dismissed(Site { name, location }: Site) {
        isolated(|| {
            let (file, line) = (location.file(), location.line());
            tracing::trace!(target: "with_cleanup", name, file, line, "dismissed");
        });
    }
}

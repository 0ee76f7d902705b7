//! What a cleanup needs to know of panics. Without `std` nothing can be known: a panic there is no unwinding that
//! could be asked for or caught.

#[cfg(feature = "std")]
use core::panic::Location;

use crate::{CleanupResult, Outcome, cleanup::Failure, site::Site};

/// Whether the thread is unwinding.
#[inline]
pub(crate) fn panicking() -> bool {
    #[cfg(feature = "std")]
    return std::thread::panicking();
    #[cfg(not(feature = "std"))]
    return false;
}

/// Runs a cleanup. Its panic goes on, unless the thread already unwinds: a second panic would abort the process, so it
/// is reported and `None` returned.
#[cfg(feature = "std")]
#[inline]
pub(crate) fn contained<R>(site: impl FnOnce() -> Site, cleanup: impl FnOnce() -> R) -> Option<R> {
    match std::panic::catch_unwind(core::panic::AssertUnwindSafe(cleanup)) {
        Ok(value) => Some(value),
        Err(payload) => {
            let Site { name, location } = site();
            report_or_resume(name, location, payload);
            None
        }
    }
}

/// Runs a cleanup. Its panic cannot be caught here.
#[cfg(not(feature = "std"))]
#[inline]
#[expect(clippy::unnecessary_wraps, reason = "with `std` a panic is `None`")]
pub(crate) fn contained<R>(_site: impl FnOnce() -> Site, cleanup: impl FnOnce() -> R) -> Option<R> {
    Some(cleanup())
}

/// Runs a cleanup whose failure nobody can return.
#[inline]
pub(crate) fn unreturned<R: CleanupResult>(
    site: impl Fn() -> Site,
    outcome: Outcome<'_>,
    cleanup: impl FnOnce() -> R,
) {
    if let Some(Some(failure)) = contained(&site, || cleanup().failure()) {
        lost(&site(), outcome, failure);
    }
}

/// Hands a failure that nobody can return to the report hook.
#[cold]
pub(crate) fn lost(site: &Site, outcome: Outcome<'_>, failure: Failure) {
    #[cfg(feature = "alloc")]
    crate::Error::new(*site, failure).report(outcome);
    #[cfg(not(feature = "alloc"))]
    {
        let _ = (site, outcome);
        match failure {}
    }
}

// The parts of the site go in one by one, so that they stay constants in registers until the call.
#[cfg(feature = "std")]
#[cold]
#[inline(never)]
fn report_or_resume(
    name: &'static str,
    location: &'static Location<'static>,
    payload: std::boxed::Box<dyn core::any::Any + Send>,
) {
    if !panicking() {
        std::panic::resume_unwind(payload);
    }
    let panic = crate::ContainedPanic::new(&*payload);
    crate::report::report(Site { name, location }, Outcome::panic(), &panic);
    discard(payload);
}

/// Runs the report hook: its panic ends here, where it cannot hide what is being reported or abort the process.
#[cfg(feature = "alloc")]
pub(crate) fn isolated(run: impl FnOnce()) {
    #[cfg(feature = "std")]
    if let Err(payload) = std::panic::catch_unwind(core::panic::AssertUnwindSafe(run)) {
        discard(payload);
    }
    #[cfg(not(feature = "std"))]
    run();
}

/// Drops the payload of a panic that ends here. A payload may panic in turn when it is dropped; that one's payload is
/// leaked, because this could go on for ever.
#[cfg(feature = "std")]
fn discard(payload: std::boxed::Box<dyn core::any::Any + Send>) {
    let dropping = core::panic::AssertUnwindSafe(|| drop(payload));
    if let Err(second) = std::panic::catch_unwind(dropping) {
        core::mem::forget(second);
    }
}

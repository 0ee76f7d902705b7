//! What a cleanup needs to know of panics. Without `std` nothing can be known: a panic there is no unwinding that
//! could be asked for or caught.

#[cfg(feature = "std")]
use crate::Outcome;
use crate::{CleanupResult, scope::Place, site::Site};

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
pub(crate) fn contained<R>(site: Site, cleanup: impl FnOnce() -> R) -> Option<R> {
    match std::panic::catch_unwind(core::panic::AssertUnwindSafe(cleanup)) {
        Ok(value) => Some(value),
        Err(payload) => {
            report_or_resume(site, payload);
            None
        }
    }
}

/// Runs a cleanup. Its panic cannot be caught here.
#[cfg(not(feature = "std"))]
#[inline]
#[expect(clippy::unnecessary_wraps, reason = "with `std` a panic is `None`")]
pub(crate) fn contained<R>(_site: Site, cleanup: impl FnOnce() -> R) -> Option<R> {
    Some(cleanup())
}

/// Runs a cleanup in a `Drop`: the place where it stands takes its failure or its panic.
#[cfg(feature = "alloc")]
#[inline]
pub(crate) fn dropped<P: Place, R: CleanupResult>(
    place: P,
    site: impl Fn() -> Site,
    cleanup: impl FnOnce() -> R,
) {
    #[cfg(feature = "std")]
    let failure = match std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| cleanup().failure())) {
        Ok(failure) => failure,
        Err(payload) => return place.panic(site(), payload),
    };
    #[cfg(not(feature = "std"))]
    let failure = cleanup().failure();
    if let Some(failure) = failure {
        place.fail(site(), failure);
    }
}

/// Runs a cleanup in a `Drop`. It cannot fail, and a panic of it cannot be caught here.
#[cfg(not(feature = "alloc"))]
#[inline]
pub(crate) fn dropped<P: Place, R: CleanupResult>(
    _place: P,
    _site: impl Fn() -> Site,
    cleanup: impl FnOnce() -> R,
) {
    if let Some(failure) = cleanup().failure() {
        match failure {}
    }
}

/// What a panic carries.
#[cfg(feature = "std")]
pub(crate) type Payload = std::boxed::Box<dyn core::any::Any + Send>;

/// Lets a panic go on, or reports it if the thread unwinds already.
#[cfg(feature = "std")]
#[cold]
#[inline(never)]
pub(crate) fn report_or_resume(site: Site, payload: Payload) {
    if !panicking() {
        std::panic::resume_unwind(payload);
    }
    report_panic(site, payload);
}

/// Reports a panic that came second to another one.
#[cfg(feature = "std")]
#[cold]
pub(crate) fn report_panic(site: Site, payload: Payload) {
    crate::report::report(site, Outcome::panic(), &crate::ContainedPanic::new(&*payload));
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

/// The message of a panic, where that is a string.
#[cfg(feature = "std")]
pub(crate) fn message(payload: &(dyn core::any::Any + Send)) -> Option<&str> {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref().map(std::string::String::as_str))
}

/// Drops the payload of a panic that ends here. A payload may panic in turn when it is dropped; that one's payload is
/// leaked, because this could go on for ever.
#[cfg(feature = "std")]
pub(crate) fn discard(payload: Payload) {
    let dropping = core::panic::AssertUnwindSafe(|| drop(payload));
    if let Err(second) = std::panic::catch_unwind(dropping) {
        core::mem::forget(second);
    }
}

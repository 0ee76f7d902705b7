//! What a cleanup needs to know of panics. Without `std` nothing can be known: a panic there is no unwinding that
//! could be asked for or caught.

use crate::{Outcome, cleanup::Failure, scope::Place, site::Site};

/// Whether the thread is unwinding.
#[inline]
pub(crate) fn panicking() -> bool {
    #[cfg(feature = "std")]
    return std::thread::panicking();
    #[cfg(not(feature = "std"))]
    return false;
}

/// A cleanup in its place. What catches its panic knows no more of it than this: else the compiler would make all of that
/// once more for each type of a cleanup.
pub(crate) trait Once {
    /// Takes the cleanup out, and runs it.
    ///
    /// # Safety
    ///
    /// It is still there, and nothing uses it again.
    unsafe fn run(&mut self, outcome: Outcome<'_>) -> Option<Failure>;
}

/// A panic that came second, and was reported.
pub(crate) struct Contained;

/// Runs a cleanup. Its panic goes on, unless the thread already unwinds: a second panic would abort the process, so it
/// is reported and contained.
///
/// # Safety
///
/// That of [`Once::run`].
#[cfg(feature = "std")]
#[inline]
pub(crate) unsafe fn contained(
    site: Site,
    cleanup: &mut dyn Once,
    outcome: Outcome<'_>,
) -> Result<Option<Failure>, Contained> {
    // SAFETY: the caller's promise.
    match unsafe { caught(cleanup, outcome) } {
        Ok(failure) => Ok(failure),
        Err(payload) => {
            report_or_resume(site, payload);
            Err(Contained)
        }
    }
}

/// Runs a cleanup. Its panic cannot be caught here.
///
/// # Safety
///
/// That of [`Once::run`].
#[cfg(not(feature = "std"))]
#[inline]
#[expect(clippy::unnecessary_wraps, reason = "with `std` a panic is an `Err`")]
pub(crate) unsafe fn contained(
    _site: Site,
    cleanup: &mut dyn Once,
    outcome: Outcome<'_>,
) -> Result<Option<Failure>, Contained> {
    // SAFETY: the caller's promise.
    Ok(unsafe { cleanup.run(outcome) })
}

/// Runs a cleanup in a `Drop`: the place where it stands takes its failure or its panic.
///
/// # Safety
///
/// That of [`Once::run`].
#[cfg(feature = "alloc")]
#[inline]
pub(crate) unsafe fn dropped<P: Place>(place: P, site: Site, cleanup: &mut dyn Once, outcome: Outcome<'_>) {
    #[cfg(feature = "std")]
    // SAFETY: the caller's promise.
    let failure = match unsafe { caught(cleanup, outcome) } {
        Ok(failure) => failure,
        Err(payload) => return place.panic(site, payload),
    };
    #[cfg(not(feature = "std"))]
    // SAFETY: the caller's promise.
    let failure = unsafe { cleanup.run(outcome) };
    if let Some(failure) = failure {
        place.fail(site, failure);
    }
}

/// Runs a cleanup in a `Drop`. It cannot fail, and a panic of it cannot be caught here.
///
/// # Safety
///
/// That of [`Once::run`].
#[cfg(not(feature = "alloc"))]
#[inline]
pub(crate) unsafe fn dropped<P: Place>(_place: P, _site: Site, cleanup: &mut dyn Once, outcome: Outcome<'_>) {
    // SAFETY: the caller's promise.
    if let Some(failure) = unsafe { cleanup.run(outcome) } {
        match failure {}
    }
}

/// Runs a cleanup, and catches its panic.
///
/// # Safety
///
/// That of [`Once::run`].
#[cfg(feature = "std")]
#[inline]
unsafe fn caught(cleanup: &mut dyn Once, outcome: Outcome<'_>) -> Result<Option<Failure>, Payload> {
    // SAFETY: the caller's promise.
    std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| unsafe { cleanup.run(outcome) }))
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

use core::{
    fmt,
    mem::ManuallyDrop,
    ops::{Deref, DerefMut},
    panic::Location,
};

use crate::{
    CleanupResult, ContextManager, Outcome,
    cleanup::Failure,
    scope::{Nowhere, Scope},
    site::Site,
    unwind::{self, Once},
};

/// What a [`Guard`] does with its value: a closure `|value| ..`, or one `|value, outcome| ..` in [`WithOutcome`], or that of
/// one of the guards that come with this crate.
pub trait Cleanup<T> {
    /// What reports call the cleanup of a guard that is dropped alone.
    #[doc(hidden)]
    const NAME: &'static &'static str = &"guard";

    /// What the cleanup returns.
    type Exit: CleanupResult;

    /// Runs the cleanup.
    fn run(self, value: T, outcome: Outcome<'_>) -> Self::Exit;
}

impl<T, R: CleanupResult, F: FnOnce(T) -> R> Cleanup<T> for F {
    type Exit = R;

    #[inline]
    fn run(self, value: T, _outcome: Outcome<'_>) -> R {
        self(value)
    }
}

/// A cleanup that is told the outcome; made by [`guard_with`].
#[derive(Clone, Copy)]
pub struct WithOutcome<F>(pub(crate) F);

impl<T, R: CleanupResult, F: FnOnce(T, Outcome<'_>) -> R> Cleanup<T> for WithOutcome<F> {
    type Exit = R;

    #[inline]
    fn run(self, value: T, outcome: Outcome<'_>) -> R {
        (self.0)(value, outcome)
    }
}

impl<F> fmt::Debug for WithOutcome<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithOutcome").finish_non_exhaustive()
    }
}

/// A value with the cleanup that takes it when the guard exits or drops; made by [`guard`], [`guard_with`] and
/// [`closing`](crate::closing).
///
/// It derefs to the value. As a head of `with!` it exits with the outcome of the scope, and the scope returns its
/// error. Dropped alone it runs its cleanup with outcome failure (or panic while unwinding), and an error goes to the
/// report hook.
#[must_use = "a guard that is not bound runs its cleanup at once"]
pub struct Guard<T, F: Cleanup<T>> {
    value: ManuallyDrop<T>,
    cleanup: ManuallyDrop<F>,
    location: &'static Location<'static>,
}

/// Guards `value`: `cleanup` takes it when the guard exits or drops.
///
/// # Examples
///
/// ```
/// use with_cleanup::guard;
///
/// let mut log = Vec::new();
/// {
///     let mut line = guard(String::from("in"), |line| log.push(line));
///     line.push_str(", out");
/// }
/// assert_eq!(log, ["in, out"]);
/// ```
///
/// # Panics
///
/// The cleanup may panic. While the thread already unwinds, its panic is contained and reported (with the feature
/// `std`).
///
/// # Cost
///
/// That of a `Drop` written by hand.
#[track_caller]
#[inline]
pub fn guard<T, F: FnOnce(T) -> R, R: CleanupResult>(value: T, cleanup: F) -> Guard<T, F> {
    Guard::new(value, cleanup)
}

/// Guards `value`: `cleanup` takes it, and the outcome, when the guard exits or drops.
///
/// # Examples
///
/// A file that stays only if the scope ends well:
///
/// ```no_run
/// use std::{fs, path::Path};
/// use with_cleanup::guard_with;
///
/// let draft = guard_with(Path::new("draft"), |path, outcome| {
///     if outcome.is_success() { fs::rename(path, "final") } else { fs::remove_file(path) }
/// });
/// # drop(draft);
/// ```
#[track_caller]
#[inline]
pub fn guard_with<T, F: FnOnce(T, Outcome<'_>) -> R, R: CleanupResult>(
    value: T,
    cleanup: F,
) -> Guard<T, WithOutcome<F>> {
    Guard::new(value, WithOutcome(cleanup))
}

impl<T, F: Cleanup<T>> Guard<T, F> {
    #[track_caller]
    #[inline]
    pub(crate) fn new(value: T, cleanup: F) -> Self {
        let location = Location::caller();
        Self { value: ManuallyDrop::new(value), cleanup: ManuallyDrop::new(cleanup), location }
    }

    /// Gives the value back; the cleanup does not run.
    ///
    /// This is an associated function, `Guard::dismiss(guard)`, because a guard derefs to its value.
    ///
    /// # Examples
    ///
    /// ```
    /// use with_cleanup::{Guard, guard};
    ///
    /// let number = guard(7, |_| unreachable!());
    /// assert_eq!(Guard::dismiss(number), 7);
    /// ```
    #[inline]
    pub fn dismiss(guard: Self) -> T {
        guard.into_parts().value
    }

    #[inline]
    fn into_parts(self) -> Parts<T, F> {
        let mut this = ManuallyDrop::new(self);
        let Self { value, cleanup, .. } = &mut *this;
        // SAFETY: both are initialised in `new`, taken only here and in `drop`, and `this` is never dropped.
        unsafe { Parts::take(value, cleanup) }
    }
}

impl<T, F: Cleanup<T>> Drop for Guard<T, F> {
    #[inline]
    fn drop(&mut self) {
        let Self { value, cleanup, location } = self;
        // SAFETY: both are initialised in `new`, taken only here and in `into_parts`, which forgets the guard; and a
        // guard drops only once.
        let mut parts = ManuallyDrop::new(unsafe { Parts::take(value, cleanup) });
        let (site, outcome) = (Site { name: F::NAME, location }, Outcome::dropped(Scope::unmarked()));
        // SAFETY: the parts are there, and not used again.
        unsafe { unwind::dropped(Nowhere, site, &mut parts, outcome) };
    }
}

/// A value, and the cleanup that takes it. Where they go without that, the cleanup drops first.
pub(crate) struct Parts<T, F> {
    pub(crate) cleanup: F,
    pub(crate) value: T,
}

impl<T, F> Parts<T, F> {
    /// # Safety
    ///
    /// Neither slot may be used again.
    #[inline]
    unsafe fn take(value: &mut ManuallyDrop<T>, cleanup: &mut ManuallyDrop<F>) -> Self {
        // SAFETY: the caller gives the slot up.
        let value = unsafe { ManuallyDrop::take(value) };
        // SAFETY: as above.
        let cleanup = unsafe { ManuallyDrop::take(cleanup) };
        Self { cleanup, value }
    }
}

impl<T, F: Cleanup<T>> Once for ManuallyDrop<Parts<T, F>> {
    #[inline]
    unsafe fn run(&mut self, outcome: Outcome<'_>) -> Option<Failure> {
        // SAFETY: the caller's promise.
        let Parts { cleanup, value } = unsafe { Self::take(self) };
        cleanup.run(value, outcome).failure()
    }
}

impl<T, F: Cleanup<T>> ContextManager for Guard<T, F> {
    type Target = T;
    type Exit = F::Exit;

    #[inline]
    fn target(&mut self) -> &mut T {
        &mut self.value
    }

    #[inline]
    fn exit(self, outcome: Outcome<'_>) -> F::Exit {
        let Parts { cleanup, value } = self.into_parts();
        cleanup.run(value, outcome)
    }
}

impl<T, F: Cleanup<T>> Deref for Guard<T, F> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T, F: Cleanup<T>> DerefMut for Guard<T, F> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: fmt::Debug, F: Cleanup<T>> fmt::Debug for Guard<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("value", &*self.value).finish_non_exhaustive()
    }
}

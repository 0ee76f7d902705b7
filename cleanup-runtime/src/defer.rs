//! The guards of `defer!` and `try_finally!`. Their captures are a tuple that the cleanup takes.

use core::{fmt, mem::ManuallyDrop};

use crate::{
    Cleanup, CleanupResult, ContextManager, Outcome, WithOutcome,
    cleanup::sealed::Sealed,
    scope::{Infallible, Scope},
    site::Site,
    unwind,
};

/// The manager that `try_finally!` enters.
pub struct Finally<T, F> {
    captures: T,
    cleanup: F,
}

impl<T, F> Finally<T, WithOutcome<F>> {
    #[inline]
    pub fn new<R: CleanupResult>(captures: T, cleanup: F) -> Self
    where
        F: FnOnce(T, Outcome<'_>) -> R,
    {
        Self { captures, cleanup: WithOutcome::new(cleanup) }
    }
}

impl<T, F: Cleanup<T>> ContextManager for Finally<T, F> {
    type Target = T;
    type Exit = F::Exit;

    #[inline]
    fn target(&mut self) -> &mut T {
        &mut self.captures
    }

    #[inline]
    fn exit(self, outcome: Outcome<'_>) -> F::Exit {
        self.cleanup.run(self.captures, outcome)
    }
}

/// The guard that `defer!` declares.
///
/// Its site is the result of a closure without captures, because a guard whose drop is not inlined stands in memory,
/// where every field costs a store.
///
/// # Invariants
///
/// `parts` is initialised until `drop` takes it out.
pub struct Deferred<T, F: Cleanup<T>, S: Fn() -> Site> {
    parts: ManuallyDrop<(T, F)>,
    site: S,
}

impl<T, F: Cleanup<T>, S: Fn() -> Site> Deferred<T, F, S> {
    #[inline]
    #[must_use]
    pub const fn new(captures: T, cleanup: F, site: S) -> Self
    where
        F: FnOnce(T) -> <F as Cleanup<T>>::Exit,
        F::Exit: Deferrable,
    {
        Self { parts: ManuallyDrop::new((captures, cleanup)), site }
    }

    /// Lends the captures to the rest of the block.
    #[inline]
    pub fn target(&mut self) -> &mut T {
        &mut self.parts.0
    }
}

impl<T, F: Cleanup<T>, S: Fn() -> Site> Drop for Deferred<T, F, S> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: by the invariant the parts are still there; a value is dropped only once, so nothing takes them again.
        let (captures, cleanup) = unsafe { ManuallyDrop::take(&mut self.parts) };
        let outcome = Scope::none().outcome();
        unwind::unreturned(&self.site, outcome, || cleanup.run(captures, outcome));
    }
}

/// What a deferred block may return where nothing collects its failure.
#[diagnostic::on_unimplemented(
    message = "this deferred cleanup can fail, and nothing would return its failure",
    label = "the failure would be lost",
    note = "add `#[with_cleanup]` to the function, or handle the error inside the deferred block"
)]
pub trait Deferrable: CleanupResult {}

impl<R: CleanupResult + Sealed<Kind = Infallible>> Deferrable for R {}

/// What a conditional deferred block comes to when it does not run.
#[inline]
#[must_use]
pub fn skipped<R: Skip>() -> R {
    R::SKIPPED
}

/// A type that a deferred block may have.
pub trait Skip: CleanupResult {
    #[doc(hidden)]
    const SKIPPED: Self;
}

impl Skip for () {
    const SKIPPED: Self = ();
}

#[cfg(feature = "alloc")]
impl<E> Skip for Result<(), E>
where
    Self: CleanupResult,
{
    const SKIPPED: Self = Ok(());
}

impl<T, F> fmt::Debug for Finally<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finally").finish_non_exhaustive()
    }
}

impl<T, F: Cleanup<T>, S: Fn() -> Site> fmt::Debug for Deferred<T, F, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deferred").field("site", &(self.site)()).finish_non_exhaustive()
    }
}

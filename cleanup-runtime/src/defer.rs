//! The guards of `defer!` and `try_finally!`. Their captures are a tuple that the cleanup takes.
//!
//! A variable that the cleanup borrows cannot be used while the guard lives, unless it is listed as a capture. The
//! compiler's error about that names the type that holds the borrow to its end, so these types say what to do.

use core::{fmt, marker::PhantomData, mem::ManuallyDrop};

#[cfg(feature = "tracing")]
use crate::trace;
use crate::{
    CleanupResult, ContextManager, Outcome,
    cleanup::{End, Never},
    function::Returns,
    guard::{Cleanup, Parts, WithOutcome},
    scope::{Kind, Nowhere, Place, Slot},
    site::Site,
    unwind,
};

/// The manager that `try_finally!` enters.
pub struct Finally<T, F> {
    captures: T,
    cleanup: F,
}

/// Makes the manager of a `try_finally!`, and what holds the borrows of its cleanup.
#[inline]
pub const fn finally<'m, T, R: CleanupResult, F>(
    captures: T,
    cleanup: F,
) -> (FinallySharesOnlyItsCaptures<F>, Slot<'m, Finally<T, F>>)
where
    F: FnOnce(T, Outcome<'_>) -> R,
{
    (FinallySharesOnlyItsCaptures(PhantomData), Slot::new(Finally { captures, cleanup }))
}

impl<T, R: CleanupResult, F: FnOnce(T, Outcome<'_>) -> R> ContextManager for Finally<T, F> {
    type Target = T;
    type Exit = R;

    #[inline]
    fn target(&mut self) -> &mut T {
        &mut self.captures
    }

    #[inline]
    fn exit(self, outcome: Outcome<'_>) -> R {
        (self.cleanup)(self.captures, outcome)
    }
}

/// Lives for as long as the body of a `try_finally!`, and with it the borrows of the cleanup.
pub struct FinallySharesOnlyItsCaptures<F>(PhantomData<F>);

impl<F> Drop for FinallySharesOnlyItsCaptures<F> {
    #[inline]
    fn drop(&mut self) {}
}

/// The guard that `defer!` declares.
///
/// Its site is the result of a closure without captures, because a guard whose drop is not inlined stands in memory,
/// where every field costs a store.
///
/// # Invariants
///
/// `parts` is initialised until `drop` takes it out.
pub struct DeferSharesOnlyItsCaptures<P: Place, W: When, T, F: Cleanup<T>, S: Fn() -> Site> {
    parts: ManuallyDrop<Parts<T, F>>,
    deferral: Deferral<P, W>,
    site: S,
}

/// Where a deferred block stands, and when it runs.
#[derive(Clone, Copy, Debug)]
pub struct Deferral<P, W> {
    place: P,
    when: W,
}

/// When a deferred block runs.
pub trait When: Copy {
    #[doc(hidden)]
    fn applies(self, outcome: Outcome<'_>) -> bool;
}

/// At every end.
#[derive(Clone, Copy, Debug)]
pub struct Always;

/// Where the scope succeeds.
#[derive(Clone, Copy, Debug)]
pub struct OnSuccess;

/// Where the scope fails or panics.
#[derive(Clone, Copy, Debug)]
pub struct OnFailure;

impl When for Always {
    #[inline]
    fn applies(self, _outcome: Outcome<'_>) -> bool {
        true
    }
}

impl When for OnSuccess {
    #[inline]
    fn applies(self, outcome: Outcome<'_>) -> bool {
        outcome.is_success()
    }
}

impl When for OnFailure {
    #[inline]
    fn applies(self, outcome: Outcome<'_>) -> bool {
        !outcome.is_success()
    }
}

/// Defers `cleanup` until the guard drops, where nothing tells it of its scope.
#[inline]
#[must_use]
pub fn defer<T, F: FnOnce(T), S: Fn() -> Site>(
    captures: T,
    cleanup: F,
    site: S,
) -> DeferSharesOnlyItsCaptures<Nowhere, Always, T, F, S> {
    #[cfg(feature = "tracing")]
    trace::entered(&site);
    let deferral = Deferral { place: Nowhere, when: Always };
    DeferSharesOnlyItsCaptures {
        parts: ManuallyDrop::new(Parts { cleanup, value: captures }),
        deferral,
        site,
    }
}

impl<P: Place, W: When> Deferral<P, W> {
    /// In this scope.
    #[inline]
    pub const fn new(place: P, when: W) -> Self {
        Self { place, when }
    }

    /// Defers `cleanup` until the guard drops.
    #[inline]
    pub fn defer<T, F, R, K, S>(
        self,
        captures: T,
        cleanup: F,
        site: S,
    ) -> DeferSharesOnlyItsCaptures<P, W, T, WithOutcome<F>, S>
    where
        F: FnOnce(T, Outcome<'_>) -> R,
        R: CleanupResult<Kind = K>,
        K: Kind,
        P::Returns: Returns<K>,
        S: Fn() -> Site,
    {
        #[cfg(feature = "tracing")]
        trace::entered(&site);
        let parts = ManuallyDrop::new(Parts { cleanup: WithOutcome(cleanup), value: captures });
        DeferSharesOnlyItsCaptures { parts, deferral: self, site }
    }
}

/// Lends the captures to the rest of the block.
#[inline]
pub fn captured<P: Place, W: When, T, F: Cleanup<T>, S: Fn() -> Site>(
    deferred: &mut DeferSharesOnlyItsCaptures<P, W, T, F, S>,
) -> &mut T {
    &mut deferred.parts.value
}

impl<P: Place, W: When, T, F: Cleanup<T>, S: Fn() -> Site> Drop
    for DeferSharesOnlyItsCaptures<P, W, T, F, S>
{
    #[inline]
    fn drop(&mut self) {
        let Deferral { place, when } = self.deferral;
        let outcome = Outcome::dropped(place.scope());
        if when.applies(outcome) {
            #[cfg(feature = "tracing")]
            trace::exiting(&self.site, || place.scope().tells(outcome).then_some(outcome));
            // SAFETY: by the invariant the parts are still there; a value is dropped only once, so nothing takes them again.
            unsafe { unwind::dropped(place, (self.site)(), &mut self.parts, outcome) };
        } else {
            #[cfg(feature = "tracing")]
            trace::dismissed(&self.site);
            // SAFETY: as above.
            let _parts = unsafe { ManuallyDrop::take(&mut self.parts) };
        }
    }
}

impl<R> End<R> {
    /// What the closure returns of a deferred block where nothing collects its failure.
    #[inline]
    pub fn of_deferred(self)
    where
        R: Deferrable,
    {
        drop(self);
    }
}

/// What a deferred block may end in where nothing collects its failure.
#[diagnostic::on_unimplemented(
    message = "a deferred cleanup must end in `()` here, not in `{Self}`",
    label = "what it ends in would be lost",
    note = "if it can fail, add `#[with_cleanup]` to the function, or handle the error inside the cleanup",
    note = "if its value does not matter, end it with `;`"
)]
pub trait Deferrable {}

#[diagnostic::do_not_recommend]
impl Deferrable for () {}

#[diagnostic::do_not_recommend]
impl Deferrable for Never {}

impl<T, F> fmt::Debug for Finally<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finally").finish_non_exhaustive()
    }
}

impl<F> fmt::Debug for FinallySharesOnlyItsCaptures<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FinallySharesOnlyItsCaptures").finish_non_exhaustive()
    }
}

impl<P: Place, W: When, T, F: Cleanup<T>, S: Fn() -> Site> fmt::Debug
    for DeferSharesOnlyItsCaptures<P, W, T, F, S>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeferSharesOnlyItsCaptures").field("site", &(self.site)()).finish_non_exhaustive()
    }
}

use core::{fmt, marker::PhantomData, mem::ManuallyDrop};

use super::{Closing, Ended, Kind, Place};
#[cfg(feature = "tracing")]
use crate::trace;
use crate::{
    CleanupResult as _, ContextManager, Outcome,
    cleanup::Failure,
    site::Site,
    unwind::{self, Contained, Once},
};

/// The room of an entered manager. It is apart from the guard so that a body which borrows the manager does not keep
/// the compiler from holding the guard in registers.
///
/// # Invariants
///
/// `manager` is initialised until the one [`Entered`] that borrows it takes it out. There is at most one, because
/// [`enter`](Self::enter) borrows the slot for the lifetime in its own type, that is, for all the time it exists.
pub struct Slot<'m, M> {
    manager: ManuallyDrop<M>,
    entered: PhantomData<fn(&'m ()) -> &'m ()>,
}

impl<'m, M: ContextManager> Slot<'m, M> {
    /// The room, with the manager in it.
    #[inline]
    pub const fn new(manager: M) -> Self {
        Self { manager: ManuallyDrop::new(manager), entered: PhantomData }
    }

    /// Enters the manager: from here on it exits exactly once.
    #[inline]
    #[must_use]
    pub fn enter<P: Place>(&'m mut self, place: P, site: Site) -> Entered<'m, P, M> {
        #[cfg(feature = "tracing")]
        trace::entered(|| site);
        Entered { manager: &mut self.manager, place, site }
    }
}

/// The guard of an entered manager.
///
/// # Invariants
///
/// `manager` is initialised until `exit` or `drop`, of which only one ever runs, takes it out.
pub struct Entered<'m, P: Place, M: ContextManager> {
    manager: &'m mut ManuallyDrop<M>,
    pub(super) place: P,
    site: Site,
}

impl<P: Place, M: ContextManager> Entered<'_, P, M> {
    /// Lends the manager's target to the body.
    #[inline]
    pub fn target(&mut self) -> &mut M::Target {
        self.manager.target()
    }

    /// Exits the manager where the end of the scope was reached.
    ///
    /// Always inlined, with the exit itself as the compiler likes: a call would pass what has become of the scope in memory.
    #[expect(clippy::inline_always, reason = "see above")]
    #[inline(always)]
    pub(super) fn exit<T, E: Ended<T>, K: Kind>(self, closing: Closing<T, E, K, P>) -> Closing<T, E, K, P> {
        let Self { site, .. } = self;
        let Closing { value, exits } = closing;
        // Asked before the guard is forgotten, because the user's code that this may run can panic.
        let outcome = exits.outcome(&value);
        #[cfg(feature = "tracing")]
        trace::exiting(|| site, || Some(outcome));
        let mut this = ManuallyDrop::new(self);
        // SAFETY: by the invariant the manager is still there, and `this` is never dropped, so nothing takes it again.
        let exited = unsafe { unwind::contained(site, this.manager, outcome) };
        let exits = match exited {
            Ok(Some(failure)) => exits.failed(site, failure),
            Ok(None) => exits,
            Err(Contained) => exits.panicked(),
        };
        Closing { value, exits }
    }
}

impl<P: Place, M: ContextManager> Drop for Entered<'_, P, M> {
    // Small enough to be inlined into a landing pad: a call there would force the guard into memory on every path.
    #[inline]
    fn drop(&mut self) {
        // SAFETY: by the invariant the manager is still there, because `exit` forgets the guard; a value is dropped
        // only once, so nothing takes it again.
        unsafe { left(self.manager, self.place, self.site) }
    }
}

/// Exits a manager whose scope is left without reaching its end.
///
/// # Safety
///
/// `manager` is initialised, and nothing uses it again.
#[inline(never)]
unsafe fn left<P: Place, M: ContextManager>(manager: &mut ManuallyDrop<M>, place: P, site: Site) {
    let outcome = Outcome::dropped(place.scope());
    #[cfg(feature = "tracing")]
    trace::exiting(|| site, || Some(outcome));
    // SAFETY: the caller's promise.
    unsafe { unwind::dropped(place, site, manager, outcome) };
}

impl<M: ContextManager> Once for ManuallyDrop<M> {
    #[inline]
    unsafe fn run(&mut self, outcome: Outcome<'_>) -> Option<Failure> {
        // SAFETY: the caller's promise.
        unsafe { Self::take(self) }.exit(outcome).failure()
    }
}

impl<M> fmt::Debug for Slot<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot").finish_non_exhaustive()
    }
}

impl<P: Place, M: ContextManager> fmt::Debug for Entered<'_, P, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entered").field("site", &self.site).finish_non_exhaustive()
    }
}

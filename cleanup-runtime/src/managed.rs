//! A manager made of one function: setup, yield, cleanup.
//!
//! ```text
//! start("name", move |room| async move {              allocates the future
//!     if false {
//!         return room.pin();                          the type of what it returns is known before the body is
//!     }
//!     let lender = room.lender();
//!     let proof;                                      that it has lent
//!     finish({
//!         let mut file = open();
//!         let outcome = Resumed::outcome({            yield_!(file)
//!             proof = lender.lend(&mut file).await;
//!             proof
//!         });
//!         ..
//!     }, proof)
//! })
//! ```
//!
//! The lender is moved and the proof is assigned where the function yields, so the compiler itself sees to it that every
//! path to the end yields exactly once.

use alloc::boxed::Box;
use core::{
    fmt,
    mem::{self, ManuallyDrop},
    ops::{Deref, DerefMut},
    panic::Location,
    ptr::NonNull,
};

use self::{
    ends::Finished,
    frame::{Frame, Function},
};
pub use self::{
    ends::{Lends, Resumed, Yielded, finish, finish_with},
    frame::Room,
};
use crate::{
    CleanupResult, ContextManager, Outcome,
    cleanup::Fail,
    scope::{Nowhere, Scope},
    site::Site,
    unwind,
};

mod ends;
mod frame;

/// A manager that a function with `#[context_manager]` returns: the function itself, suspended at its `yield_!`.
///
/// It derefs to what the function lends. As a head of `with!`, in an exit stack or by [`ContextManager::exit`] the
/// function learns how the scope ended, and whoever ends the scope gets its error. Dropped alone it resumes with outcome
/// failure (or panic while unwinding), and an error goes to the report hook, with the function's name and the place where
/// it was called.
///
/// It is `Send` if what lives in the function at the `yield_!` is.
///
/// # Examples
///
/// ```
/// use with_cleanup::{ContextManager, Outcome, context_manager};
///
/// #[context_manager]
/// fn text() -> String {
///     let mut text = String::from("lent");
///     let outcome = yield_!(text);
///     assert!(outcome.is_success());
/// }
///
/// let mut manager = text(); // a `Managed<String, F>`, whose `F` has no name that could be written
/// manager.push('!');
/// assert_eq!(*manager, "lent!");
/// manager.exit(Outcome::success());
/// ```
///
/// # Panics
///
/// Where the function does. Its variables drop all the same. While the thread already unwinds, its panic is contained and
/// reported (with the feature `std`).
///
/// # Cost
///
/// One allocation, which holds all that lives in the function at the `yield_!`.
///
/// # Invariants
///
/// `function` comes from a `Box`, and belongs to nobody else. It is suspended where it lends `target`, until `exit` or `drop`,
/// of which only one ever runs, makes it a box again. What it lends may point into it, as futures point into themselves,
/// which is allowed in one that is not `Unpin`, as all `async` blocks are.
#[must_use = "a manager that is not bound exits at once, with outcome failure"]
pub struct Managed<T: ?Sized, F: Future<Output: Finished>> {
    target: NonNull<T>,
    function: *mut Function<F>,
}

// SAFETY: a manager is a function, and what this lends as `&mut T`.
unsafe impl<T: ?Sized + Send, F: Future<Output: Finished> + Send> Send for Managed<T, F> {}

// SAFETY: with a shared reference nothing but `&T` can be had.
unsafe impl<T: ?Sized + Sync, F: Future<Output: Finished>> Sync for Managed<T, F> {}

/// Runs a function that cannot fail up to its `yield_!`.
#[track_caller]
#[inline]
pub fn start<T: ?Sized, F: Future<Output = Yielded>>(
    name: &'static &'static str,
    body: impl FnOnce(Room<T, Yielded>) -> F,
) -> Managed<T, F> {
    match Managed::start(Site { name, location: Location::caller() }, body(Room::new())) {
        Ok(managed) => managed,
        Err(_) => unreachable!("a function that has not yielded cannot have the proof that it has"),
    }
}

/// Runs a function that can fail up to its `yield_!`.
///
/// # Errors
///
/// That with which the function ended before its `yield_!`.
#[track_caller]
#[inline]
pub fn try_start<T: ?Sized, E, F: Future<Output = Result<Yielded, E>>>(
    name: &'static &'static str,
    body: impl FnOnce(Room<T, Result<Yielded, E>>) -> F,
) -> Result<Managed<T, F>, E>
where
    Result<(), E>: CleanupResult,
{
    match Managed::start(Site { name, location: Location::caller() }, body(Room::new())) {
        Ok(managed) => Ok(managed),
        Err(Err(error)) => Err(error),
        Err(Ok(_)) => unreachable!("a function that has not yielded cannot have the proof that it has"),
    }
}

/// Takes a function of which an error is reported already, so that no second one is: it may lend anything, and fail.
pub fn sketch<T: ?Sized, F: Future<Output = Result<Yielded, Fail>>>(
    _body: impl FnOnce(Room<T, Result<Yielded, Fail>>) -> F,
) {
}

impl<T: ?Sized, F: Future<Output: Finished>> Managed<T, F> {
    /// Runs a function, whose room lends a `T`, up to its `yield_!`, or to its end, if it has no `yield_!` on its way.
    #[inline]
    fn start(site: Site, body: F) -> Result<Self, F::Output> {
        let mut boxed = Box::new(Function { site, body });
        let function = &raw mut *boxed;
        let target = Frame::new(boxed).lend()?;
        Ok(Self { target, function })
    }
}

impl<T: ?Sized, F: Future<Output: Finished>> Drop for Managed<T, F> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: by the invariant this was a box, and nothing else makes it one again, because `exit` forgets the manager, and
        // a manager drops only once.
        let function = unsafe { Box::from_raw(self.function) };
        let site = function.site;
        let mut frame = ManuallyDrop::new(Frame::<T, _>::new(function));
        // SAFETY: the frame is there, and not used again.
        unsafe { unwind::dropped(Nowhere, site, &mut frame, Outcome::dropped(Scope::unmarked())) };
    }
}

impl<T: ?Sized, F: Future<Output: Finished>> ContextManager for Managed<T, F> {
    type Target = T;
    type Exit = <F::Output as Finished>::Exit;

    #[inline]
    fn target(&mut self) -> &mut T {
        self
    }

    #[inline]
    fn exit(self, outcome: Outcome<'_>) -> Self::Exit {
        let function = self.function;
        mem::forget(self);
        // SAFETY: by the invariant this was a box, and nothing else makes it one again: the manager is forgotten.
        let function = unsafe { Box::from_raw(function) };
        Frame::<T, _>::new(function).resume(outcome).exit()
    }
}

impl<T: ?Sized, F: Future<Output: Finished>> Deref for Managed<T, F> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: by the invariant the function lends the target; who resumes it takes the manager, and with it the right to
        // borrow from it.
        unsafe { self.target.as_ref() }
    }
}

impl<T: ?Sized, F: Future<Output: Finished>> DerefMut for Managed<T, F> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as in `deref`. What was lent is a `&mut T`, and the manager is the only one who has it.
        unsafe { self.target.as_mut() }
    }
}

impl<T: ?Sized + fmt::Debug, F: Future<Output: Finished>> fmt::Debug for Managed<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Managed").field("target", &&**self).finish_non_exhaustive()
    }
}

//! A function with `#[with_cleanup]`: it collects the failures of cleanups that nothing nearer can return.
//!
//! ```text
//! let function = &Function::open();                       the failures: one pointer
//! if false {
//!     return function.pin();                              the type of what it returns is known before the body is
//! }
//! let (merge, ended) = (..);                              how that takes a failure, and how to ask it for the outcome
//! let scope = within(function, &Scope::open());           how the body ends, if something marks or asks that
//! let unsettled = function.unsettled();
//! settle(call(function, || { body }), unsettled, merge)   `async { body }.await` in an `async fn`
//! ```

use core::{fmt, marker::PhantomData, mem};

#[cfg(not(feature = "alloc"))]
use self::never_pending::Pending;
#[cfg(feature = "alloc")]
use self::pending::Pending;
pub use self::{
    merge::ByReporting,
    place::{nested, unnamed, within},
};
pub(crate) use self::{
    merge::{Merge, Merging},
    returns::Returns,
};
use crate::scope::{Never, Probe};

mod merge;
#[cfg(not(feature = "alloc"))]
mod never_pending;
#[cfg(feature = "alloc")]
mod pending;
mod place;
mod returns;
#[cfg(feature = "alloc")]
mod room;

/// What the cleanups in a function that returns an `R` share.
pub struct Function<R> {
    pending: Pending,
    returns: PhantomData<fn() -> R>,
}

impl<R> Function<R> {
    /// Begins the function.
    #[inline]
    #[must_use]
    pub const fn open() -> Self {
        Self { pending: Pending::new(), returns: PhantomData }
    }

    /// What a `return` that is never reached returns, to make the type of the others known.
    ///
    /// # Panics
    ///
    /// Always, but it is never called.
    #[must_use]
    pub fn pin(&self) -> R {
        unreachable!("this only says of which type a function is")
    }

    /// Finds out how the returned value takes a failure.
    #[inline]
    #[must_use]
    pub const fn merge(&self) -> Merge<R> {
        Merge::new()
    }

    /// Finds out how to ask the returned value for the outcome.
    #[inline]
    #[must_use]
    pub const fn probe(&self) -> Probe<R> {
        Probe::new()
    }

    /// Makes the guard of what waits for the end.
    #[inline]
    #[must_use]
    pub const fn unsettled(&self) -> Unsettled<'_, R> {
        Unsettled(self)
    }

    /// Takes the failures that wait, or lets the panic that waits go on.
    #[cfg(feature = "alloc")]
    #[inline]
    pub(crate) fn take_failure(&self) -> Option<crate::Error> {
        if self.pending.is_empty() { None } else { self.pending.take_failure() }
    }
}

/// Calls the body. A function that takes an `FnOnce`, so that the compiler knows what the closure is.
#[inline]
pub fn call<R>(_function: &Function<R>, body: impl FnOnce() -> R) -> R {
    body()
}

/// A function that has not returned. Dropped where [`settle`] was not reached, it reports the failures that wait, and a
/// panic that waits goes on.
#[derive(Debug)]
pub struct Unsettled<'f, R>(&'f Function<R>);

/// Ends the function: gives the value the failures that wait, or lets the panic that waits go on.
#[inline]
pub fn settle<R>(value: R, unsettled: Unsettled<'_, R>, merge: impl Merging<R>) -> R {
    let pending = &unsettled.0.pending;
    mem::forget(unsettled);
    if pending.is_empty() { value } else { pending.settle(value, merge) }
}

/// The end of a function that never returns.
#[expect(clippy::needless_pass_by_value, reason = "there is none to pass")]
pub fn unreachable(_unsettled: Unsettled<'_, Never>, _merge: impl Merging<Never>, value: Never) -> ! {
    match value {}
}

impl<R> Drop for Unsettled<'_, R> {
    #[inline]
    fn drop(&mut self) {
        self.0.pending.lose();
    }
}

impl<R> fmt::Debug for Function<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function").field("pending", &self.pending).finish_non_exhaustive()
    }
}

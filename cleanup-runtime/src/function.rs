//! A function with `#[with_cleanup]`: it collects the failures of cleanups that nothing nearer can return.
//!
//! ```text
//! let function = Function::open();
//! if false {
//!     return function.pin();                              the type of what it returns is known before the body is
//! }
//! let (merge, ended) = (..);                              how that takes a failure, and how to ask it for the outcome
//! let scope = &function;
//! settle(call(scope, || { body }), function, merge)       `async { body }.await` in an `async fn`
//! ```

use core::{fmt, marker::PhantomData, mem::ManuallyDrop};

#[cfg(not(feature = "alloc"))]
use self::never_pending::Pending;
#[cfg(feature = "alloc")]
use self::pending::Pending;
pub use self::{
    merge::ByReporting,
    place::{nested, within},
};
pub(crate) use self::{
    merge::{Merge, Merging},
    returns::ReturnedBy,
};
use crate::scope::{Probe, Scope};

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
///
/// # Panics
///
/// Dropped where [`settle`] was not reached, it reports the failures that wait, and a panic that waits goes on.
pub struct Function<R> {
    state: State,
    returns: PhantomData<fn() -> R>,
}

/// The same, whatever the function returns.
#[derive(Debug)]
pub struct State {
    scope: Scope,
    pending: Pending,
}

impl<R> Function<R> {
    /// Begins the function.
    #[inline]
    #[must_use]
    pub const fn open() -> Self {
        Self { state: State { scope: Scope::open(), pending: Pending::new() }, returns: PhantomData }
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

    /// Gives the value the failures that wait, or lets the panic that waits go on.
    #[inline]
    pub fn settled(&self, value: R, merge: impl Merging<R>) -> R {
        self.state.pending.settle(value, merge)
    }
}

/// Calls the body. A function that takes an `FnOnce`, so that the compiler knows what the closure is.
#[inline]
pub fn call<R>(_function: &Function<R>, body: impl FnOnce() -> R) -> R {
    body()
}

/// Ends the function: gives the value the failures that wait, or lets the panic that waits go on.
#[inline]
pub fn settle<R>(value: R, function: Function<R>, merge: impl Merging<R>) -> R {
    // Nothing can wait any more, so that there is nothing to drop.
    ManuallyDrop::new(function).settled(value, merge)
}

impl<R> Drop for Function<R> {
    #[inline]
    fn drop(&mut self) {
        self.state.pending.lose(&self.state.scope);
    }
}

impl<R> fmt::Debug for Function<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function").field("state", &self.state).finish_non_exhaustive()
    }
}

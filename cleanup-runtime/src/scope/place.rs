//! Where a cleanup stands, and so what becomes of a failure that it cannot return itself: outside functions with
//! `#[with_cleanup]` it is reported, inside them it goes to the function.

use core::fmt::Debug;

use super::{Ended, Scope};
use crate::Outcome;
#[cfg(feature = "std")]
use crate::unwind::{self, Payload};
#[cfg(feature = "alloc")]
use crate::{Error, cleanup::Failure, site::Site};

/// The place of a cleanup.
pub trait Place: Copy + Debug {
    /// What the function around it returns, if that is one that can return a failure.
    type Returns;

    #[doc(hidden)]
    fn scope(&self) -> &Scope;

    /// A visible jump leaves the scope; `well` tells whether with a value that is no `Err`.
    #[doc(hidden)]
    fn jump(self, well: bool);

    /// The body has reached its end.
    #[doc(hidden)]
    fn end(self, well: bool);

    /// Whether the function was given a failure or panic of a cleanup inside the scope.
    #[doc(hidden)]
    fn has_failed(self) -> bool;

    /// What the scope's cleanups see then.
    #[doc(hidden)]
    #[inline]
    fn failed(&self) -> Outcome<'_> {
        Outcome::failure(None)
    }

    #[cfg(feature = "alloc")]
    /// Takes a failure that nobody nearer can return.
    #[doc(hidden)]
    fn fail(self, site: Site, failure: Failure);

    /// Takes the panic of a cleanup that runs in a `Drop`.
    #[cfg(feature = "std")]
    #[doc(hidden)]
    fn panic(self, site: Site, payload: Payload);
}

/// A visible jump without a value leaves the scope.
#[inline]
pub fn jump<P: Place>(place: P) {
    place.jump(true);
}

/// A visible jump leaves the scope with `value`.
#[inline]
pub fn leave<P: Place, T>(place: P, value: T, ended: impl Ended<T>) -> T {
    place.jump(ended.outcome(&value).is_success());
    value
}

/// A `return Err(error)` leaves the scope.
#[inline]
pub fn leave_with_err<P: Place, E>(place: P, error: E) -> E {
    place.jump(false);
    error
}

/// The body has reached its end, a `;`.
#[inline]
pub fn end<P: Place>(place: P) {
    place.end(true);
}

/// The body has reached its end, with `value`.
#[inline]
pub fn end_with<P: Place, T>(place: P, value: T, ended: impl Ended<T>) -> T {
    place.end(ended.outcome(&value).is_success());
    value
}

/// A scope outside functions with `#[with_cleanup]`.
impl Place for &Scope {
    type Returns = ();

    #[inline]
    fn scope(&self) -> &Scope {
        self
    }

    #[inline]
    fn jump(self, well: bool) {
        if well {
            Scope::jump(self);
        }
    }

    #[inline]
    fn end(self, well: bool) {
        if well {
            Scope::end(self);
        }
    }

    #[inline]
    fn has_failed(self) -> bool {
        false
    }

    #[cfg(feature = "alloc")]
    fn fail(self, site: Site, failure: Failure) {
        Error::new(site, failure).report(Outcome::dropped(self));
    }

    #[cfg(feature = "std")]
    #[inline]
    fn panic(self, site: Site, payload: Payload) {
        unwind::report_or_resume(site, payload);
    }
}

/// A scope around the `yield_!` of a context manager. It ends no better than the scope that the manager's target was lent
/// to.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, Debug)]
pub struct AroundYield<'s>(&'s Scope);

/// Says that a scope is around a `yield_!`.
#[cfg(feature = "alloc")]
#[inline]
#[must_use]
pub const fn around_yield(scope: &Scope) -> AroundYield<'_> {
    AroundYield(scope)
}

/// The function goes on after its `yield_!`, in this scope.
#[cfg(feature = "alloc")]
#[inline]
#[expect(clippy::must_use_candidate, reason = "a `yield_!` may be a statement")]
pub fn resumed<'o>(place: AroundYield<'_>, outcome: Outcome<'o>) -> Outcome<'o> {
    if outcome.is_panic() {
        place.0.mark_panicked();
    } else if outcome.is_failure() {
        place.0.mark_failed();
    }
    outcome
}

#[cfg(feature = "alloc")]
impl Place for AroundYield<'_> {
    type Returns = ();

    #[inline]
    fn scope(&self) -> &Scope {
        self.0
    }

    #[inline]
    fn jump(self, well: bool) {
        self.0.leave(well);
    }

    #[inline]
    fn end(self, well: bool) {
        if well {
            self.0.also_end();
        }
    }

    #[inline]
    fn has_failed(self) -> bool {
        self.0.has_failed()
    }

    #[inline]
    fn failed(&self) -> Outcome<'_> {
        Outcome::dropped(self.0)
    }

    fn fail(self, site: Site, failure: Failure) {
        Place::fail(self.0, site, failure);
    }

    #[cfg(feature = "std")]
    #[inline]
    fn panic(self, site: Site, payload: Payload) {
        Place::panic(self.0, site, payload);
    }
}

/// No scope at all. It is as good as one that nothing marks, and takes no room.
#[derive(Clone, Copy, Debug)]
pub struct Nowhere;

impl Place for Nowhere {
    type Returns = ();

    #[inline]
    fn scope(&self) -> &Scope {
        Scope::unmarked()
    }

    fn jump(self, _well: bool) {}

    fn end(self, _well: bool) {}

    fn has_failed(self) -> bool {
        false
    }

    #[cfg(feature = "alloc")]
    fn fail(self, site: Site, failure: Failure) {
        Place::fail(Scope::unmarked(), site, failure);
    }

    #[cfg(feature = "std")]
    #[inline]
    fn panic(self, site: Site, payload: Payload) {
        Place::panic(Scope::unmarked(), site, payload);
    }
}

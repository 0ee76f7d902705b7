//! The places in a function.

use core::fmt::{self, Debug};

use super::{Function, Pending};
use crate::scope::{Place, Scope};
#[cfg(feature = "std")]
use crate::unwind::{self, Payload};
#[cfg(feature = "alloc")]
use crate::{Error, cleanup::Failure, site::Site};

/// A place in a function: in the function itself, or in another place.
#[derive(Clone, Copy, Debug)]
pub struct Within<S, A> {
    scope: S,
    around: A,
}

/// In place of a scope that nothing marks. It takes no room in the guards.
#[derive(Clone, Copy, Debug)]
pub struct Unmarked;

/// The scope of a place.
pub trait Marked: Copy + Debug {
    #[doc(hidden)]
    fn get(&self) -> Option<&Scope>;
}

impl Marked for &Scope {
    #[inline]
    fn get(&self) -> Option<&Scope> {
        Some(self)
    }
}

impl Marked for Unmarked {
    #[inline]
    fn get(&self) -> Option<&Scope> {
        None
    }
}

/// What a place is in: a function, or another place.
pub trait Around: Copy + Debug {
    /// Whether it is the function, so that a scope in it is left together with the function.
    const IS_FUNCTION: bool;

    /// What the function returns.
    type Returns;

    #[doc(hidden)]
    fn pending(&self) -> &Pending;

    /// Whether a jump that says so leaves the function; `inner` is the scope in this.
    #[doc(hidden)]
    fn is_function_left(&self, inner: Option<&Scope>) -> bool;

    /// Does something with every scope that this is in.
    #[doc(hidden)]
    fn for_each_scope(&self, mark: fn(&Scope));
}

/// A scope in a function.
#[inline]
pub fn within<A: Around>(around: A, scope: &Scope) -> Within<&Scope, A> {
    Within { scope, around }
}

/// A block in a function, or a scope that nothing marks.
#[inline]
pub fn nested<A: Around>(around: A) -> Within<Unmarked, A> {
    Within { scope: Unmarked, around }
}

impl<R> Around for &Function<R> {
    const IS_FUNCTION: bool = true;

    type Returns = R;

    #[inline]
    fn pending(&self) -> &Pending {
        &self.pending
    }

    fn is_function_left(&self, inner: Option<&Scope>) -> bool {
        inner.is_some_and(Scope::is_left)
    }

    fn for_each_scope(&self, _mark: fn(&Scope)) {}
}

/// A function that says only by a trait what it returns. Even if that is a `Result`, its failures cannot become the error.
pub struct Unnamed<'f, R>(&'f Function<R>);

/// What such a function returns.
#[derive(Debug)]
pub struct ImplTrait;

/// A function that says only by a trait what it returns.
#[inline]
#[must_use]
pub const fn unnamed<R>(function: &Function<R>) -> Unnamed<'_, R> {
    Unnamed(function)
}

impl<R> Clone for Unnamed<'_, R> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Unnamed<'_, R> {}

impl<R> Debug for Unnamed<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Unnamed").field(&self.0).finish()
    }
}

impl<R> Around for Unnamed<'_, R> {
    const IS_FUNCTION: bool = true;

    type Returns = ImplTrait;

    #[inline]
    fn pending(&self) -> &Pending {
        self.0.pending()
    }

    fn is_function_left(&self, inner: Option<&Scope>) -> bool {
        self.0.is_function_left(inner)
    }

    fn for_each_scope(&self, _mark: fn(&Scope)) {}
}

impl<S: Marked, A: Around> Around for Within<S, A> {
    const IS_FUNCTION: bool = false;

    type Returns = A::Returns;

    #[inline]
    fn pending(&self) -> &Pending {
        self.around.pending()
    }

    fn is_function_left(&self, _inner: Option<&Scope>) -> bool {
        self.around.is_function_left(self.scope.get())
    }

    fn for_each_scope(&self, mark: fn(&Scope)) {
        self.scope.get().map(mark);
        self.around.for_each_scope(mark);
    }
}

impl<S: Marked, A: Around> Place for Within<S, A> {
    type Returns = A::Returns;

    #[inline]
    fn scope(&self) -> &Scope {
        match self.scope.get() {
            Some(scope) => scope,
            None => Scope::unmarked(),
        }
    }

    #[inline]
    fn jump(self, well: bool) {
        if let Some(scope) = self.scope.get() {
            scope.leave(well);
        }
    }

    #[inline]
    fn end(self, well: bool) {
        if let Some(scope) = self.scope.get().filter(|_| well) {
            scope.also_end();
        }
    }

    #[inline]
    fn has_failed(self) -> bool {
        self.scope.get().is_some_and(Scope::has_failed)
    }

    #[cfg(feature = "alloc")]
    #[inline]
    fn fail(self, site: Site, failure: Failure) {
        fail(self, site, failure);
    }

    #[cfg(feature = "std")]
    #[inline]
    fn panic(self, site: Site, payload: Payload) {
        panic(self, site, payload);
    }
}

/// Gives the function a failure. What is around it fails too.
#[cfg(feature = "alloc")]
#[cold]
#[inline(never)]
fn fail(place: impl Around, site: Site, failure: Failure) {
    place.for_each_scope(Scope::mark_failed);
    place.pending().add(Error::new(site, failure));
}

/// Gives the function a panic, if the function is being left. Where it is not, or may not be, code after the scope would
/// run on as if nothing had happened, so there the panic goes on at once. A second panic is reported.
#[cfg(feature = "std")]
#[cold]
#[inline(never)]
fn panic<S: Marked, A: Around>(place: Within<S, A>, site: Site, payload: Payload) {
    let pending = place.pending();
    let second = unwind::panicking() || pending.has_panic();
    if !second && !A::IS_FUNCTION && !place.around.is_function_left(place.scope.get()) {
        std::panic::resume_unwind(payload);
    }
    place.for_each_scope(Scope::mark_panicked);
    if second {
        unwind::report_panic(site, payload);
    } else {
        pending.add_panic(site, payload);
    }
}

//! The places in a function.

use super::{Function, State};
#[cfg(feature = "alloc")]
use crate::Error;
use crate::scope::{Place, Scope};
#[cfg(feature = "std")]
use crate::{
    site::Site,
    unwind::{self, Payload},
};

/// A place in a function: its body, or somewhere within.
pub trait InFunction: Place {
    #[doc(hidden)]
    fn state(&self) -> &State;

    /// Whether the scope is being left together with the function.
    #[doc(hidden)]
    fn leaves_function(&self) -> bool;

    /// Does something with every scope that the place is in, the function's included.
    #[doc(hidden)]
    fn for_each_scope(&self, mark: fn(&Scope));
}

/// A place within another one.
#[derive(Clone, Copy, Debug)]
pub struct Within<'s, P> {
    /// None where nothing would mark it.
    scope: Option<&'s Scope>,
    around: P,
}

/// A scope within another one.
#[inline]
pub fn within<P: InFunction>(around: P, scope: &Scope) -> Within<'_, P> {
    Within { scope: Some(scope), around }
}

/// A block, or a scope that nothing marks, within another one.
#[inline]
pub fn nested<P: InFunction>(around: P) -> Within<'static, P> {
    Within { scope: None, around }
}

impl<R> InFunction for &Function<R> {
    #[inline]
    fn state(&self) -> &State {
        &self.state
    }

    // Nothing in the function comes after its body.
    fn leaves_function(&self) -> bool {
        true
    }

    fn for_each_scope(&self, mark: fn(&Scope)) {
        mark(&self.state.scope);
    }
}

impl<P: InFunction> InFunction for Within<'_, P> {
    #[inline]
    fn state(&self) -> &State {
        self.around.state()
    }

    fn leaves_function(&self) -> bool {
        self.state().scope.is_left()
    }

    fn for_each_scope(&self, mark: fn(&Scope)) {
        if let Some(scope) = self.scope {
            mark(scope);
        }
        self.around.for_each_scope(mark);
    }
}

impl<R> Place for &Function<R> {
    type Returns = R;

    #[inline]
    fn scope(&self) -> &Scope {
        &self.state.scope
    }

    #[inline]
    fn jump(self, well: bool) {
        self.state.scope.leave(well);
    }

    #[inline]
    fn end(self, well: bool) {
        if well {
            self.state.scope.also_end();
        }
    }

    #[inline]
    fn has_failed(self) -> bool {
        self.state.scope.has_failed()
    }

    #[cfg(feature = "alloc")]
    fn fail(self, failure: Error) {
        fail(self, failure);
    }

    #[cfg(feature = "std")]
    fn panic(self, site: Site, payload: Payload) {
        panic(self, site, payload);
    }
}

impl<P: InFunction> Place for Within<'_, P> {
    type Returns = P::Returns;

    #[inline]
    fn scope(&self) -> &Scope {
        match self.scope {
            Some(scope) => scope,
            None => Scope::unmarked(),
        }
    }

    #[inline]
    fn jump(self, well: bool) {
        if let Some(scope) = self.scope.filter(|_| well) {
            scope.also_jump();
        }
    }

    #[inline]
    fn end(self, well: bool) {
        if let Some(scope) = self.scope.filter(|_| well) {
            scope.also_end();
        }
    }

    #[inline]
    fn has_failed(self) -> bool {
        self.scope.is_some_and(Scope::has_failed)
    }

    #[cfg(feature = "alloc")]
    fn fail(self, failure: Error) {
        fail(self, failure);
    }

    #[cfg(feature = "std")]
    fn panic(self, site: Site, payload: Payload) {
        panic(self, site, payload);
    }
}

/// Gives the function a failure. What is around it fails too.
#[cfg(feature = "alloc")]
#[cold]
fn fail<P: InFunction>(place: P, failure: Error) {
    place.for_each_scope(Scope::mark_failed);
    place.state().pending.add(failure);
}

/// Gives the function a panic, if the function is being left. Where it is not, or may not be, code after the scope would
/// run on as if nothing had happened, so there the panic goes on at once. A second panic is reported.
#[cfg(feature = "std")]
#[cold]
fn panic<P: InFunction>(place: P, site: Site, payload: Payload) {
    let state = place.state();
    let second = unwind::panicking() || state.scope.has_panicked();
    if !second && !place.leaves_function() {
        std::panic::resume_unwind(payload);
    }
    place.for_each_scope(Scope::mark_panicked);
    if second {
        unwind::report_panic(site, payload);
    } else {
        state.pending.add_panic(site, payload);
    }
}

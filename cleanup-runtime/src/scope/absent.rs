//! What stands where a body would be, but is not run: it only tells the compiler of a type.

use core::ops::{Add, Neg};

use super::{Kind, Probe, guards::Guards};

/// Whether a body is run, of which the compiler must not know that it is always so: it would call what follows a body
/// that never ends unreachable, in the user's own code.
pub const BODY_RUNS: bool = true;

/// No value, and so nothing comes after the call that would return one.
#[derive(Debug)]
pub enum Never {}

/// What stands for a body where it is not run. Its negation never returns: an operator, because older compilers call what
/// follows a call that never returns unreachable, in the user's own code.
#[derive(Debug)]
pub struct Absent;

impl Neg for Absent {
    type Output = Never;

    #[cold]
    fn neg(self) -> Never {
        unreachable!("bodies are always run")
    }
}

impl<T> Add<Never> for Probe<T> {
    type Output = T;

    fn add(self, never: Never) -> T {
        match never {}
    }
}

impl Never {
    /// What a scope would come to. Where this is not called, it tells what is expected of the scope to the probe of the
    /// body's value, and so to the body, before there is a value.
    #[must_use]
    pub fn closed<T, G: Guards>(self, _probe: Probe<T>, _guards: G) -> <G::Kind as Kind>::Value<T> {
        match self {}
    }
}

use core::marker::PhantomData;

#[cfg(feature = "alloc")]
use super::failures::Collected;
use super::{AlwaysWell, Ended, Entered, Scope, failures::Failures};
use crate::{CleanupResult, ContextManager, Outcome, cleanup::Failure, site::Site};

/// The exits of a scope can all not fail.
#[derive(Debug)]
pub struct Infallible;

/// Some exit of a scope can fail.
#[cfg(feature = "alloc")]
#[derive(Debug)]
pub struct Fallible;

/// Whether the exits of a scope can fail, as a type.
pub trait Kind {
    /// The kind of a scope that has one more exit.
    type And<K: Kind>: Kind;
    /// The type of a scope whose body has the type `T`.
    type Value<T>;
    #[doc(hidden)]
    type Failures: Failures;

    #[doc(hidden)]
    fn value<T>(body: T, succeeded: bool, failures: Self::Failures) -> Self::Value<T>;
}

impl Kind for Infallible {
    type And<K: Kind> = K;
    type Value<T> = T;
    type Failures = ();

    #[inline]
    fn value<T>(body: T, _succeeded: bool, (): ()) -> T {
        body
    }
}

#[cfg(feature = "alloc")]
impl Kind for Fallible {
    type And<K: Kind> = Self;
    type Value<T> = Result<T, crate::Error>;
    type Failures = Collected;

    #[inline]
    fn value<T>(body: T, succeeded: bool, failures: Collected) -> Result<T, crate::Error> {
        // Where the body's own error is the value, the failures came second to it, and are reported as they drop.
        if !succeeded || failures.is_empty() {
            return Ok(body);
        }
        // First, because it may panic: the failures are still there to be reported then.
        drop(body);
        Err(failures.into_error())
    }
}

/// A scope of this kind may be left by a `return`, `break` or `continue`.
#[diagnostic::on_unimplemented(
    message = "this jump leaves a scope whose cleanup can fail, and nothing would return the failure",
    label = "a failure of the cleanup would be lost here",
    note = "let the body end with the value instead, add `#[with_cleanup]` to the function, or handle the error \
            inside the cleanup",
    note = "`?` and `return Err(..)` may always leave: the caller gets an error anyway",
    note = "generic code can ask for a manager that cannot fail: `ContextManager<Exit = ()>`"
)]
pub trait Jump: Kind {}

#[diagnostic::do_not_recommend]
impl Jump for Infallible {}

/// Knows what the exits of a scope may return, before any target is lent: a jump can ask it without borrowing.
#[derive(Debug)]
pub struct Witness<K>(PhantomData<fn() -> K>);

impl<K> Clone for Witness<K> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Witness<K> {}

impl Witness<Infallible> {
    /// What is known before the first head.
    #[inline]
    #[must_use]
    pub const fn start() -> Self {
        Self(PhantomData)
    }
}

impl<K: Kind> Witness<K> {
    /// What is known after one more head.
    #[inline]
    #[must_use]
    pub fn and<M: ContextManager>(
        self,
        _guard: &Entered<'_, '_, M>,
    ) -> Witness<K::And<<M::Exit as CleanupResult>::Kind>> {
        Witness(PhantomData)
    }

    /// A visible `return`, `break` or `continue` without a value leaves the body.
    #[inline]
    pub fn jump(self, scope: &Scope)
    where
        K: Jump,
    {
        scope.jump();
    }

    /// A visible `return` or `break` leaves the body with `value`.
    #[inline]
    pub fn leave<T>(self, scope: &Scope, value: T, ended: impl Ended<T>) -> T
    where
        K: Jump,
    {
        scope.leave(value, ended)
    }

    /// A visible jump leaves while a later head is being entered: no success, but nothing may be lost either.
    #[inline]
    pub fn refuse<T>(self, value: T) -> T
    where
        K: Jump,
    {
        value
    }

    /// The body has reached its end, with a value that `ended` asks for the outcome.
    #[inline]
    pub fn body<T, E: Ended<T>>(self, value: T, ended: E) -> Closing<T, E, K> {
        Closing { value, ended, panicked: false, failures: K::Failures::default() }
    }

    /// The body has reached its end, a `;`.
    #[inline]
    pub fn unit<T>(self, value: T) -> Closing<T, AlwaysWell, K> {
        self.body(value, AlwaysWell)
    }

    /// All managers have exited: makes the scope's value.
    #[inline]
    pub fn end<T, E: Ended<T>>(self, closing: Closing<T, E, K>) -> K::Value<T> {
        let Closing { value, ended, failures, .. } = closing;
        let succeeded = ended.outcome(&value).is_success();
        K::value(value, succeeded, failures)
    }
}

/// A scope whose body has ended and whose managers exit one by one, the last first. It holds the body's value, so that
/// an exit borrows nothing but what it exits.
#[derive(Debug)]
pub struct Closing<T, E, K: Kind> {
    value: T,
    ended: E,
    panicked: bool,
    failures: K::Failures,
}

/// Whether a body is run, of which the compiler must not know that it is always so: it would call what follows a body
/// that never ends unreachable, in the user's own code.
pub const BODY_RUNS: bool = true;

/// No value, and so nothing comes after the call that would return one.
#[derive(Debug)]
pub enum Never {}

/// Where a body would not be run.
///
/// # Panics
///
/// Always, but it is never called.
#[cold]
#[must_use]
pub fn never() -> Never {
    unreachable!("bodies are always run")
}

impl Never {
    /// Any value.
    #[must_use]
    pub const fn any<T>(self) -> T {
        match self {}
    }
}

/// Exits the last manager that has not exited.
#[inline]
pub fn exit<T, E: Ended<T>, K: Kind, M: ContextManager>(
    mut closing: Closing<T, E, K>,
    guard: Entered<'_, '_, M>,
) -> Closing<T, E, K> {
    guard.exit(&mut closing);
    closing
}

impl<T, E: Ended<T>, K: Kind> Closing<T, E, K> {
    /// What the next manager to exit sees.
    #[inline]
    pub(super) fn outcome(&self) -> Outcome<'_> {
        let body = self.ended.outcome(&self.value);
        if self.panicked {
            return Outcome::panic();
        }
        match self.failures.primary() {
            Some(failure) if body.is_success() => Outcome::failure(Some(failure)),
            _ => body,
        }
    }

    #[cold]
    pub(super) fn fail(&mut self, site: &'static Site, failure: Failure) {
        self.failures.push(site, failure);
    }

    #[cold]
    pub(super) fn panicked(&mut self) {
        self.panicked = true;
    }
}

use core::marker::PhantomData;

#[cfg(feature = "alloc")]
use super::failures::Collected;
use super::{Ended, Entered, Probe, Scope, failures::Failures};
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

    /// The end of a body with a value: `exit` exits the managers, and the scope's value is made.
    #[inline]
    pub fn close<T>(
        self,
        body: T,
        ended: impl Ended<T>,
        exit: impl FnOnce(&mut Exits<'_, K>),
    ) -> K::Value<T> {
        let outcome = ended.outcome(&body);
        let succeeded = outcome.is_success();
        let mut exits = Exits::new(outcome);
        exit(&mut exits);
        let failures = exits.failures;
        K::value(body, succeeded, failures)
    }

    /// The end of a body that ends in `;`.
    #[inline]
    pub fn close_unit(self, body: (), exit: impl FnOnce(&mut Exits<'_, K>)) -> K::Value<()> {
        self.close(body, Probe::<()>::new().ended(), exit)
    }
}

/// What has become of a scope while its managers exit.
#[derive(Debug)]
pub struct Exits<'v, K: Kind> {
    body: Outcome<'v>,
    panicked: bool,
    failures: K::Failures,
}

impl<'v, K: Kind> Exits<'v, K> {
    #[inline]
    fn new(body: Outcome<'v>) -> Self {
        Self { body, panicked: false, failures: K::Failures::default() }
    }

    /// What the next manager to exit sees.
    #[inline]
    pub(super) fn outcome(&self) -> Outcome<'_> {
        if self.panicked {
            return Outcome::panic();
        }
        match self.failures.primary() {
            Some(failure) if self.body.is_success() => Outcome::failure(Some(failure)),
            _ => self.body,
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

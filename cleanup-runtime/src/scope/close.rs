use core::marker::PhantomData;

#[cfg(feature = "alloc")]
use super::Collected;
use super::{
    Ended, Entered, Place,
    failures::{Failures, Unfailing},
    jump, leave,
};
use crate::{
    CleanupResult, ContextManager, Outcome,
    cleanup::Failure,
    function::{Function, Merging, Returns},
    site::Site,
};

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
    type Failures<P: Place>: Failures<P>;

    /// The failures so far, in a scope of one more exit.
    #[doc(hidden)]
    fn and<K: Kind, P: Place>(failures: Self::Failures<P>, place: P) -> <Self::And<K> as Kind>::Failures<P>;

    #[doc(hidden)]
    fn value<T, P: Place>(body: T, succeeded: bool, failures: Self::Failures<P>) -> Self::Value<T>;

    /// What the scope of a function's heads comes to.
    #[doc(hidden)]
    fn returned<R, P: Place>(value: R, failures: Self::Failures<P>, merge: impl Merging<R>) -> R;
}

impl Kind for Infallible {
    type And<K: Kind> = K;
    type Value<T> = T;
    type Failures<P: Place> = Unfailing<P>;

    #[inline]
    fn and<K: Kind, P: Place>(_none: Unfailing<P>, place: P) -> K::Failures<P> {
        K::Failures::none(place)
    }

    #[inline]
    fn value<T, P: Place>(body: T, _succeeded: bool, _none: Unfailing<P>) -> T {
        body
    }

    #[inline]
    fn returned<R, P: Place>(value: R, _none: Unfailing<P>, _merge: impl Merging<R>) -> R {
        value
    }
}

#[cfg(feature = "alloc")]
impl Kind for Fallible {
    type And<K: Kind> = Self;
    type Value<T> = Result<T, crate::Error>;
    type Failures<P: Place> = Collected<P>;

    #[inline]
    fn and<K: Kind, P: Place>(failures: Collected<P>, _place: P) -> Collected<P> {
        failures
    }

    #[inline]
    fn value<T, P: Place>(body: T, succeeded: bool, failures: Collected<P>) -> Result<T, crate::Error> {
        // Where the body's own error is the value, the failures came second to it, and go to the place as they drop.
        if !succeeded || failures.is_empty() {
            return Ok(body);
        }
        // First, because it may panic: the failures are still there to be reported then.
        drop(body);
        Err(failures.into_error())
    }

    #[inline]
    fn returned<R, P: Place>(value: R, failures: Collected<P>, merge: impl Merging<R>) -> R {
        if failures.is_empty() { value } else { merge.merge(value, failures.into_error()) }
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

/// The kind of the heads of a function whose body may give it failures.
#[cfg(feature = "alloc")]
type Collecting = Fallible;
#[cfg(not(feature = "alloc"))]
type Collecting = Infallible;

impl Witness<Collecting> {
    /// What is known before the first head of a function whose body may give it failures.
    #[inline]
    #[must_use]
    pub const fn collecting() -> Self {
        Self(PhantomData)
    }

    /// The body of a function has reached its end, maybe with failures that it gave to the function. They count as the
    /// first ones of the heads.
    #[inline]
    pub fn function_body<P: Place, R, E: Ended<R>>(
        self,
        place: P,
        function: &Function<R>,
        value: R,
        ended: E,
    ) -> Closing<R, E, Collecting, P> {
        #[cfg_attr(not(feature = "alloc"), expect(unused_mut, reason = "nothing fails without `alloc`"))]
        let mut closing = self.body(place, value, ended);
        #[cfg(feature = "alloc")]
        if let Some(failure) = function.take_failure() {
            closing.exits.failures.add(failure);
        }
        #[cfg(not(feature = "alloc"))]
        let _ = function;
        closing
    }
}

impl<K: Kind> Witness<K> {
    /// What is known after one more head.
    #[inline]
    pub fn and<P: Place, M: ContextManager>(
        self,
        _guard: &Entered<'_, P, M>,
    ) -> Witness<K::And<<M::Exit as CleanupResult>::Kind>> {
        Witness(PhantomData)
    }

    /// The same, of a head whose failure the function returns.
    #[inline]
    pub fn and_return<P: Place, M, R, X>(self, guard: &Entered<'_, P, M>) -> Witness<K::And<X>>
    where
        M: ContextManager<Exit = R>,
        R: CleanupResult<Kind = X>,
        X: Kind,
        P::Returns: Returns<X>,
    {
        self.and(guard)
    }

    /// A visible `return`, `break` or `continue` without a value leaves the body.
    #[inline]
    pub fn jump<P: Place>(self, place: P)
    where
        K: Jump,
    {
        jump(place);
    }

    /// The same in a function that returns the failures.
    #[inline]
    pub fn jump_in_function<P: Place>(self, place: P)
    where
        P::Returns: Returns<K>,
    {
        jump(place);
    }

    /// A visible `return` or `break` leaves the body with `value`.
    #[inline]
    pub fn leave<P: Place, T>(self, place: P, value: T, ended: impl Ended<T>) -> T
    where
        K: Jump,
    {
        leave(place, value, ended)
    }

    /// The same in a function that returns the failures.
    #[inline]
    pub fn leave_in_function<P: Place, T>(self, place: P, value: T, ended: impl Ended<T>) -> T
    where
        P::Returns: Returns<K>,
    {
        leave(place, value, ended)
    }

    /// A visible jump leaves while a later head is being entered: no success, but nothing may be lost either.
    #[inline]
    pub fn refuse<P: Place, T>(self, _place: P, value: T) -> T
    where
        K: Jump,
    {
        value
    }

    /// The same in a function that returns the failures.
    #[inline]
    pub fn refuse_in_function<P: Place, T>(self, _place: P, value: T) -> T
    where
        P::Returns: Returns<K>,
    {
        value
    }

    /// The body has reached its end, with a value that `ended` asks for the outcome.
    #[inline]
    pub fn body<P: Place, T, E: Ended<T>>(self, place: P, value: T, ended: E) -> Closing<T, E, K, P> {
        Closing::new(value, ended, place)
    }

    /// All heads of a function have exited: makes what it returns.
    #[inline]
    pub fn end_function<P: Place, R, E: Ended<R>, X: Kind>(
        self,
        closing: Closing<R, E, X, P>,
        merge: impl Merging<R>,
    ) -> R {
        X::returned(closing.value, closing.exits.failures, merge)
    }
}

/// A scope whose body has ended and whose managers exit one by one, the last first. It holds the body's value, so that
/// an exit borrows nothing but what it exits.
#[derive(Debug)]
pub struct Closing<T, E, K: Kind, P: Place> {
    pub(super) value: T,
    pub(super) exits: Exits<E, K, P>,
}

/// What has become of the exits of a scope so far. It is apart from the value, which may have to lie in memory, to be
/// dropped while a panic unwinds: this need not.
#[derive(Debug)]
pub(super) struct Exits<E, K: Kind, P: Place> {
    ended: E,
    panicked: bool,
    failures: K::Failures<P>,
    place: P,
}

impl<T, E: Ended<T>, K: Kind, P: Place> Closing<T, E, K, P> {
    #[inline]
    pub(super) fn new(value: T, ended: E, place: P) -> Self {
        Self { value, exits: Exits { ended, panicked: false, failures: K::Failures::none(place), place } }
    }

    /// The same with one more exit.
    #[inline]
    pub(super) fn and<X: Kind>(self) -> Closing<T, E, K::And<X>, P> {
        let Self { value, exits: Exits { ended, panicked, failures, place } } = self;
        let failures = K::and::<X, P>(failures, place);
        Closing { value, exits: Exits { ended, panicked, failures, place } }
    }

    /// All managers have exited: makes the scope's value.
    #[inline]
    pub(super) fn end(self) -> K::Value<T> {
        let Self { value, exits: Exits { ended, failures, .. } } = self;
        let succeeded = ended.outcome(&value).is_success();
        K::value(value, succeeded, failures)
    }
}

impl<E, K: Kind, P: Place> Exits<E, K, P> {
    /// What the next manager to exit sees.
    #[inline]
    pub(super) fn outcome<'o, T>(&'o self, value: &'o T) -> Outcome<'o>
    where
        E: Ended<T>,
    {
        let body = self.ended.outcome(value);
        if self.panicked {
            return Outcome::panic();
        }
        match self.failures.primary() {
            _ if !body.is_success() => body,
            None if self.place.has_failed() => self.place.failed(),
            None => body,
            failure => Outcome::failure(failure),
        }
    }

    // It calls what is cold, so that the compiler would not inline it; and a call would put all of this into memory, also
    // where nothing fails.
    #[expect(clippy::inline_always, reason = "see above")]
    #[inline(always)]
    pub(super) fn failed(self, site: Site, failure: Failure) -> Self {
        Self { failures: self.failures.and(site, failure), ..self }
    }

    #[inline]
    pub(super) fn panicked(self) -> Self {
        Self { panicked: true, ..self }
    }
}

use core::{error::Error, marker::PhantomData, ops::Deref};

use crate::Outcome;

/// Finds out how to ask a value of type `T` whether a scope that it ends has succeeded, before there is a value:
///
/// ```text
/// let probe = Probe::new();
/// scope.leave(Probe::pin(&probe, value), probe.with_cleanup_ended())
/// ```
///
/// [`pin`](Self::pin) makes `T` the value's type without keeping what is expected of the value from it. The method, which
/// has a name that no trait of the user's has, is then the first of these methods that fits, each reached from the one before through `Deref`:
///
/// 1. of `Probe`, for a `Result` whose error is an [`Error`];
/// 2. of `Boxed`, for a `Result` whose error refers to one that threads may share, such as a boxed one;
/// 3. of `Local`, for a `Result` whose error refers to one;
/// 4. of `Opaque`, for any other `Result`;
/// 5. of `Plain`, for any other value.
///
/// The chain ends in `T` itself, so that a type which is not known yet is an error, and no guess.
#[derive(Debug)]
pub struct Probe<T>(Boxed<T>);

#[derive(Debug)]
pub struct Boxed<T>(Local<T>);

#[derive(Debug)]
pub struct Local<T>(Opaque<T>);

#[derive(Debug)]
pub struct Opaque<T>(Plain<T>);

#[derive(Debug)]
pub struct Plain<T>(PhantomData<fn() -> T>);

/// Tells how a scope ended whose value is a `T`.
pub trait Ended<T>: Copy {
    #[doc(hidden)]
    fn outcome(self, value: &T) -> Outcome<'_>;
}

/// See [`Probe`].
#[derive(Clone, Copy, Debug)]
pub struct ByError;

/// See [`Probe`].
#[derive(Clone, Copy, Debug)]
pub struct ByReference;

/// See [`Probe`].
#[derive(Clone, Copy, Debug)]
pub struct ByLocalReference;

/// See [`Probe`].
#[derive(Clone, Copy, Debug)]
pub struct ByVariant;

/// See [`Probe`].
#[derive(Clone, Copy, Debug)]
pub struct AlwaysWell;

impl<T> Probe<T> {
    /// Asks of a type that is not known yet.
    #[expect(clippy::new_without_default, reason = "only expansions make one")]
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self(Boxed(Local(Opaque(Plain(PhantomData)))))
    }

    /// Makes the type known. No method, because a method is looked up in a type that is known.
    #[inline]
    pub fn pin(_probe: &Self, value: T) -> T {
        value
    }
}

impl<T, E: Error + 'static> Probe<Result<T, E>> {
    /// How to ask the value.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_ended(&self) -> ByError {
        ByError
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<T, E: AsRef<dyn Error + Send + Sync>> Boxed<Result<T, E>> {
    /// How to ask the value.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_ended(&self) -> ByReference {
        ByReference
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<T, E: AsRef<dyn Error>> Local<Result<T, E>> {
    /// How to ask the value.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_ended(&self) -> ByLocalReference {
        ByLocalReference
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<T, E> Opaque<Result<T, E>> {
    /// How to ask the value.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_ended(&self) -> ByVariant {
        ByVariant
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<T> Plain<T> {
    /// How to ask the value.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_ended(&self) -> AlwaysWell {
        AlwaysWell
    }
}

impl<T, E: Error + 'static> Ended<Result<T, E>> for ByError {
    #[inline]
    fn outcome(self, value: &Result<T, E>) -> Outcome<'_> {
        of(value, |error| Some(error))
    }
}

impl<T, E: AsRef<dyn Error + Send + Sync>> Ended<Result<T, E>> for ByReference {
    #[inline]
    fn outcome(self, value: &Result<T, E>) -> Outcome<'_> {
        of(value, |error| Some(error.as_ref()))
    }
}

impl<T, E: AsRef<dyn Error>> Ended<Result<T, E>> for ByLocalReference {
    #[inline]
    fn outcome(self, value: &Result<T, E>) -> Outcome<'_> {
        of(value, |error| Some(error.as_ref()))
    }
}

impl<T, E> Ended<Result<T, E>> for ByVariant {
    #[inline]
    fn outcome(self, value: &Result<T, E>) -> Outcome<'_> {
        of(value, |_| None)
    }
}

impl<T> Ended<T> for AlwaysWell {
    #[inline]
    fn outcome(self, _value: &T) -> Outcome<'_> {
        Outcome::success()
    }
}

#[inline]
fn of<'v, T, E>(
    value: &'v Result<T, E>,
    error: impl FnOnce(&'v E) -> Option<&'v (dyn Error + 'static)>,
) -> Outcome<'v> {
    match value {
        Ok(_) => Outcome::success(),
        Err(cause) => Outcome::failure(error(cause)),
    }
}

impl<T> Deref for Probe<T> {
    type Target = Boxed<T>;

    #[inline]
    fn deref(&self) -> &Boxed<T> {
        &self.0
    }
}

impl<T> Deref for Boxed<T> {
    type Target = Local<T>;

    #[inline]
    fn deref(&self) -> &Local<T> {
        &self.0
    }
}

impl<T> Deref for Local<T> {
    type Target = Opaque<T>;

    #[inline]
    fn deref(&self) -> &Opaque<T> {
        &self.0
    }
}

impl<T> Deref for Opaque<T> {
    type Target = Plain<T>;

    #[inline]
    fn deref(&self) -> &Plain<T> {
        &self.0
    }
}

impl<T> Deref for Plain<T> {
    type Target = T;

    fn deref(&self) -> &T {
        unreachable!("the method is found before")
    }
}

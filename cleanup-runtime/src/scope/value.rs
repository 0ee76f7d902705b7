use core::{error::Error, marker::PhantomData, ops::Deref};

use crate::Outcome;

/// Finds out how to ask a value of type `T` whether a scope that it ends has succeeded, before there is a value:
///
/// ```text
/// let probe = Probe::new();
/// scope.leave(Probe::pin(&probe, value), probe.with_cleanup_error().with_cleanup_ended())
/// ```
///
/// [`pin`](Self::pin) makes `T` the value's type without keeping what is expected of the value from it. The methods have names
/// that no trait of the user's has. The first of them is that of `Probe` for a `Result`, and else that of `Plain`, which
/// is reached through `Deref`. `Plain` derefs to `T` itself, so that an unknown `T` is a compile error.
///
/// For a `Result` the second is then the first of these methods that fits, each reached from the one before through `Deref`:
///
/// 1. of `OfError`, for an error that is an [`Error`];
/// 2. of `Boxed`, for one that refers to an `Error` that threads may share, such as a boxed one;
/// 3. of `Local`, for one that refers to an `Error`;
/// 4. of `Opaque`, for any other.
///
/// Two methods, because each `Deref` on the way is a call that costs the compiler time, and most values are no `Result`.
#[derive(Debug)]
pub struct Probe<T>(Plain<T>);

#[derive(Debug)]
pub struct Plain<T>(PhantomData<fn() -> T>);

#[derive(Debug)]
pub struct OfError<E>(Boxed<E>);

#[derive(Debug)]
pub struct Boxed<E>(Local<E>);

#[derive(Debug)]
pub struct Local<E>(Opaque<E>);

#[derive(Debug)]
pub struct Opaque<E>(PhantomData<fn() -> E>);

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
        Self(Plain(PhantomData))
    }

    /// Makes the type known. No method, because a method is looked up in a type that is known.
    #[inline]
    pub fn pin(_probe: &Self, value: T) -> T {
        value
    }
}

impl<T, E> Probe<Result<T, E>> {
    /// What finds out how to ask the error.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_error(&self) -> OfError<E> {
        OfError(Boxed(Local(Opaque(PhantomData))))
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<T> Plain<T> {
    /// There is no error to ask.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_error(&self) -> AlwaysWell {
        AlwaysWell
    }
}

impl AlwaysWell {
    /// How to ask the value.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_ended(self) -> Self {
        self
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<E: Error + 'static> OfError<E> {
    /// How to ask the value.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_ended(&self) -> ByError {
        ByError
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<E: AsRef<dyn Error + Send + Sync>> Boxed<E> {
    /// How to ask the value.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_ended(&self) -> ByReference {
        ByReference
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<E: AsRef<dyn Error>> Local<E> {
    /// How to ask the value.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_ended(&self) -> ByLocalReference {
        ByLocalReference
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<E> Opaque<E> {
    /// How to ask the value.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_ended(&self) -> ByVariant {
        ByVariant
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

impl<E> Deref for OfError<E> {
    type Target = Boxed<E>;

    #[inline]
    fn deref(&self) -> &Boxed<E> {
        &self.0
    }
}

impl<E> Deref for Boxed<E> {
    type Target = Local<E>;

    #[inline]
    fn deref(&self) -> &Local<E> {
        &self.0
    }
}

impl<E> Deref for Local<E> {
    type Target = Opaque<E>;

    #[inline]
    fn deref(&self) -> &Opaque<E> {
        &self.0
    }
}

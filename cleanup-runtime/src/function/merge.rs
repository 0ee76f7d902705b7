use core::{marker::PhantomData, ops::Deref};

#[cfg(feature = "alloc")]
use crate::{BodyError, Error, Outcome, Suppressed, scope::Collected};

/// Finds out how a function that returns an `R` returns the failures of its cleanups. `with_cleanup_merge`, which has a
/// name that no trait of the user's has, is the first of these methods that fits, each reached from the one before
/// through `Deref`:
///
/// 1. of `Merge`, for a `Result` whose error can be made of a failure, and carry others;
/// 2. of `Convert`, for a `Result` whose error can be made of a failure;
/// 3. of `Keep`, for anything else.
#[derive(Debug)]
pub struct Merge<R>(Convert<R>);

#[derive(Debug)]
pub struct Convert<R>(Keep<R>);

#[derive(Debug)]
pub struct Keep<R>(PhantomData<fn() -> R>);

/// Gives a returned value the failures of cleanups.
pub trait Merging<R>: Copy {
    /// Gives it `failure` with those that it suppresses. What the value cannot take is reported.
    #[cfg(feature = "alloc")]
    #[doc(hidden)]
    fn merge(self, value: R, failure: Error) -> R;
}

/// Attaches it to an error that can carry it, or makes an error of it.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, Debug)]
pub struct ByAttaching;

/// Makes an error of it, where there is none yet.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, Debug)]
pub struct ByConverting;

/// Leaves the value as it is.
#[derive(Clone, Copy, Debug)]
pub struct ByReporting;

impl<R> Merge<R> {
    #[inline]
    pub(super) const fn new() -> Self {
        Self(Convert(Keep(PhantomData)))
    }
}

#[cfg(feature = "alloc")]
#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<T, E: Suppressed> Merge<Result<T, E>> {
    /// How to merge.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_merge(&self) -> ByAttaching {
        ByAttaching
    }
}

#[cfg(feature = "alloc")]
#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<T, E: From<Error>> Convert<Result<T, E>> {
    /// How to merge.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_merge(&self) -> ByConverting {
        ByConverting
    }
}

#[expect(clippy::unused_self, reason = "the receiver chooses the method")]
impl<R> Keep<R> {
    /// How to merge.
    #[inline]
    #[must_use]
    pub const fn with_cleanup_merge(&self) -> ByReporting {
        ByReporting
    }
}

#[cfg(feature = "alloc")]
impl<T, E: Suppressed> Merging<Result<T, E>> for ByAttaching {
    fn merge(self, value: Result<T, E>, failure: Error) -> Result<T, E> {
        match value {
            Ok(value) => Err(in_place_of(value, failure)),
            Err(mut error) => {
                error.take_along(failure);
                Err(error)
            }
        }
    }
}

#[cfg(feature = "alloc")]
impl<T, E: From<Error>> Merging<Result<T, E>> for ByConverting {
    fn merge(self, value: Result<T, E>, failure: Error) -> Result<T, E> {
        match value {
            Ok(value) => Err(in_place_of(value, failure)),
            Err(error) => ByReporting.merge(Err(error), failure),
        }
    }
}

impl<R> Merging<R> for ByReporting {
    #[cfg(feature = "alloc")]
    fn merge(self, value: R, failure: Error) -> R {
        failure.report(Outcome::failure(None));
        value
    }
}

/// The error that a function returns in place of its value, because its cleanup failed.
#[cfg(feature = "alloc")]
fn in_place_of<T, E: From<Error>>(value: T, failure: Error) -> E {
    // It is reported if the drop of the value panics.
    let failure = Collected::from(failure);
    drop(value);
    failure.into_error().into()
}

impl<R> Deref for Merge<R> {
    type Target = Convert<R>;

    #[inline]
    fn deref(&self) -> &Convert<R> {
        &self.0
    }
}

impl<R> Deref for Convert<R> {
    type Target = Keep<R>;

    #[inline]
    fn deref(&self) -> &Keep<R> {
        &self.0
    }
}

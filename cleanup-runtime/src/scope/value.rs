use core::{error::Error, ops::Deref};

use crate::Outcome;

/// Asks a scope's value how the scope ended: `Probe::new(&value).outcome()` finds the first of these that fits, each
/// reached from the one before through `Deref`:
///
/// 1. a `Result` whose error is an [`Error`];
/// 2. a `Result` whose error is a boxed one;
/// 3. any other `Result`;
/// 4. any other value, which is a success.
#[derive(Debug)]
pub struct Probe<'v, T>(Erased<'v, T>);

#[derive(Debug)]
pub struct Erased<'v, T>(Opaque<'v, T>);

#[derive(Debug)]
pub struct Opaque<'v, T>(Plain<'v, T>);

#[derive(Debug)]
pub struct Plain<'v, T>(&'v T);

impl<'v, T> Probe<'v, T> {
    /// Asks this value.
    #[inline]
    pub const fn new(value: &'v T) -> Self {
        Self(Erased(Opaque(Plain(value))))
    }
}

impl<'v, T, E: Error + 'static> Probe<'v, Result<T, E>> {
    /// How the scope ended, if this is its value.
    #[inline]
    #[must_use]
    pub fn outcome(&self) -> Outcome<'v> {
        let Self(Erased(Opaque(Plain(value)))) = self;
        of(value, |error| Some(error))
    }
}

impl<'v, T, E: AsRef<dyn Error + Send + Sync>> Erased<'v, Result<T, E>> {
    /// How the scope ended, if this is its value.
    #[inline]
    #[must_use]
    pub fn outcome(&self) -> Outcome<'v> {
        let Self(Opaque(Plain(value))) = self;
        of(value, |error| Some(error.as_ref()))
    }
}

impl<'v, T, E> Opaque<'v, Result<T, E>> {
    /// How the scope ended, if this is its value.
    #[inline]
    #[must_use]
    pub fn outcome(&self) -> Outcome<'v> {
        let Self(Plain(value)) = self;
        of(value, |_| None)
    }
}

impl<'v, T> Plain<'v, T> {
    /// How the scope ended, if this is its value.
    #[inline]
    #[must_use]
    pub fn outcome(&self) -> Outcome<'v> {
        let Self(_value) = self;
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

/// The value itself ends the chain, so that a type which is not known yet is an error here, and no guess.
impl<T> Deref for Plain<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.0
    }
}

impl<'v, T> Deref for Probe<'v, T> {
    type Target = Erased<'v, T>;

    #[inline]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'v, T> Deref for Erased<'v, T> {
    type Target = Opaque<'v, T>;

    #[inline]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'v, T> Deref for Opaque<'v, T> {
    type Target = Plain<'v, T>;

    #[inline]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

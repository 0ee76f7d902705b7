use crate::scope::{Infallible, Kind};

/// What a cleanup may return: `()`, `!`, or `Result<(), E>` with `E: Into<Box<dyn Error + Send + Sync>>`.
///
/// A scope whose cleanups all return `()` has the type of its body. One with a cleanup that returns a `Result` has
/// the type `Result<T, with_cleanup::Error>`, where `T` is the type of the body. `Result` needs the feature `alloc`.
///
/// The trait is sealed.
#[diagnostic::on_unimplemented(
    message = "a cleanup cannot end in a value of type `{Self}`",
    label = "this must be `()` or a `Result<(), E>` whose `E` converts into `Box<dyn Error + Send + Sync>`",
    note = "end the cleanup with `;` if its value does not matter"
)]
pub trait CleanupResult: sealed::Sealed {}

impl CleanupResult for () {}
impl CleanupResult for Never {}

/// `!`, which has no name of its own on stable.
type Never = <fn() -> ! as sealed::Returns>::Output;

#[cfg(feature = "alloc")]
pub(crate) type Failure = alloc::boxed::Box<dyn core::error::Error + Send + Sync>;
#[cfg(not(feature = "alloc"))]
pub(crate) type Failure = core::convert::Infallible;

pub(crate) mod sealed {
    use super::{Failure, Infallible, Kind, Never};

    pub trait Returns {
        type Output;
    }

    impl<R> Returns for fn() -> R {
        type Output = R;
    }

    /// The part of `CleanupResult` that nobody else may implement or call.
    pub trait Sealed {
        type Kind: Kind;

        fn failure(self) -> Option<Failure>;
    }

    impl Sealed for () {
        type Kind = Infallible;

        #[inline]
        fn failure(self) -> Option<Failure> {
            None
        }
    }

    impl Sealed for Never {
        type Kind = Infallible;

        fn failure(self) -> Option<Failure> {
            self
        }
    }
}

#[cfg(feature = "alloc")]
mod fallible {
    use alloc::boxed::Box;
    use core::error::Error;

    use super::{CleanupResult, Failure, sealed::Sealed};
    use crate::scope::Fallible;

    type BoxError = Box<dyn Error + Send + Sync>;

    impl<E: Into<BoxError>> CleanupResult for Result<(), E> {}

    impl<E: Into<BoxError>> Sealed for Result<(), E> {
        type Kind = Fallible;

        #[inline]
        fn failure(self) -> Option<Failure> {
            self.err().map(Into::into)
        }
    }

    /// The error of a cleanup block in which a `?` stands. It is no `Error` itself, so it converts from all of them.
    #[derive(Debug)]
    pub struct Fail(BoxError);

    impl<E: Into<BoxError>> From<E> for Fail {
        fn from(error: E) -> Self {
            Self(error.into())
        }
    }

    impl CleanupResult for Result<(), Fail> {}

    impl Sealed for Result<(), Fail> {
        type Kind = Fallible;

        fn failure(self) -> Option<Failure> {
            self.err().map(|Fail(error)| error)
        }
    }

    /// The end of a cleanup block in which a `?` stands: its value may be `()` or a `Result`.
    ///
    /// # Errors
    ///
    /// The failure of the block's value.
    pub fn fail<R: CleanupResult>(end: R) -> Result<(), Fail> {
        end.failure().map_or(Ok(()), |failure| Err(Fail(failure)))
    }
}

#[cfg(feature = "alloc")]
pub use fallible::{Fail, fail};

use crate::scope::{Infallible, Kind};

/// What a cleanup may return: `()`, `!`, or `Result<(), E>` with `E: Into<Box<dyn Error + Send + Sync>>`.
///
/// A scope whose cleanups all return `()` has the type of its body. One with a cleanup that returns a `Result` has
/// the type `Result<T, with_cleanup::Error>`, where `T` is the type of the body. `Result` needs the feature `alloc`.
///
/// The trait is sealed.
#[diagnostic::on_unimplemented(
    message = "a cleanup cannot end in a value of type `{Self}`",
    label = "not `()`, nor a `Result<(), E>` whose `E` converts into `Box<dyn Error + Send + Sync>`",
    note = "of a `Result`, drop the value and keep the error: `.map(drop)`",
    note = "end the cleanup with `;` if its value does not matter; but a future would not run then, because no cleanup waits"
)]
pub trait CleanupResult: sealed::Sealed {
    #[doc(hidden)]
    type Kind: Kind;

    #[doc(hidden)]
    fn failure(self) -> Option<Failure>;
}

/// The value that a cleanup block ends in.
#[derive(Debug)]
pub struct End<R>(pub R);

impl<R> End<R> {
    /// What the closure of the block returns.
    #[inline]
    pub fn of_cleanup<N>(self) -> N
    where
        R: EndOf<N>,
    {
        self.0.normal()
    }
}

/// What a cleanup block may end in, and what its closure returns then. `N` is a parameter, because the compiler leaves
/// a parameter unknown where it would report an associated type of the wrong `Self` a second time.
#[diagnostic::on_unimplemented(
    message = "a cleanup cannot end in a value of type `{Self}`",
    label = "not `()`, nor a `Result<(), E>` whose `E` converts into `Box<dyn Error + Send + Sync>`",
    note = "of a `Result`, drop the value and keep the error: `.map(drop)`",
    note = "end the cleanup with `;` if its value does not matter; but a future would not run then, because no cleanup waits"
)]
pub trait EndOf<N> {
    #[doc(hidden)]
    fn normal(self) -> N;
}

#[diagnostic::do_not_recommend]
impl EndOf<()> for () {
    #[inline]
    fn normal(self) {}
}

#[diagnostic::do_not_recommend]
impl EndOf<()> for Never {
    fn normal(self) {
        self
    }
}

/// `!`, which has no name of its own on stable.
pub(crate) type Never = <fn() -> ! as sealed::Returns>::Output;

#[cfg(feature = "alloc")]
pub(crate) type Failure = alloc::boxed::Box<dyn core::error::Error + Send + Sync>;
#[cfg(not(feature = "alloc"))]
pub(crate) type Failure = core::convert::Infallible;

mod sealed {
    pub trait Sealed {}

    pub trait Returns {
        type Output;
    }

    impl<R> Returns for fn() -> R {
        type Output = R;
    }
}

impl sealed::Sealed for () {}

impl CleanupResult for () {
    type Kind = Infallible;

    #[inline]
    fn failure(self) -> Option<Failure> {
        None
    }
}

impl sealed::Sealed for Never {}

#[diagnostic::do_not_recommend]
impl CleanupResult for Never {
    type Kind = Infallible;

    fn failure(self) -> Option<Failure> {
        self
    }
}

#[cfg(feature = "alloc")]
mod fallible {
    use alloc::boxed::Box;
    use core::error::Error;

    use super::{CleanupResult, EndOf, Failure, sealed::Sealed};
    use crate::scope::Fallible;

    type BoxError = Box<dyn Error + Send + Sync>;

    impl<E: Into<BoxError>> Sealed for Result<(), E> {}

    #[diagnostic::do_not_recommend]
    impl<E: Into<BoxError>> CleanupResult for Result<(), E> {
        type Kind = Fallible;

        #[inline]
        fn failure(self) -> Option<Failure> {
            self.err().map(|error| Fail::from(error).0)
        }
    }

    /// The error of a cleanup block in which a `?` stands. It is no `Error` itself, so it converts from all of them.
    #[derive(Debug)]
    pub struct Fail(BoxError);

    impl<E: Into<BoxError>> From<E> for Fail {
        #[cold]
        #[inline(never)]
        fn from(error: E) -> Self {
            Self(error.into())
        }
    }

    impl Sealed for Result<(), Fail> {}

    #[diagnostic::do_not_recommend]
    impl CleanupResult for Result<(), Fail> {
        type Kind = Fallible;

        #[inline]
        fn failure(self) -> Option<Failure> {
            self.err().map(|Fail(error)| error)
        }
    }

    #[diagnostic::do_not_recommend]
    impl<E: Into<BoxError>> EndOf<Result<(), Fail>> for Result<(), E> {
        #[inline]
        fn normal(self) -> Result<(), Fail> {
            self.map_err(Fail::from)
        }
    }

    #[diagnostic::do_not_recommend]
    impl EndOf<Self> for Result<(), Fail> {
        #[inline]
        fn normal(self) -> Self {
            self
        }
    }

    /// The end of a cleanup block in which a `?` stands: its value may be `()` or a `Result`.
    ///
    /// # Errors
    ///
    /// The failure of the block's value.
    #[inline]
    pub fn fail<R: CleanupResult>(end: R) -> Result<(), Fail> {
        end.failure().map_or(Ok(()), |failure| Err(Fail(failure)))
    }
}

#[cfg(feature = "alloc")]
pub use fallible::{Fail, fail};

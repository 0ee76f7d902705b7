use core::error;

use crate::Error;

/// An error that can carry the failures of cleanups that came second to it, and stay what it is.
///
/// When a function with `#[with_cleanup]` returns an error of its own, and cleanups fail on the way out, this is how the
/// error takes them along. It is implemented for [`Error`] itself, and behind features of the same names for
/// `anyhow::Error` and `eyre::Report`: their `downcast_ref` still finds the original, and beside it finds
/// `SuppressedFailures`.
///
/// It is not implemented for `std::io::Error` and `Box<dyn Error>`, because wrapping would hide what they are. A function
/// that returns one of these returns it untouched, and the failures go to the [report hook](crate::set_report_hook).
///
/// # Examples
///
/// An error type of one's own joins in three lines, next to the conversion that a function's own error needs in any case:
///
/// ```
/// use with_cleanup::{Error, Suppressed};
///
/// struct ImportError {
///     text: String,
///     suppressed: Vec<Error>,
/// }
///
/// impl From<Error> for ImportError {
///     fn from(error: Error) -> Self {
///         Self { text: format!("{error:#}"), suppressed: Vec::new() }
///     }
/// }
///
/// impl Suppressed for ImportError {
///     fn suppress(&mut self, failure: Error) { self.suppressed.push(failure); }
/// }
/// ```
///
/// # Cost
///
/// Nothing until a cleanup fails.
///
/// # Source
///
/// Java's [`Throwable.addSuppressed`](https://docs.oracle.com/javase/8/docs/api/java/lang/Throwable.html#addSuppressed-java.lang.Throwable-),
/// Python's [`__context__`](https://docs.python.org/3/library/exceptions.html#exception-context).
pub trait Suppressed: From<Error> {
    /// Attaches a failure that came second to this error. It is called once for each, in the order they happened.
    fn suppress(&mut self, failure: Error);

    /// The error itself, for cleanups that ask for it with [`Outcome::error`](crate::Outcome::error) in an
    /// [`ExitStack::run`](crate::ExitStack::run). A type that implements `std::error::Error` returns `Some(self)` here.
    fn as_error(&self) -> Option<&(dyn error::Error + 'static)> {
        None
    }
}

impl Suppressed for Error {
    /// Adds it to the [`suppressed`](Error::suppressed) failures, and after it those that it suppresses itself.
    fn suppress(&mut self, failure: Self) {
        self.push(failure);
    }

    fn as_error(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(self)
    }
}

#[cfg(any(feature = "anyhow", feature = "eyre"))]
pub use self::foreign::SuppressedFailures;

#[cfg(any(feature = "anyhow", feature = "eyre"))]
mod foreign {
    use alloc::{string::String, vec::Vec};
    use core::{error, fmt, mem};

    use super::Suppressed;
    use crate::Error;

    /// The failures that an `anyhow::Error` or `eyre::Report` carries; its `downcast_ref` finds them.
    ///
    /// It is a context of the error. Its text is that of the error, and then that of the failures, in one line; the error
    /// itself is the cause, so that its text comes once more where causes are printed.
    #[derive(Debug)]
    pub struct SuppressedFailures {
        error: String,
        failures: Vec<Error>,
    }

    impl SuppressedFailures {
        /// The failures, in the order they happened.
        #[must_use]
        pub fn failures(&self) -> &[Error] {
            &self.failures
        }
    }

    impl fmt::Display for SuppressedFailures {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&self.error)?;
            for failure in &self.failures {
                write!(f, " [suppressed: {failure:#}]")?;
            }
            Ok(())
        }
    }

    macro_rules! carry {
        ($error:ty, $context:ident) => {
            impl Suppressed for $error {
                fn suppress(&mut self, failure: Error) {
                    if let Some(carried) = self.downcast_mut::<SuppressedFailures>() {
                        carried.failures.push(failure);
                        return;
                    }
                    let carried = SuppressedFailures {
                        error: alloc::format!("{self}"),
                        failures: alloc::vec![failure],
                    };
                    let error = mem::replace(self, <$error>::msg(""));
                    *self = error.$context(carried);
                }

                fn as_error(&self) -> Option<&(dyn error::Error + 'static)> {
                    Some(&**self)
                }
            }
        };
    }

    #[cfg(feature = "anyhow")]
    carry!(anyhow::Error, context);
    #[cfg(feature = "eyre")]
    carry!(eyre::Report, wrap_err);
}

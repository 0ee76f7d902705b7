use alloc::boxed::Box;
use core::error;

use crate::{Error, Outcome, Suppressed};

/// An error type of a body that failures of cleanups can be attached to, or beside which they are reported.
///
/// What is [`Suppressed`] carries them. `std::io::Error`, `Box<dyn Error>` and `Box<dyn Error + Send + Sync>` stay as they
/// are, because wrapping would hide what they are, and the failures go to the [report hook](crate::set_report_hook).
///
/// Do not implement this trait, but [`Suppressed`], which implements it.
#[diagnostic::on_unimplemented(
    message = "a failed cleanup cannot come second to an error of type `{Self}`",
    label = "it cannot carry the failures of cleanups",
    note = "implement `Suppressed` for it, in three lines: `impl Suppressed for {Self} {{ fn suppress(&mut self, failure: Error) {{ self.suppressed.push(failure); }} }}`",
    note = "or use `std::io::Error`, a boxed error, `anyhow::Error` or `eyre::Report`; the last two need the feature of that name"
)]
pub trait BodyError: From<Error> {
    /// Takes `failure` along, and what that suppresses; or reports it.
    #[doc(hidden)]
    fn take_along(&mut self, failure: Error);

    /// The error as cleanups see it, where its type is known to be one.
    #[doc(hidden)]
    fn as_error(&self) -> Option<&(dyn error::Error + 'static)>;
}

#[diagnostic::do_not_recommend]
impl<E: Suppressed> BodyError for E {
    fn take_along(&mut self, failure: Error) {
        for failure in failure.in_order() {
            self.suppress(failure);
        }
    }

    fn as_error(&self) -> Option<&(dyn error::Error + 'static)> {
        Suppressed::as_error(self)
    }
}

#[cfg(feature = "std")]
impl BodyError for std::io::Error {
    fn take_along(&mut self, failure: Error) {
        failure.report(Outcome::failure(self.as_error()));
    }

    fn as_error(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(self)
    }
}

impl BodyError for Box<dyn error::Error> {
    fn take_along(&mut self, failure: Error) {
        failure.report(Outcome::failure(self.as_error()));
    }

    fn as_error(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&**self)
    }
}

impl BodyError for Box<dyn error::Error + Send + Sync> {
    fn take_along(&mut self, failure: Error) {
        failure.report(Outcome::failure(self.as_error()));
    }

    fn as_error(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&**self)
    }
}

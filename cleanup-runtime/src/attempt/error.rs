use alloc::boxed::Box;
use core::error;
use std::io;

use crate::{BodyError, Error, Outcome, Suppressed, cleanup::Failure, report, site::Site};

/// An error that both the body and the cleanup of an [`attempt`](crate::attempt) may end in.
///
/// What is [`Suppressed`] and converts into `Box<dyn Error + Send + Sync>` is such an error, and so are `std::io::Error`,
/// `Box<dyn Error>` and `Box<dyn Error + Send + Sync>`.
///
/// Do not implement this trait, but [`Suppressed`] and `std::error::Error`, which implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot carry a second failure, which `attempt` needs where body and cleanup both fail",
    label = "it cannot carry the failure of the cleanup",
    note = "implement `Suppressed` for it, in three lines: `impl Suppressed for {Self} {{ fn suppress(&mut self, failure: Error) {{ self.suppressed.push(failure); }} }}`",
    note = "it must be a `std::error::Error` too, and `Send`, `Sync` and `'static`, or convert into `Box<dyn Error + Send + Sync>`",
    note = "or use `std::io::Error`, a boxed error, `anyhow::Error` or `eyre::Report`; the last two need the feature of that name"
)]
pub trait AttemptError: BodyError {
    /// Has the error before it take this one along.
    #[doc(hidden)]
    fn come_second(self, first: &mut Self, site: Site);

    /// Hands it to the report hook.
    #[doc(hidden)]
    fn report(self, site: Site, outcome: Outcome<'_>);
}

/// The errors that threads may share, as an [`Error`] needs it.
macro_rules! shared {
    ($error:ty $(, $($bounds:tt)+)?) => {
        #[diagnostic::do_not_recommend]
        impl $(<$($bounds)+>)? AttemptError for $error {
            fn come_second(self, first: &mut Self, site: Site) {
                first.take_along(Error::new(site, self.into()));
            }

            fn report(self, site: Site, outcome: Outcome<'_>) {
                Error::new(site, self.into()).report(outcome);
            }
        }
    };
}

shared!(E, E: Suppressed + Into<Failure>);
shared!(io::Error);
shared!(Box<dyn error::Error + Send + Sync>);

#[diagnostic::do_not_recommend]
impl AttemptError for Box<dyn error::Error> {
    fn come_second(self, first: &mut Self, site: Site) {
        self.report(site, Outcome::failure(Some(&**first)));
    }

    fn report(self, site: Site, outcome: Outcome<'_>) {
        match self.downcast::<Error>() {
            Ok(failure) => failure.report(outcome),
            Err(error) => report::report(site, outcome, &*error),
        }
    }
}

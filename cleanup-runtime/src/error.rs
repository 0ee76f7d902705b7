use alloc::{boxed::Box, vec::Vec};
use core::{error, fmt, panic::Location};

use crate::{Outcome, cleanup::Failure, report, site::Site};

/// A cleanup that failed, with the failures that came after it.
///
/// A scope with a fallible exit has the type `Result<T, Error>`. The first exit to fail makes the error; those that
/// fail after it are its [`suppressed`](Self::suppressed) failures, in the order they happened.
///
/// `{}` is one line that names the cleanup, without the text of the [`source`](error::Error::source); `{:#}` is the
/// whole story: the sources and the suppressed failures too.
///
/// # Examples
///
/// ```
/// use std::io;
/// use with_cleanup::{Error, guard, with};
///
/// let scope: Result<usize, Error> = with!(
///     name = guard("a.txt", |_name| Err::<(), _>(io::Error::from(io::ErrorKind::StorageFull))) => name.len()
/// );
/// let error = scope.unwrap_err();
/// assert_eq!(error.name(), "name"); // that of the head
/// assert_eq!(error.downcast_ref::<io::Error>().unwrap().kind(), io::ErrorKind::StorageFull);
/// assert_eq!(io::Error::from(error).kind(), io::ErrorKind::StorageFull);
/// ```
///
/// # Cost
///
/// One pointer wide; it allocates when a cleanup fails, never before.
pub struct Error(Box<Story>);

struct Story {
    site: Site,
    failure: Failure,
    suppressed: Vec<Error>,
}

impl Error {
    /// The error of a cleanup that failed. A failure that is such an error already stays what it is.
    pub(crate) fn new(site: Site, failure: Failure) -> Self {
        match failure.downcast::<Self>() {
            Ok(error) => *error,
            Err(failure) => Self(Box::new(Story { site, failure, suppressed: Vec::new() })),
        }
    }

    /// What the cleanup was called where it was written: the name of the head, `finally`, `defer`, `guard`, or the name of
    /// the other function that made the guard.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.site.name
    }

    /// Where the cleanup was written: at its head, `finally`, `defer!` or `guard`.
    #[must_use]
    pub fn location(&self) -> &'static Location<'static> {
        self.0.site.location
    }

    /// The failures of the cleanups that ran after this one, in the order they happened.
    #[must_use]
    pub fn suppressed(&self) -> &[Self] {
        &self.0.suppressed
    }

    /// The failure itself, if it is an `E`.
    #[must_use]
    pub fn downcast_ref<E: error::Error + 'static>(&self) -> Option<&E> {
        self.failure().downcast_ref()
    }

    pub(crate) fn site(&self) -> Site {
        self.0.site
    }

    pub(crate) fn failure(&self) -> &(dyn error::Error + 'static) {
        &*self.0.failure
    }

    /// Adds a failure that came second, and those that came second to it.
    pub(crate) fn push(&mut self, later: Self) {
        self.0.suppressed.extend(later.in_order());
    }

    /// This failure and those that it suppresses, one by one, in the order they happened.
    pub(crate) fn in_order(mut self) -> impl Iterator<Item = Self> {
        let suppressed = core::mem::take(&mut self.0.suppressed);
        core::iter::once(self).chain(suppressed)
    }

    /// Hands each failure to the report hook.
    #[cold]
    pub(crate) fn report(self, outcome: Outcome<'_>) {
        for failure in self.in_order() {
            report::report(failure.0.site, outcome, failure.failure());
        }
    }

    fn tell(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Site { name, location } = self.0.site;
        write!(f, "cleanup of `{name}` failed at {location}")
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(self.failure())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tell(f)?;
        if f.alternate() {
            for cause in chain(self.failure()) {
                match cause.source() {
                    Some(_) => write!(f, ": {cause}")?,
                    // It may have a story of its own, with failures that it suppresses.
                    None => write!(f, ": {cause:#}")?,
                }
            }
            for later in self.suppressed() {
                write!(f, "\nsuppressed: {later:#}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("name", &self.name())
            .field("location", &format_args!("{}", self.location()))
            .field("source", &self.0.failure)
            .field("suppressed", &self.suppressed())
            .finish()
    }
}

fn chain<'e>(
    first: &'e (dyn error::Error + 'static),
) -> impl Iterator<Item = &'e (dyn error::Error + 'static)> {
    core::iter::successors(Some(first), |&error| error.source())
}

#[cfg(feature = "std")]
impl From<Error> for std::io::Error {
    /// An `io::Error` of the same kind when the failure is one, else of the kind `Other`. The [`Error`] is its inner
    /// error.
    fn from(error: Error) -> Self {
        let kind = error.downcast_ref::<Self>().map_or(std::io::ErrorKind::Other, Self::kind);
        Self::new(kind, error)
    }
}

use core::{fmt, panic::AssertUnwindSafe, panic::Location};
use std::panic::{catch_unwind, resume_unwind};

pub use self::error::AttemptError;
use crate::{
    Outcome,
    scope::Scope,
    site::{Name, Site},
    unwind::{self, Payload},
};

mod error;

/// A body that has ended, and waits for its cleanup; made by [`attempt`].
///
/// Dropped without [`finally`](Self::finally), it lets the panic of its body go on, or reports the error of its body.
#[must_use = "it has no cleanup, and no result, until `.finally(..)` is called"]
pub struct Attempt<T, E> {
    /// `None` when `finally` has taken it.
    ended: Option<Result<Result<T, E>, Payload>>,
    location: &'static Location<'static>,
    ways: Ways<E>,
}

/// What an [`AttemptError`] can do. As values, so that an error that is none is one mistake, at `attempt`, and not another
/// at `finally`.
struct Ways<E> {
    come_second: fn(E, &mut E, Site),
    report: fn(E, Site, Outcome<'_>),
}

/// Runs a body at once, and catches its panic, so that it has ended before its cleanup borrows anything.
///
/// This is `try_finally!` as a function: there are
/// no captures to list, but `return`, `break`, `continue` and `.await` do not reach out of a closure.
///
/// # Examples
///
/// ```
/// use std::io;
/// use with_cleanup::attempt;
/// # struct Conn;
/// # impl Conn {
/// #     fn send(&mut self, text: &str) -> io::Result<usize> { Ok(text.len()) }
/// #     fn close(&mut self) -> io::Result<()> { Ok(()) }
/// # }
/// # let mut conn = Conn;
///
/// let sent = attempt(|| conn.send("hello")).finally(|| conn.close())?;
/// assert_eq!(sent, 5);
/// # Ok::<(), io::Error>(())
/// ```
///
/// # Errors
///
/// The error of the body; else that of the cleanup, which is of the same type. Where both fail, the error of the body stays
/// what it is, and carries that of the cleanup if its type is [`Suppressed`](crate::Suppressed); else that goes to the
/// [report hook](crate::set_report_hook).
///
/// # Panics
///
/// A panic of the body goes on when the cleanup has run; what the cleanup fails or panics with then goes to the report hook.
/// A panic of the cleanup goes on as well, and the error that the body may have ended in goes to the hook. While the
/// thread already unwinds, it is contained and reported instead.
///
/// # Cost
///
/// That of two calls of [`catch_unwind`](std::panic::catch_unwind). It allocates nothing, unless both fail.
///
/// # Source
///
/// Kotlin's [`runCatching`](https://kotlinlang.org/api/core/kotlin-stdlib/kotlin/run-catching.html), JavaScript's
/// [`finally`](https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Promise/finally) of a promise.
#[track_caller]
pub fn attempt<T, E: AttemptError>(body: impl FnOnce() -> Result<T, E>) -> Attempt<T, E> {
    Attempt {
        ended: Some(catch_unwind(AssertUnwindSafe(body))),
        location: Location::caller(),
        ways: Ways { come_second: E::come_second, report: E::report },
    }
}

impl<T, E> Attempt<T, E> {
    /// Runs the cleanup, and returns what the body and the cleanup ended in.
    ///
    /// # Errors
    ///
    /// The error of the body, else that of the cleanup: see [`attempt`].
    ///
    /// # Panics
    ///
    /// If the body or the cleanup has panicked: see [`attempt`].
    #[track_caller]
    pub fn finally(mut self, cleanup: impl FnOnce() -> Result<(), E>) -> Result<T, E> {
        let Some(ended) = self.ended.take() else { unreachable!("only this takes it") };
        let site = Name(&"finally").here();
        let cleaned = catch_unwind(AssertUnwindSafe(cleanup));
        match (ended, cleaned) {
            (Ok(body), Ok(Ok(()))) => body,
            (Ok(Ok(value)), Ok(Err(failure))) => Err(self.in_place_of(value, failure, site)),
            (Ok(Err(mut error)), Ok(Err(failure))) => {
                (self.ways.come_second)(failure, &mut error, site);
                Err(error)
            }
            (Ok(body), Err(panic)) if unwind::panicking() => {
                unwind::report_panic(site, panic);
                body
            }
            (Ok(body), Err(panic)) => {
                self.give_up(body);
                resume_unwind(panic)
            }
            (Err(panic), cleaned) => {
                match cleaned {
                    Ok(Ok(())) => {}
                    Ok(Err(failure)) => (self.ways.report)(failure, site, Outcome::panic()),
                    Err(second) => unwind::report_panic(site, second),
                }
                resume_unwind(panic)
            }
        }
    }

    /// Gives up what the body ended in, because a panic is about to go on.
    #[cold]
    fn give_up(&self, body: Result<T, E>) {
        match body {
            Ok(value) => {
                if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
                    unwind::report_panic(self.site(), second);
                }
            }
            Err(error) => (self.ways.report)(error, self.site(), Outcome::panic()),
        }
    }

    fn site(&self) -> Site {
        Site { name: &"attempt", location: self.location }
    }

    /// The error that is returned in place of the value, because the cleanup failed. It is reported if the drop of the
    /// value panics.
    fn in_place_of(&self, value: T, failure: E, site: Site) -> E {
        match catch_unwind(AssertUnwindSafe(|| drop(value))) {
            Ok(()) => failure,
            Err(panic) => {
                (self.ways.report)(failure, site, Outcome::panic());
                resume_unwind(panic)
            }
        }
    }
}

impl<T, E> Drop for Attempt<T, E> {
    fn drop(&mut self) {
        match self.ended.take() {
            Some(Err(panic)) => unwind::report_or_resume(self.site(), panic),
            Some(Ok(Err(error))) => {
                (self.ways.report)(error, self.site(), Outcome::dropped(Scope::unmarked()));
            }
            Some(Ok(Ok(_))) | None => {}
        }
    }
}

impl<T, E> fmt::Debug for Attempt<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("location", &format_args!("{}", self.location))
            .finish_non_exhaustive()
    }
}

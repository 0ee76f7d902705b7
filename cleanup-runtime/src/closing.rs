use core::fmt;

use crate::{
    CleanupResult, Outcome,
    guard::{Cleanup, Guard},
};

/// A cleanup that is lent the value, which drops after it; made by [`closing`].
#[derive(Clone, Copy)]
pub struct Closing<F>(F);

/// Guards `value`: `close` is lent it when the guard exits or drops, and then the value drops.
///
/// It is for a method that takes `&mut self`. [`guard`](crate::guard) hands the value over, to one that takes `self`.
///
/// # Examples
///
/// ```
/// use with_cleanup::{ContextManager, Outcome, closing};
///
/// struct Conn;
///
/// impl Conn {
///     fn send(&mut self, text: &str) {}
///     fn close(&mut self) -> Result<(), String> { Err("no answer".to_owned()) }
/// }
///
/// let mut conn = closing(Conn, Conn::close);
/// conn.send("hello");
/// assert_eq!(conn.exit(Outcome::success()), Err("no answer".to_owned())); // a head of `with!` does this
/// ```
///
/// # Errors
///
/// What `close` fails with is the failure of the exit. Of a guard that is dropped alone it goes to the report hook.
///
/// # Panics
///
/// `close` may panic; the value drops all the same. While the thread already unwinds, its panic is contained and reported
/// (with the feature `std`).
///
/// # Cost
///
/// That of a `Drop` written by hand.
///
/// # Source
///
/// Python's [`contextlib.closing`](https://docs.python.org/3/library/contextlib.html#contextlib.closing).
#[track_caller]
#[inline]
pub fn closing<T, F: FnOnce(&mut T) -> R, R: CleanupResult>(value: T, close: F) -> Guard<T, Closing<F>> {
    Guard::new(value, Closing(close))
}

impl<T, R: CleanupResult, F: FnOnce(&mut T) -> R> Cleanup<T> for Closing<F> {
    const NAME: &'static &'static str = &"closing";

    type Exit = R;

    #[inline]
    fn run(self, mut value: T, _outcome: Outcome<'_>) -> R {
        (self.0)(&mut value)
    }
}

impl<F> fmt::Debug for Closing<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Closing").finish_non_exhaustive()
    }
}

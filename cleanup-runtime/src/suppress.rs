/// Runs the body, and takes it for done where it fails with an error that is to be ignored.
///
/// It is `Ok(None)` then, and `Ok(Some(value))` where the body did not fail.
///
/// # Examples
///
/// ```
/// use std::num::{IntErrorKind, ParseIntError};
/// use with_cleanup::suppress;
///
/// fn number(text: &str) -> Result<Option<u8>, ParseIntError> {
///     suppress(|error: &ParseIntError| *error.kind() == IntErrorKind::Empty, || text.parse())
/// }
///
/// assert_eq!(number("7"), Ok(Some(7)));
/// assert_eq!(number(""), Ok(None));
/// assert!(number("seven").is_err());
/// ```
///
/// # Errors
///
/// The body's error, where it is not ignored. One that is ignored drops, with all that is in it.
///
/// # Source
///
/// Python's [`contextlib.suppress`](https://docs.python.org/3/library/contextlib.html#contextlib.suppress).
pub fn suppress<T, E>(
    ignores: impl FnOnce(&E) -> bool,
    body: impl FnOnce() -> Result<T, E>,
) -> Result<Option<T>, E> {
    match body().map(Some) {
        Err(error) if ignores(&error) => Ok(None),
        ended => ended,
    }
}

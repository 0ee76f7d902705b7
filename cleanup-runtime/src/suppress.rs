/// Runs the body, and takes it for done where it fails with an error that is to be ignored.
///
/// It is `Ok(None)` then, and `Ok(Some(value))` where the body did not fail.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "std")] {
/// use std::{fs, io};
/// use cleanup_runtime::suppress;
///
/// // Gone is gone.
/// suppress(|error: &io::Error| error.kind() == io::ErrorKind::NotFound, || fs::remove_file("no such file"))?;
/// # }
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// The body's error, where it is not ignored.
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

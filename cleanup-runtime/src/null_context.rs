use crate::{ContextManager, Outcome};

/// A manager that lends its value, and whose exit only drops it; made by [`null_context`].
#[derive(Clone, Copy, Debug, Default)]
#[must_use = "a value that is not bound drops at once"]
pub struct NullContext<T>(T);

/// Makes a manager of a value that needs none, for a place that wants one.
///
/// A head of `with!` is no such place: it holds any value.
///
/// # Examples
///
/// ```
/// use with_cleanup::{ContextManager, Outcome, null_context};
///
/// fn greet(mut to: impl ContextManager<Target = String>) {
///     to.target().push_str("hello");
///     to.exit(Outcome::success());
/// }
///
/// greet(null_context(String::new()));
/// ```
///
/// # Source
///
/// Python's [`contextlib.nullcontext`](https://docs.python.org/3/library/contextlib.html#contextlib.nullcontext).
#[inline]
pub const fn null_context<T>(value: T) -> NullContext<T> {
    NullContext(value)
}

impl<T> ContextManager for NullContext<T> {
    type Target = T;
    type Exit = ();

    #[inline]
    fn target(&mut self) -> &mut T {
        &mut self.0
    }

    #[inline]
    fn exit(self, _outcome: Outcome<'_>) {
        drop(self);
    }
}

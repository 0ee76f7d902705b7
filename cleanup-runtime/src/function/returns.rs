use crate::scope::Infallible;

/// What a function returns that can also return the failures of exits of kind `K`.
#[diagnostic::on_unimplemented(
    message = "this cleanup can fail, and a function that returns `{Self}` cannot return the failure",
    label = "a failure of the cleanup would be lost here",
    note = "let the function return a `Result` whose error type implements `From<with_cleanup::Error>`, or handle the \
            error inside the cleanup",
    note = "generic code can ask for a manager that cannot fail: `ContextManager<Exit = ()>`"
)]
pub trait Returns<K> {}

#[diagnostic::do_not_recommend]
impl<R> Returns<Infallible> for R {}

/// No kind. Without it there would be one kind only that every type returns, and the compiler would take that for the
/// answer, and complain of the kind.
#[derive(Debug)]
pub struct NoKind;

#[diagnostic::do_not_recommend]
impl<R> Returns<NoKind> for R {}

#[cfg(feature = "alloc")]
impl<T, E: From<crate::Error>> Returns<crate::scope::Fallible> for Result<T, E> {}

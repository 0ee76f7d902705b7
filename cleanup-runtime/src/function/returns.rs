use crate::scope::Infallible;

/// Tells that a function which returns an `R` can return the failures of exits of this kind.
#[diagnostic::on_unimplemented(
    message = "this cleanup can fail, and a function of type `{R}` cannot return the failure",
    label = "a failure of the cleanup would be lost here",
    note = "let the function return a `Result` whose error type implements `From<with_cleanup::Error>`, or handle the \
            error inside the cleanup",
    note = "generic code can ask for a manager that cannot fail: `ContextManager<Exit = ()>`"
)]
pub trait ReturnedBy<R> {}

#[diagnostic::do_not_recommend]
impl<R> ReturnedBy<R> for Infallible {}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<T, E: From<crate::Error>> ReturnedBy<Result<T, E>> for crate::scope::Fallible {}

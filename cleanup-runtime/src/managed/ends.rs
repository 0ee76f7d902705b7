//! What a function may return, as types and as traits with messages.

use crate::{CleanupResult, Outcome};

/// The proof that a function has lent, and was resumed with an outcome.
#[derive(Clone, Copy, Debug)]
pub struct Resumed<'room>(pub(super) Outcome<'room>);

impl<'room> Resumed<'room> {
    /// How the scope ended.
    #[expect(clippy::must_use_candidate, reason = "a `yield_!` may be a statement")]
    #[inline]
    pub const fn outcome(self) -> Outcome<'room> {
        self.0
    }
}

/// What a function returns that has lent.
#[derive(Debug)]
pub struct Yielded(());

/// What the future of a function returns.
#[diagnostic::on_unimplemented(
    message = "a cleanup cannot end in a value of type `{Self}`",
    label = "its error does not convert into `Box<dyn Error + Send + Sync>`"
)]
pub trait Finished {
    /// What the manager's exit returns.
    type Exit: CleanupResult;

    #[doc(hidden)]
    fn exit(self) -> Self::Exit;
}

impl Finished for Yielded {
    type Exit = ();

    #[inline]
    fn exit(self) {}
}

#[diagnostic::do_not_recommend]
impl<E> Finished for Result<Yielded, E>
where
    Result<(), E>: CleanupResult,
{
    type Exit = Result<(), E>;

    #[inline]
    fn exit(self) -> Result<(), E> {
        self.map(|Yielded(..)| ())
    }
}

/// What a function can return whose setup and cleanup may fail: a `Result`, also by another name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `Result`, so a function that returns it cannot fail",
    label = "what a function with `#[context_manager]` returns is fallible if the name of its type ends in `Result`, or \
             if the attribute says `fallible`",
    note = "to lend a value of a type whose name ends in `Result`, give the type another name: `type Other = ..`"
)]
pub trait Lends {
    /// What it lends.
    type Target;
    /// What it fails with.
    type Error;
}

impl<T, E> Lends for Result<T, E>
where
    Result<(), E>: CleanupResult,
{
    type Target = T;
    type Error = E;
}

/// What the body of a function may end in whose future returns an `R`.
#[diagnostic::on_unimplemented(
    message = "the function of a context manager cannot end in a value of type `{Self}`",
    label = "not `()`, nor a `Result<(), E>` of the function's own error type",
    note = "what it lends stands in its `yield_!(..)`; end it with `;` if the value does not matter, or with `?;` if it can \
            fail"
)]
pub trait Ends<R> {
    #[doc(hidden)]
    fn with(self, yielded: Yielded) -> R;
}

#[diagnostic::do_not_recommend]
impl Ends<Yielded> for () {
    #[inline]
    fn with(self, yielded: Yielded) -> Yielded {
        yielded
    }
}

#[diagnostic::do_not_recommend]
impl<E> Ends<Result<Yielded, E>> for () {
    #[inline]
    fn with(self, yielded: Yielded) -> Result<Yielded, E> {
        Ok(yielded)
    }
}

/// Of a function that ends in its `yield_!`.
#[diagnostic::do_not_recommend]
impl Ends<Yielded> for Outcome<'_> {
    #[inline]
    fn with(self, yielded: Yielded) -> Yielded {
        yielded
    }
}

#[diagnostic::do_not_recommend]
impl<E> Ends<Result<Yielded, E>> for Outcome<'_> {
    #[inline]
    fn with(self, yielded: Yielded) -> Result<Yielded, E> {
        Ok(yielded)
    }
}

#[diagnostic::do_not_recommend]
impl<E> Ends<Result<Yielded, E>> for Result<(), E> {
    #[inline]
    fn with(self, yielded: Yielded) -> Result<Yielded, E> {
        self.map(|()| yielded)
    }
}

/// The end of a function that has yielded.
#[inline]
pub fn finish<R, B: Ends<R>>(body: B, _proof: Resumed<'_>) -> R {
    body.with(Yielded(()))
}

/// What a `return` returns in a function that can fail and has yielded. The type of its operand is known before that is,
/// so that it coerces.
///
/// # Errors
///
/// Those of the operand.
#[inline]
pub fn finish_with<E>(operand: Result<(), E>, _proof: Resumed<'_>) -> Result<Yielded, E> {
    operand.map(|()| Yielded(()))
}

//! The kinds of entries.

use core::marker::PhantomData;

use super::{ExitStack, arena::Arena, closing::Closing, entry::Cleanup};
use crate::{CleanupResult, ContextManager, Outcome};

/// A manager.
pub(super) struct Enter<M>(pub(super) M);

impl<M: ContextManager> Cleanup for Enter<M> {
    const NAME: &'static &'static str = &"enter";

    type Exit = M::Exit;

    #[inline]
    fn run(self, _arena: &Arena, closing: &Closing<'_>) -> M::Exit {
        self.0.exit(closing.outcome())
    }
}

/// A value, and the cleanup that takes it.
pub(super) struct Adopt<T, F>(pub(super) T, pub(super) F);

impl<T, R: CleanupResult, F: FnOnce(T) -> R> Cleanup for Adopt<T, F> {
    const NAME: &'static &'static str = &"adopt";

    type Exit = R;

    #[inline]
    fn run(self, _arena: &Arena, _closing: &Closing<'_>) -> R {
        (self.1)(self.0)
    }
}

/// A cleanup.
pub(super) struct Defer<F>(pub(super) F);

impl<R: CleanupResult, F: FnOnce() -> R> Cleanup for Defer<F> {
    const NAME: &'static &'static str = &"defer";

    type Exit = R;

    #[inline]
    fn run(self, _arena: &Arena, _closing: &Closing<'_>) -> R {
        (self.0)()
    }
}

/// A cleanup that is told the outcome and the stack.
///
/// # Invariants
///
/// It is an entry of an `ExitStack<'env>`.
pub(super) struct DeferWith<'env, F> {
    cleanup: F,
    env: PhantomData<ExitStack<'env>>,
}

impl<F> DeferWith<'_, F> {
    /// # Safety
    ///
    /// It goes on an `ExitStack<'env>`.
    #[inline]
    pub(super) const unsafe fn new(cleanup: F) -> Self {
        Self { cleanup, env: PhantomData }
    }
}

impl<'env, R, F> Cleanup for DeferWith<'env, F>
where
    R: CleanupResult,
    F: FnOnce(&ExitStack<'env>, Outcome<'_>) -> R,
{
    const NAME: &'static &'static str = &"defer_with";
    const ADDS: bool = true;

    type Exit = R;

    fn run(self, arena: &Arena, closing: &Closing<'_>) -> R {
        // SAFETY: by the invariant this is the arena of such a stack.
        let stack = unsafe { ExitStack::of(arena) };
        (self.cleanup)(stack, closing.outcome())
    }
}

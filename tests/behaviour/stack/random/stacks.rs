//! What both stacks do.

use with_cleanup::{CleanupResult, ContextManager, Entry, Error, ExitStack, Outcome, SendExitStack};

pub(super) trait Stack<'env>: Default {
    #[expect(clippy::mut_from_ref, reason = "the stacks lend each target once")]
    fn enter<M: ContextManager + Send + 'env>(&self, manager: M) -> &mut M::Target;

    #[expect(clippy::mut_from_ref, reason = "the stacks lend each value once")]
    fn adopt<T: Send + 'env, R: CleanupResult>(
        &self,
        value: T,
        cleanup: impl FnOnce(T) -> R + Send + 'env,
    ) -> &mut T;

    fn defer<R: CleanupResult>(&self, cleanup: impl FnOnce() -> R + Send + 'env) -> Entry<'_>;

    fn defer_with<R: CleanupResult>(
        &self,
        cleanup: impl FnOnce(&Self, Outcome<'_>) -> R + Send + 'env,
    ) -> Entry<'_>;

    fn dismiss(&self, entry: Entry<'_>);

    fn take(&mut self) -> Self;

    fn close_with(self, outcome: Outcome<'_>) -> Result<(), Error>;

    fn len(&self) -> usize;

    fn is_empty(&self) -> bool;
}

/// By its own methods, which come before those of the trait.
macro_rules! is_a_stack {
    ($stack:ident) => {
        impl<'env> Stack<'env> for $stack<'env> {
            fn enter<M: ContextManager + Send + 'env>(&self, manager: M) -> &mut M::Target {
                self.enter(manager)
            }

            fn adopt<T: Send + 'env, R: CleanupResult>(
                &self,
                value: T,
                cleanup: impl FnOnce(T) -> R + Send + 'env,
            ) -> &mut T {
                self.adopt(value, cleanup)
            }

            fn defer<R: CleanupResult>(&self, cleanup: impl FnOnce() -> R + Send + 'env) -> Entry<'_> {
                self.defer(cleanup)
            }

            fn defer_with<R: CleanupResult>(
                &self,
                cleanup: impl FnOnce(&Self, Outcome<'_>) -> R + Send + 'env,
            ) -> Entry<'_> {
                self.defer_with(cleanup)
            }

            fn dismiss(&self, entry: Entry<'_>) {
                self.dismiss(entry);
            }

            fn take(&mut self) -> Self {
                self.take()
            }

            fn close_with(self, outcome: Outcome<'_>) -> Result<(), Error> {
                self.close_with(outcome)
            }

            fn len(&self) -> usize {
                self.len()
            }

            fn is_empty(&self) -> bool {
                self.is_empty()
            }
        }
    };
}

is_a_stack!(ExitStack);
is_a_stack!(SendExitStack);

use core::fmt;

use super::{Entry, ExitStack};
use crate::{BodyError, CleanupResult, ContextManager, Error, Outcome};

/// An [`ExitStack`] that may be sent to other threads, because all its entries may.
///
/// The handles that [`dismiss`](Self::dismiss) takes stay in their thread: they borrow the stack. To call off a cleanup
/// later, let it look at a flag, or [`take`](Self::take) all of them.
///
/// # Examples
///
/// ```
/// use with_cleanup::SendExitStack;
/// use std::{sync::mpsc, thread};
///
/// let (sender, closed) = mpsc::channel();
/// let stack = SendExitStack::new();
/// stack.defer(move || sender.send("closed").unwrap());
/// thread::spawn(move || stack.close()).join().unwrap()?;
/// assert_eq!(closed.recv(), Ok("closed"));
/// # Ok::<(), with_cleanup::Error>(())
/// ```
///
/// # Invariants
///
/// All entries are `Send`.
#[must_use = "a stack that is not bound is empty, or runs its entries at once"]
#[repr(transparent)]
#[derive(Default)]
pub struct SendExitStack<'env>(ExitStack<'env>);

// SAFETY: a stack owns what is on it, all of which is `Send` by the invariant, and memory of no thread in particular.
unsafe impl Send for SendExitStack<'_> {}

impl<'env> SendExitStack<'env> {
    /// An empty stack.
    #[inline]
    pub const fn new() -> Self {
        Self(ExitStack::new())
    }

    /// See [`ExitStack::enter`].
    #[track_caller]
    #[inline]
    pub fn enter<M: ContextManager + Send + 'env>(&self, manager: M) -> &mut M::Target {
        self.0.enter(manager)
    }

    /// See [`ExitStack::adopt`].
    #[track_caller]
    #[inline]
    pub fn adopt<T: Send + 'env, F, R>(&self, value: T, cleanup: F) -> &mut T
    where
        F: FnOnce(T) -> R + Send + 'env,
        R: CleanupResult,
    {
        self.0.adopt(value, cleanup)
    }

    /// See [`ExitStack::defer`].
    #[track_caller]
    #[inline]
    pub fn defer<F, R>(&self, cleanup: F) -> Entry<'_>
    where
        F: FnOnce() -> R + Send + 'env,
        R: CleanupResult,
    {
        self.0.defer(cleanup)
    }

    /// See [`ExitStack::defer_with`].
    #[track_caller]
    #[inline]
    pub fn defer_with<F, R>(&self, cleanup: F) -> Entry<'_>
    where
        F: FnOnce(&Self, Outcome<'_>) -> R + Send + 'env,
        R: CleanupResult,
    {
        self.0.defer_with(|stack, outcome| {
            // SAFETY: the stack that an entry is handed is the one it is on, which is that of a `SendExitStack`.
            cleanup(unsafe { Self::of(stack) }, outcome)
        })
    }

    /// See [`ExitStack::dismiss`].
    ///
    /// # Panics
    ///
    /// If the entry is that of another stack.
    pub fn dismiss(&self, entry: Entry<'_>) {
        self.0.dismiss(entry);
    }

    /// See [`ExitStack::take`].
    pub fn take(&mut self) -> Self {
        Self(self.0.take())
    }

    /// See [`ExitStack::close`].
    ///
    /// # Errors
    ///
    /// The first failure of an entry, with those that follow suppressed.
    pub fn close(self) -> Result<(), Error> {
        self.0.close()
    }

    /// See [`ExitStack::close_with`].
    ///
    /// # Errors
    ///
    /// The first failure of an entry, with those that follow suppressed.
    pub fn close_with(self, outcome: Outcome<'_>) -> Result<(), Error> {
        self.0.close_with(outcome)
    }

    /// See [`ExitStack::run`].
    ///
    /// # Errors
    ///
    /// The error of the body, or if it succeeds that of an entry.
    pub fn run<T, E: BodyError>(self, body: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        self.0.run(|stack| {
            // SAFETY: it is the stack of this `SendExitStack`.
            body(unsafe { Self::of(stack) })
        })
    }

    /// The number of entries.
    ///
    /// # Cost
    ///
    /// It counts them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The `SendExitStack` that a stack is in.
    ///
    /// # Safety
    ///
    /// It is in one.
    unsafe fn of<'s>(stack: &'s ExitStack<'env>) -> &'s Self {
        // SAFETY: the caller's promise; it is laid out as the stack in it.
        unsafe { &*core::ptr::from_ref(stack).cast() }
    }
}

impl ContextManager for SendExitStack<'_> {
    type Target = Self;
    type Exit = Result<(), Error>;

    #[inline]
    fn target(&mut self) -> &mut Self {
        self
    }

    fn exit(self, outcome: Outcome<'_>) -> Result<(), Error> {
        self.close_with(outcome)
    }
}

impl fmt::Debug for SendExitStack<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendExitStack").field("len", &self.len()).finish_non_exhaustive()
    }
}

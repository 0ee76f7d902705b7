//! Stacks of cleanups whose number is known only at run time.

use core::{
    fmt,
    marker::PhantomData,
    mem,
    panic::Location,
    ptr::{self, NonNull},
};

use self::{
    arena::Arena,
    cleanups::{Adopt, Defer, DeferWith, Enter},
    closing::Closing,
    entry::{Cleanup, Trailer},
};
use crate::{
    BodyError, CleanupResult, ContextManager, Error, Outcome,
    scope::{Collected, Scope},
};

mod arena;
mod cleanups;
mod closing;
mod entry;
mod send;

pub use self::send::SendExitStack;

/// A stack of cleanups, of any number and of any types, that run when it closes, the last first.
///
/// It is for resources whose number is known only at run time. Closed with [`close`](Self::close) it returns what its
/// entries fail with, as a scope of [`with!`] does; it is a manager itself, for such a scope, and lends itself there.
/// Dropped instead, it runs its entries with outcome failure (or panic while unwinding), and their failures go to the
/// [report hook](crate::set_report_hook).
///
/// What an entry borrows outlives the stack: `'env`. So an entry cannot borrow the target of another entry: put a value
/// that owns both on the stack. The targets stay where they are for as long as the stack is borrowed; between borrows it
/// may be moved, and [`take`](Self::take) hands all entries over. Entries of a [`SendExitStack`] are `Send`, and so is the
/// stack.
///
/// [`with!`]: https://docs.rs/with-cleanup/latest/with_cleanup/macro.with.html
///
/// # Examples
///
/// ```
/// use with_cleanup::{ContextManager, ExitStack, guard};
/// # use std::cell::RefCell;
///
/// # let closed = RefCell::new(Vec::new());
/// # let closed = &closed;
/// let open = |name: &'static str| guard(name, move |name| closed.borrow_mut().push(name));
///
/// let stack = ExitStack::new();
/// let names: Vec<&mut &str> = ["a", "b", "c"].into_iter().map(|name| stack.enter(open(name))).collect();
/// stack.defer(|| closed.borrow_mut().push("last in, first out"));
/// assert_eq!(names, [&"a", &"b", &"c"]);
/// stack.close()?;
/// assert_eq!(*closed.borrow(), ["last in, first out", "c", "b", "a"]);
/// # Ok::<(), with_cleanup::Error>(())
/// ```
///
/// # Errors
///
/// An entry that fails does not stop the others, which see a failure then. The first failure has the rest
/// [suppressed](Error::suppressed).
///
/// # Panics
///
/// An entry that panics does not stop the others either, which see a panic then, and run while the thread unwinds: a lock
/// among them is poisoned. The panic goes on, and the failures go to the report hook. A second panic is contained, and
/// reported. (Without the feature `std` a second one aborts.)
///
/// # Cost
///
/// No allocation for an entry: eight entries of two words have room in the stack, which is 272 bytes large where a pointer
/// has 64 bits, and the others in chunks that grow. An entry takes its own size and two words; one of more than 256 bytes,
/// or with an alignment of more than 8, takes a box.
///
/// # Source
///
/// Python's [`ExitStack`](https://docs.python.org/3/library/contextlib.html#contextlib.ExitStack), JavaScript's
/// [`DisposableStack`](https://tc39.es/proposal-explicit-resource-management/#sec-disposablestack-objects).
#[must_use = "a stack that is not bound is empty, or runs its entries at once"]
#[repr(transparent)]
pub struct ExitStack<'env> {
    arena: Arena,
    /// Invariant, because entries both come from and are told of `'env`.
    env: PhantomData<fn(&'env ()) -> &'env ()>,
    thread: PhantomData<ForThreadsThereIsSendExitStack>,
}

/// Why a stack stays in its thread; the compiler's error names it.
struct ForThreadsThereIsSendExitStack {
    _not_send: *mut (),
}

/// A cleanup on a stack, to [dismiss](ExitStack::dismiss) it. It may be ignored.
pub struct Entry<'s> {
    /// That of an entry on `arena` which was not dismissed.
    trailer: NonNull<Trailer>,
    arena: &'s Arena,
}

impl<'env> ExitStack<'env> {
    /// An empty stack.
    #[inline]
    pub const fn new() -> Self {
        Self { arena: Arena::new(), env: PhantomData, thread: PhantomData }
    }

    /// Enters a manager, and lends its target for as long as the stack is borrowed.
    ///
    /// What is no manager, and needs no cleanup but its drop, is one as `null_context(value)`.
    #[expect(clippy::mut_from_ref, reason = "each target is lent once, by the call that enters its manager")]
    #[track_caller]
    #[inline]
    pub fn enter<M: ContextManager + 'env>(&self, manager: M) -> &mut M::Target {
        let (mut entered, _) = self.push_entry(Enter(manager));
        // SAFETY: it is on the stack until that closes, for which nobody may borrow it any more, and has no handle to
        // dismiss it by. Nobody else uses it before.
        unsafe { entered.as_mut() }.0.target()
    }

    /// Takes a value with a cleanup that takes it in turn, and lends it for as long as the stack is borrowed.
    #[expect(clippy::mut_from_ref, reason = "each value is lent once, by the call that adopts it")]
    #[track_caller]
    #[inline]
    pub fn adopt<T: 'env, F, R>(&self, value: T, cleanup: F) -> &mut T
    where
        F: FnOnce(T) -> R + 'env,
        R: CleanupResult,
    {
        let (mut adopted, _) = self.push_entry(Adopt(value, cleanup));
        // SAFETY: as in `enter`.
        &mut unsafe { adopted.as_mut() }.0
    }

    /// Adds a cleanup.
    #[track_caller]
    #[inline]
    pub fn defer<F, R>(&self, cleanup: F) -> Entry<'_>
    where
        F: FnOnce() -> R + 'env,
        R: CleanupResult,
    {
        self.push_entry(Defer(cleanup)).1
    }

    /// Adds a cleanup that is told the outcome, and may add others through the stack that it is handed. They run next.
    ///
    /// # Examples
    ///
    /// ```
    /// use with_cleanup::ExitStack;
    /// # use std::cell::RefCell;
    ///
    /// let log = RefCell::new(Vec::new());
    /// let stack = ExitStack::new();
    /// stack.defer(|| log.borrow_mut().push("third"));
    /// stack.defer_with(|stack, outcome| {
    ///     log.borrow_mut().push(if outcome.is_success() { "first" } else { "failed" });
    ///     stack.defer(|| log.borrow_mut().push("second"));
    /// });
    /// stack.close()?;
    /// assert_eq!(*log.borrow(), ["first", "second", "third"]);
    /// # Ok::<(), with_cleanup::Error>(())
    /// ```
    #[track_caller]
    #[inline]
    pub fn defer_with<F, R>(&self, cleanup: F) -> Entry<'_>
    where
        F: FnOnce(&Self, Outcome<'_>) -> R + 'env,
        R: CleanupResult,
    {
        // SAFETY: it goes on this stack.
        self.push_entry(unsafe { DeferWith::<'env, F>::new(cleanup) }).1
    }

    /// Takes a cleanup out: it drops, and does not run.
    ///
    /// # Examples
    ///
    /// ```
    /// use with_cleanup::ExitStack;
    ///
    /// let stack = ExitStack::new();
    /// let rollback = stack.defer(|| unreachable!());
    /// stack.dismiss(rollback);
    /// assert!(stack.is_empty());
    /// # stack.close()?;
    /// # Ok::<(), with_cleanup::Error>(())
    /// ```
    ///
    /// # Panics
    ///
    /// If the entry is that of another stack.
    ///
    /// # Cost
    ///
    /// The last entry gives its room back, and those dismissed before it that lie below it, but for what is in another
    /// chunk. A chunk lives until the stack closes.
    #[expect(clippy::needless_pass_by_value, reason = "an entry is dismissed once")]
    pub fn dismiss(&self, entry: Entry<'_>) {
        let Entry { trailer, arena } = entry;
        assert!(ptr::eq(arena, &raw const self.arena), "an entry is dismissed from the stack that it is on");
        // SAFETY: by the handle's invariant it is on the arena; the handle is gone, so this happens once; and the handle
        // borrowed the stack, so that it has not closed.
        unsafe { Trailer::dismiss(trailer, arena) };
    }

    /// Moves all entries to a new stack, and leaves this one empty: to keep on success what would be cleaned up.
    ///
    /// Nobody reaches the targets of these entries any more.
    ///
    /// # Examples
    ///
    /// ```
    /// use with_cleanup::{Error, ExitStack, guard};
    ///
    /// fn open_all<'env>(names: &[&'env str]) -> Result<ExitStack<'env>, Error> {
    ///     let mut stack = ExitStack::new();
    ///     for name in names {
    ///         stack.enter(guard(*name, |name| println!("closed {name}")));
    ///     }
    ///     Ok(stack.take()) // had one of them failed, those before it would be closed here
    /// }
    /// open_all(&["a", "b"])?.close()?;
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Source
    ///
    /// Python's [`pop_all`](https://docs.python.org/3/library/contextlib.html#contextlib.ExitStack.pop_all), JavaScript's
    /// `DisposableStack.move`.
    pub fn take(&mut self) -> Self {
        mem::take(self)
    }

    /// Runs all entries, the last first, with outcome success.
    ///
    /// # Errors
    ///
    /// The first failure of an entry, with those that follow suppressed.
    ///
    /// # Panics
    ///
    /// With the panic of an entry, when all have run. While the thread unwinds already, in a destructor, that is reported
    /// instead.
    ///
    /// # Cost
    ///
    /// The stack is handed over, and for that the compiler copies it. [`run`](Self::run) copies nothing.
    pub fn close(self) -> Result<(), Error> {
        self.close_with(Outcome::success())
    }

    /// Runs all entries, the last first, with this outcome.
    ///
    /// # Errors
    ///
    /// The first failure of an entry, with those that follow suppressed.
    ///
    /// # Panics
    ///
    /// With the panic of an entry, when all have run. While the thread unwinds already, in a destructor, that is reported
    /// instead.
    pub fn close_with(self, outcome: Outcome<'_>) -> Result<(), Error> {
        self.run_all(outcome)
    }

    /// Runs a body that fills the stack, and then closes it with the outcome of the body.
    ///
    /// # Examples
    ///
    /// ```
    /// use with_cleanup::{Error, ExitStack, guard_with};
    ///
    /// let mut kept = Vec::new();
    /// let sum = ExitStack::new().run(|stack| {
    ///     let file = stack.enter(guard_with(vec![1, 2], |file, outcome| {
    ///         if outcome.is_success() {
    ///             kept = file;
    ///         }
    ///     }));
    ///     file.push(3);
    ///     Ok::<i32, Error>(file.iter().sum())
    /// })?;
    /// assert_eq!((sum, kept), (6, vec![1, 2, 3]));
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The error of the body, which takes along what entries fail with; see [`BodyError`]. If the body succeeds, what an
    /// entry fails with.
    ///
    /// # Panics
    ///
    /// With the panic of the body, when all entries have run; or with that of an entry, and then what the body returned
    /// drops.
    pub fn run<T, E: BodyError>(self, body: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        match body(&self) {
            Ok(value) => match self.run_all(Outcome::success()).map_err(Collected::from) {
                Ok(()) => Ok(value),
                Err(failures) => {
                    // First, because it may panic: the failures are still there to be reported then.
                    drop(value);
                    Err(failures.into_error().into())
                }
            },
            Err(mut error) => {
                if let Err(failure) = self.run_all(Outcome::failure(error.as_error())) {
                    error.take_along(failure);
                }
                Err(error)
            }
        }
    }

    /// The number of entries.
    ///
    /// # Cost
    ///
    /// It counts them.
    #[must_use]
    pub fn len(&self) -> usize {
        entry::live(&self.arena).count()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        entry::live(&self.arena).next().is_none()
    }

    /// What closes the stack. By reference, because to hand a stack over that was borrowed copies it.
    fn run_all(&self, outcome: Outcome<'_>) -> Result<(), Error> {
        Closing::close(&self.arena, &outcome)
    }

    #[track_caller]
    #[inline]
    fn push_entry<C: Cleanup + 'env>(&self, cleanup: C) -> (NonNull<C>, Entry<'_>) {
        let (at, trailer) = entry::push(&self.arena, cleanup, Location::caller());
        (at, Entry { trailer, arena: &self.arena })
    }

    /// The stack that an arena is.
    ///
    /// # Safety
    ///
    /// It is the arena of an `ExitStack<'env>`.
    unsafe fn of(arena: &Arena) -> &Self {
        // SAFETY: the caller's promise; a stack is laid out as its arena.
        unsafe { &*ptr::from_ref(arena).cast() }
    }
}

impl Drop for ExitStack<'_> {
    #[inline]
    fn drop(&mut self) {
        if !self.arena.is_empty() {
            let outcome = Outcome::dropped(Scope::unmarked());
            if let Err(failure) = Closing::close(&self.arena, &outcome) {
                failure.report(outcome);
            }
        }
    }
}

impl ContextManager for ExitStack<'_> {
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

impl Default for ExitStack<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ExitStack<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExitStack").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").finish_non_exhaustive()
    }
}

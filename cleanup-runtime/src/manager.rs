use crate::{CleanupResult, Outcome};

/// A value that owns a resource, lends its *target* to a body, and *exits* once.
///
/// Creating the value enters it. `with!` then lends [`target`](Self::target) to its body and calls
/// [`exit`](Self::exit) when the body has ended, however it ended.
///
/// # Examples
///
/// A transaction that commits when its scope succeeds and rolls back otherwise:
///
/// ```
/// use with_cleanup::{ContextManager, Outcome};
///
/// struct Transaction<'a> {
///     rows: &'a mut Vec<u32>,
///     pending: Vec<u32>,
/// }
///
/// impl ContextManager for Transaction<'_> {
///     type Target = Vec<u32>;
///     type Exit = Result<(), String>;
///
///     fn target(&mut self) -> &mut Vec<u32> {
///         &mut self.pending
///     }
///
///     fn exit(mut self, outcome: Outcome<'_>) -> Result<(), String> {
///         if !outcome.is_success() {
///             return Ok(()); // nothing was written yet
///         }
///         if self.pending.contains(&0) {
///             return Err("0 is no row".to_owned());
///         }
///         self.rows.append(&mut self.pending);
///         Ok(())
///     }
/// }
///
/// let mut rows = Vec::new();
/// let mut transaction = Transaction { rows: &mut rows, pending: Vec::new() };
/// transaction.target().push(7);
/// transaction.exit(Outcome::success())?;
/// assert_eq!(rows, [7]);
/// # Ok::<(), String>(())
/// ```
///
/// # Managers in `std`
///
/// | value | lends | its exit |
/// | --- | --- | --- |
/// | `MutexGuard`, `RwLockWriteGuard`, `RefMut` | what it derefs to | drops it |
/// | `BufWriter`, `LineWriter` | itself | flushes it, and returns the error, which its drop would ignore; what it could not write it does not write again |
/// | `joining(JoinHandle)` | the handle | joins the thread, and returns its failure or its panic |
/// | `killing_on_failure(Child)` | the child process | waits for it, or kills it |
///
/// All but `RefMut` need the feature `std`.
///
/// `Ref`, `RwLockReadGuard` and the guards of read locks elsewhere have no `&mut` to lend. They stay plain values, as files
/// and all others do: in a head of `with!` a plain value lends itself, and drops in its turn.
///
/// # Errors
///
/// An exit that can fail returns a `Result`; see [`CleanupResult`] for what becomes of its error.
///
/// # Panics
///
/// An exit may panic: the other exits of the scope still run, and see a panic. While the thread already unwinds,
/// the second panic is contained and handed to the report hook (with the feature `std`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a context manager",
    note = "implement `ContextManager`, or make one of a value and a closure with `guard(value, |value| ..)`, or of a value \
            that cleans up in its own drop with `null_context(value)`",
    note = "of a `Result` take the value first, with `?`"
)]
pub trait ContextManager {
    /// What the body sees, as `&mut Target`.
    type Target: ?Sized;

    /// `()` for an exit that cannot fail, else `Result<(), E>`.
    type Exit: CleanupResult;

    /// Lends the target to the body.
    fn target(&mut self) -> &mut Self::Target;

    /// Ends the use of the resource; `outcome` tells how the scope ended.
    ///
    /// # Errors
    ///
    /// Whatever the cleanup fails with. A failed exit is neither retried nor run again by a drop.
    fn exit(self, outcome: Outcome<'_>) -> Self::Exit;
}

/// Is the manager in it.
#[cfg(feature = "alloc")]
impl<M: ContextManager> ContextManager for alloc::boxed::Box<M> {
    type Target = M::Target;
    type Exit = M::Exit;

    #[inline]
    fn target(&mut self) -> &mut M::Target {
        (**self).target()
    }

    #[inline]
    fn exit(self, outcome: Outcome<'_>) -> M::Exit {
        (*self).exit(outcome)
    }
}

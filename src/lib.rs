//! Cleanup that knows how the scope ended, may fail, and never loses an error, at hardly more cost than a `Drop` by hand.
//!
//! A `Drop` cannot fail, cannot know how its scope ended, and fights the borrow checker. So commits get lost in drops,
//! errors of `close` vanish, rollbacks run on success, and a second panic aborts the process. This crate brings Rust the
//! tools that Python teaches, and closes those gaps.
//!
//! ```
//! use with_cleanup::{context_manager, with};
//!
//! /// Commits when its scope succeeds, rolls back otherwise.
//! #[context_manager]
//! fn transaction(balance: &mut i64) -> Result<i64, String> {
//!     let mut pending = 0;
//!     if yield_!(pending).is_success() {
//!         *balance = balance.checked_add(pending).ok_or("overflow")?;
//!     }
//! }
//!
//! fn book(balance: &mut i64, amounts: &[&str]) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//!     with!(pending = transaction(balance)? => {
//!         for amount in amounts {
//!             *pending += amount.parse::<i64>()?; // leaving by `?` rolls back
//!         }
//!     })?; // a failing commit surfaces here
//!     Ok(())
//! }
//!
//! let mut balance = 1;
//! assert!(book(&mut balance, &["2", "3"]).is_ok());
//! assert!(book(&mut balance, &["4", "x"]).is_err());
//! assert_eq!(balance, 6);
//! ```
//!
//! | to | use |
//! | --- | --- |
//! | run a body with one or several managers | [`with!`] |
//! | run a body and then a cleanup | [`try_finally!`] |
//! | run a cleanup at the end of a block | [`defer!`], [`defer_on_success!`], [`defer_on_failure!`] |
//! | run any number of managers and cleanups, known only at run time | [`ExitStack`], [`SendExitStack`] |
//! | have a function return the errors of its cleanups | [`#[with_cleanup]`](macro@with_cleanup), [`Suppressed`] |
//! | run a body and then a cleanup, as closures | [`attempt`] |
//! | ignore some errors of a body | [`suppress`] |
//! | make a manager of a value and a closure | [`guard`], [`guard_with`], [`closing`] |
//! | make a manager of one function: setup, yield, cleanup | [`#[context_manager]`](macro@context_manager), [`yield_!`] |
//! | make a manager of a type | [`ContextManager`] |
//! | make a manager of a value that needs none | [`null_context`] |
//! | flush a `BufWriter`, hold a lock, and other managers that `std` has | [`ContextManager`](ContextManager#managers-in-std) |
//! | join a thread | [`joining`] |
//! | wait for a child process, or kill it | [`killing_on_failure`] |
//! | learn of failures that nobody can return | [`set_report_hook`] |
//!
//! # Guide
//!
//! Which of these when, and what each costs, is in the [guide], with a page on [errors](guide::errors), on
//! [panics](guide::panics), on [writing managers](guide::writing_managers) and on [ends that no cleanup
//! sees](guide::where_nothing_runs). Those who know cleanup from elsewhere may start with [Python](guide::from_python),
//! [`scopeguard`](guide::from_scopeguard), or [Go and Zig](guide::from_go_and_zig).
//!
//! # Features
//!
//! | feature | adds |
//! | --- | --- |
//! | `std` (default) | panics are told apart from failures, and a second panic is contained; implies `alloc` |
//! | `alloc` | cleanup that can fail: [`Error`], [`Report`] and the report hook; [`#[context_manager]`](macro@context_manager), [`ExitStack`] |
//! | `anyhow`, `eyre` | [`Suppressed`] for `anyhow::Error` and `eyre::Report`: they carry failures that came second |
//! | `tracing` | what is entered and exits, as events: see the [guide](guide::tracing); implies `std` |
//!
//! Without `std` a scope that unwinds counts as a failure, and a second panic aborts.
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(all(feature = "std", any(doc, doctest)))]
extern crate std; // for links

#[cfg(all(feature = "std", any(doc, doctest)))]
pub mod guide;
mod macros;

/// The examples of the README, as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

/// Makes a context manager of one function: its setup, what it lends at its [`yield_!`], and its cleanup.
///
/// ```text
/// #[context_manager]
/// #[context_manager(fallible)]                            // returns a `Result` whose name does not end in `Result`
/// #[context_manager(crate = path::to::with_cleanup)]
/// ```
///
/// A call runs the function up to its [`yield_!`], and returns a [`Managed`], which lends the place named there. When the
/// scope has ended, however it did, the function goes on after the `yield_!`, whose value is the [`Outcome`]. Every
/// variable and argument lives until then, and drops after the cleanup, in the order in which it always does.
///
/// A manager belongs in a [`with!`], in the heads of [`#[with_cleanup]`](macro@with_cleanup), or on an [`ExitStack`]. Bound by a
/// `let` it exits when it drops, and that is a failure to it, because a `let` does not see how its block ends: a file that
/// is kept on success only is removed, and nothing says so.
///
/// | the function says | it lends | its setup | its cleanup |
/// | --- | --- | --- | --- |
/// | `-> T` | `&mut T` | cannot fail | cannot fail: the exit is `()` |
/// | `-> Result<T, E>`, or another type whose name ends in `Result`, or `fallible` | `&mut T` | may fail, before anything is lent: the call returns `Result<Managed<..>, E>` | may fail: the exit is `Result<(), E>` |
///
/// * Exactly one `yield_!` stands in the function, and every path passes it, but for those that leave with an error
///   before it. It may stand in a branch, in the body of a [`with!`] or [`try_finally!`], and after loops, but in no loop,
///   closure, `async` block, cleanup or other macro.
/// * `yield_!(place)` lends `&mut place`, which coerces: in a function that cannot fail, `T` may be `str`, `[u8]` or
///   `dyn Write + '_`. A `Result` holds no such type, so a function that can fail lends a sized one, such as
///   `Box<dyn Write + '_>`. What is behind a reference is lent as `yield_!(*reference)`, and nothing at all as `yield_!()`,
///   with `-> ()`.
/// * A scope around the `yield_!` ends no better than the one that the place was lent to: a transaction in a [`with!`] around
///   it rolls back where that fails.
/// * A `return` after the `yield_!` ends the cleanup. The end needs no `Ok(())`. The scope's error is not raised at the
///   `yield_!`, as it is in Python: the function asks the outcome.
///
/// The attribute goes on functions and methods, those of traits too; generic ones, ones that borrow, and ones that take
/// `impl Trait`. It does not go on an `async fn`, nor beside [`#[with_cleanup]`](macro@with_cleanup).
///
/// # Examples
///
/// ```
/// use std::{fs::{self, File}, io::{self, Write as _}, path::Path};
/// use with_cleanup::{context_manager, with};
///
/// /// A file that is there, and on the disk, only if all went well.
/// #[context_manager]
/// fn writing(path: &Path) -> io::Result<File> {
///     let mut file = File::create(path)?;
///     let outcome = yield_!(file); // lends `&mut file`; goes on when the scope has ended
///     if outcome.is_success() {
///         file.sync_all()?;
///     } else {
///         fs::remove_file(path)?;
///     }
/// }
///
/// fn save(path: &Path, lines: &[&str]) -> io::Result<()> {
///     with!(file = writing(path)? => {
///         for line in lines {
///             if line.is_empty() {
///                 return Err(io::ErrorKind::InvalidInput.into()); // the file is removed
///             }
///             writeln!(file, "{line}")?;
///         }
///     })?; // an error of `sync_all` surfaces here
///     Ok(())
/// }
/// # fn main() -> io::Result<()> {
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("lines");
/// save(&path, &["a", "b"])?;
/// assert_eq!(fs::read_to_string(&path)?, "a\nb\n");
/// assert!(save(&path, &["a", ""]).is_err());
/// assert!(!path.exists());
///
/// let mut file = writing(&path)?;
/// writeln!(file, "a")?;
/// drop(file); // no scope, so no success: this removes the file
/// assert!(!path.exists());
/// # Ok(())
/// # }
/// ```
///
/// A method that cannot fail, with a scope of its own around what it lends:
///
/// ```
/// use with_cleanup::{context_manager, with};
///
/// #[derive(Default)]
/// struct Canvas {
///     color: u32,
///     drawn: Vec<u32>,
/// }
///
/// impl Canvas {
///     /// Draws in another color for a while.
///     #[context_manager]
///     fn colored(&mut self, color: u32) -> Self {
///         let before = std::mem::replace(&mut self.color, color);
///         yield_!(*self);
///         self.color = before;
///     }
///
///     fn dot(&mut self) {
///         self.drawn.push(self.color);
///     }
/// }
///
/// let mut canvas = Canvas::default();
/// with!(red = canvas.colored(1) => {
///     with!(blue = red.colored(2) => blue.dot());
///     red.dot();
/// });
/// canvas.dot();
/// assert_eq!(canvas.drawn, [2, 1, 0]);
/// ```
///
/// # Errors
///
/// Those of the function: before the `yield_!` the call returns them, and the manager was never there; after it they are
/// the error of the exit, for which `E` converts into `Box<dyn Error + Send + Sync>`. Where a [`Managed`] is dropped alone,
/// they go to the [report hook](set_report_hook).
///
/// # Panics
///
/// Those of the function. A panic of the setup passes to the caller, one of the cleanup to whoever ends the scope; all
/// variables drop. A jump that another macro hides cannot end the function without a word: its type forbids it. An `.await`
/// that another macro hides panics, unless it is ready at once.
///
/// # Cost
///
/// One allocation, for all that lives in the function at the `yield_!`: that of a boxed closure. Needs the feature `alloc`.
///
/// # Source
///
/// Python's [`contextlib.contextmanager`](https://docs.python.org/3/library/contextlib.html#contextlib.contextmanager).
#[cfg(feature = "alloc")]
pub use cleanup_macros::context_manager;
/// Makes a function from which no cleanup error is lost.
///
/// ```text
/// #[with_cleanup]
/// #[with_cleanup(name = manager()?, _ = other(), parameter)]
/// #[with_cleanup(crate = path::to::with_cleanup)]
/// ```
///
/// In its body
///
/// * [`defer!`], [`defer_on_success!`] and [`defer_on_failure!`] may fail, with a `?` or a `Result` at their end;
/// * the `on_` forms and `|outcome|` know how the function ends, also where it is left by `?` or with an `Err` that a helper
///   made; a jump that hides in another macro counts as a failure;
/// * a `return`, `break` or `continue` may leave a [`with!`] or [`try_finally!`] whose exits can fail.
///
/// A failure that nothing nearer can return is the function's: see [Errors](#errors).
///
/// The arguments are heads, as those of [`with!`], around the body: they are entered before it, may use the parameters, and
/// exit after it, with what the function returns in their hands ([`Outcome::error`]). To make a parameter a head, write only
/// its name. This is Python's `ContextDecorator`.
///
/// The attribute goes on any function with a body: `async` or not, methods, those of traits, generic ones, ones that
/// return references or `impl Trait`. It does not reach into closures, `async` blocks and nested functions in that body. With the macros
/// of this crate under other names, and where this crate itself has another name, say `crate = path`.
///
/// # Examples
///
/// ```
/// use std::{fs, io, path::Path};
/// use with_cleanup::{defer, defer_on_failure, with_cleanup};
///
/// #[with_cleanup]
/// fn publish(text: &str, target: &Path) -> io::Result<()> {
///     let draft = target.with_extension("draft");
///     fs::write(&draft, text)?;
///     defer!(fs::remove_file(&draft)?); // its error reaches the caller
///     fs::copy(&draft, target)?;
///     defer_on_failure!(fs::remove_file(target)?); // runs for each error below, and for a panic
///     check(target)
/// }
/// # fn check(target: &Path) -> io::Result<()> {
/// #     if fs::read_to_string(target)?.is_empty() { Err(io::ErrorKind::InvalidData.into()) } else { Ok(()) }
/// # }
/// # fn main() -> io::Result<()> {
/// # let dir = tempfile::tempdir()?;
/// # let target = dir.path().join("page");
/// publish("hello", &target)?;
/// assert_eq!(fs::read_to_string(&target)?, "hello");
/// # fs::remove_file(&target)?;
/// assert!(publish("", &target).is_err());
/// assert!(!target.exists());
/// # Ok(())
/// # }
/// ```
///
/// Heads, as a decorator:
///
/// ```
/// use std::cell::RefCell;
/// use with_cleanup::{ContextManager, guard_with, with_cleanup};
///
/// /// Notes how what it is around ends.
/// fn span<'l>(log: &'l RefCell<Vec<String>>, name: &'l str) -> impl ContextManager<Target = &'l str, Exit = ()> {
///     guard_with(name, |name, outcome| match outcome.error() {
///         Some(error) => log.borrow_mut().push(format!("{name}: {error}")),
///         None => log.borrow_mut().push(format!("{name} is done")),
///     })
/// }
///
/// #[with_cleanup(_span = span(log, "parse"))]
/// fn parse(log: &RefCell<Vec<String>>, text: &str) -> Result<i32, std::num::ParseIntError> {
///     let number: i32 = text.parse()?;
///     Ok(number + 1)
/// }
///
/// let log = RefCell::default();
/// assert_eq!(parse(&log, "1"), Ok(2));
/// assert!(parse(&log, "x").is_err());
/// assert_eq!(*log.borrow(), ["parse is done", "parse: invalid digit found in string"]);
/// ```
///
/// # Errors
///
/// A function that can return failures returns a `Result<T, E>` with `E: From<Error>`; that a cleanup in any other one can
/// fail does not compile. `std::io::Error` (which keeps the kind), `Box<dyn Error + Send + Sync>`, `anyhow::Error` and
/// `eyre::Report` are such an `E`.
///
/// | the function ends | its cleanups' failures |
/// | --- | --- |
/// | well | it returns an `Err` instead, made of the first, which has the rest [suppressed](Error::suppressed) |
/// | with an error of its own | that stays what it is, and carries them where its type is [`Suppressed`]; else they go to the [report hook](set_report_hook) |
/// | by a panic, or its future is dropped | they go to the hook |
///
/// What is around a cleanup that failed, in the same function, sees a failure too. In a function that returns no `Result`,
/// or `impl Trait`, a head sees a success however the body is left, but for a panic. A [`defer!`] in a function that returns
/// an `Option` sees a failure where a `?` leaves it, and a success where it ends with `None`.
///
/// # Panics
///
/// When a cleanup panics, the others still run, and see a panic. Then it goes on: where the function is being left, from
/// outside any `Drop`, so that a value which was to be returned is dropped and not
/// [leaked](https://github.com/rust-lang/rust/issues/47949); anywhere else from where it happened.
///
/// # Cost
///
/// That of guards by hand, and the test of one pointer. A function without macros of this crate in it, and without heads,
/// is left as it is.
///
/// # Beside other attributes
///
/// What stands above it or below it does not matter for most: `#[test]`, `#[inline]`, `#[must_use]`, also
/// `#[tokio::test]`, `#[async_trait]` and `#[tracing::instrument]`, which put the body into an `async` block, where it is
/// found. Where another one does that, put `#[with_cleanup]` above it, so that it sees the function first.
///
/// The body runs in a closure, or an `async` block. So with `#[track_caller]` a panic in it names its own line. A parameter
/// that the body moves on some paths only, and not on the one taken, is dropped with the body's variables (not in an
/// `async fn`).
///
/// # Source
///
/// Zig's [`errdefer`](https://ziglang.org/documentation/master/#errdefer), Swift's and Go's `defer`, Java's
/// [suppressed exceptions](https://docs.oracle.com/javase/8/docs/api/java/lang/Throwable.html#addSuppressed-java.lang.Throwable-),
/// Python's [`ContextDecorator`](https://docs.python.org/3/library/contextlib.html#contextlib.ContextDecorator).
pub use cleanup_macros::with_cleanup;

// By name, and each under its feature, because the documentation then says which feature it needs.
#[cfg(any(feature = "anyhow", feature = "eyre"))]
pub use cleanup_runtime::SuppressedFailures;
#[cfg(feature = "std")]
pub use cleanup_runtime::{
    Attempt, AttemptError, ChildFailed, ContainedPanic, Join, KillOnFailure, ThreadPanicked, attempt,
    joining, killing_on_failure,
};
#[cfg(feature = "alloc")]
pub use cleanup_runtime::{
    BodyError, Entry, Error, ExitStack, Managed, Report, ReportHook, SendExitStack, Suppressed,
    set_report_hook, take_report_hook,
};
pub use cleanup_runtime::{
    Cleanup, CleanupResult, Closing, ContextManager, Guard, NullContext, Outcome, WithOutcome, closing,
    guard, guard_with, null_context, suppress,
};

/// What the macros call. Not public: it changes with any version.
#[doc(hidden)]
pub mod __private {
    pub use cleanup_macros::{defer, defer_on_failure, defer_on_success, try_finally, with};
    pub use cleanup_runtime::__private::*;
}

//! Where the failure of a cleanup goes: returned, attached to another error, or reported. Never lost.
//!
//! A cleanup fails when it returns an `Err`. Every other cleanup of the scope still runs; those outside it see a
//! failure. Then there may be two errors and one place to return them from. A panic outranks an error, the body's error
//! outranks those of cleanups, and among these the first is the one. What comes second is attached to it, or reported:
//!
//! | the body | the failures, in a function with [`#[with_cleanup]`](macro@with_cleanup) | the failures, elsewhere |
//! | --- | --- | --- |
//! | ends with a plain value or `Ok` | the scope is `Err(Error)`: the first, with the rest suppressed | the same |
//! | ends with the value `Err(e)` | `e` stays the value; the function returns them when it ends | `e` stays the value; they are reported |
//! | is left by `?` or `return Err(e)` | the function returns `e`, which carries them if it can; else they are reported | the caller gets `e`; they are reported |
//! | is left by `return Ok(..)`, `break`, `continue` | the function returns them when it ends | [does not compile](#jumps) |
//! | panics | the panic goes on; they are reported | the same |
//!
//! "The function returns them" means: as its error, where it would have succeeded; and attached to its own error where
//! it fails by itself. "Reported" means the [report hook](#the-report-hook).
//!
//! # The type of a scope
//!
//! A scope with an exit that can fail is a `Result<T, Error>` of its body's type `T`. So the body is best left by `?`,
//! and its plain value taken with another:
//!
//! ```
//! use std::{fs, io, path::Path};
//! use with_cleanup::{guard, with};
//!
//! fn size(path: &Path) -> io::Result<u64> {
//!     Ok(with!(_ = guard(path, |path| fs::remove_file(path)) => fs::metadata(path)?.len())?)
//! }
//! # let dir = tempfile::tempdir().unwrap();
//! # let path = dir.path().join("a");
//! # fs::write(&path, "abc").unwrap();
//! # assert_eq!(size(&path).unwrap(), 3);
//! ```
//!
//! A function's own error type needs `From<Error>` for the `?` after the scope. A scope that ends a function is not its
//! value: the errors differ, so it is `Ok(with!(..)?)`.
//!
//! A body that ends in a `Result` makes a `Result` in a `Result`; its `Err` is a failure, and cleanups see it. A body left
//! by `?` needs no `Ok(())` at its end. If it ends in `Ok(..)`, the compiler may not know the error's type. Then write
//! `Ok::<_, E>(..)`.
//!
//! # `Error`
//!
//! An [`Error`] says which cleanup failed, and where it was written. The failure itself is its
//! [`source`](std::error::Error::source), and what failed after it is [suppressed](Error::suppressed). `{}` is one line
//! without the source, for code that prints the chain; `{:#}` is the whole story:
//!
//! ```
//! use with_cleanup::{Error, guard, with};
//!
//! let failed: Result<(), Error> = with!(
//!     _db = guard((), |()| Err::<(), _>("connection reset")),
//!     _file = guard((), |()| Err::<(), _>("disk full")) => {}
//! );
//! let error = failed.unwrap_err();
//! assert_eq!(error.name(), "_file");
//! assert_eq!(error.suppressed()[0].name(), "_db");
//!
//! let story = format!("{error:#}");
//! let [file, db] = story.lines().collect::<Vec<_>>()[..] else { unreachable!() };
//! assert!(file.starts_with("cleanup of `_file` failed at ") && file.ends_with(": disk full"));
//! assert!(db.starts_with("suppressed: cleanup of `_db` failed at ") && db.ends_with(": connection reset"));
//! ```
//!
//! # Errors that carry others
//!
//! A function with `#[with_cleanup]` can attach failures to its own error, if that is [`Suppressed`]. An error type of
//! your own becomes that in three lines, beside the conversion that it needs for a function that would have succeeded:
//!
//! ```
//! use with_cleanup::{Error, Suppressed, defer, with_cleanup};
//!
//! #[derive(Debug)]
//! struct ImportError {
//!     text: String,
//!     suppressed: Vec<Error>,
//! }
//!
//! impl From<Error> for ImportError {
//!     fn from(failure: Error) -> Self {
//!         Self { text: format!("{failure:#}"), suppressed: Vec::new() }
//!     }
//! }
//!
//! impl Suppressed for ImportError {
//!     fn suppress(&mut self, failure: Error) { self.suppressed.push(failure); }
//! }
//!
//! #[with_cleanup]
//! fn import() -> Result<(), ImportError> {
//!     defer!(Err("the lock is gone")?);
//!     Err(ImportError { text: "row 3 is bad".into(), suppressed: Vec::new() })
//! }
//!
//! let error = import().unwrap_err();
//! assert_eq!(error.text, "row 3 is bad");
//! assert_eq!(error.suppressed.len(), 1);
//! ```
//!
//! | the function's error type | a failure where it would succeed | a failure beside its own error |
//! | --- | --- | --- |
//! | [`Error`] | is the error | attached |
//! | `anyhow::Error`, `eyre::Report`, with the feature of that name | is the error | attached |
//! | one that is `From<Error>` and [`Suppressed`] | converted | attached |
//! | one that is `From<Error>` alone | converted | reported |
//! | `std::io::Error` | an `io::Error` of the same kind | reported |
//! | `Box<dyn Error>`, also `+ Send + Sync` | boxed | reported |
//!
//! An `io::Error` or a box is not wrapped to carry anything, because that would hide what it is. A report of `anyhow`
//! or `eyre` carries them as context, and `downcast_ref` still finds what it was. Its text is then followed by theirs;
//! what prints the causes too, as `{:?}` and `{:#}` do, prints its own text once more:
//!
//! ```
//! # #[cfg(feature = "anyhow")] {
//! use std::num::ParseIntError;
//! use with_cleanup::{SuppressedFailures, defer, with_cleanup};
//!
//! #[with_cleanup]
//! fn parse(text: &str) -> anyhow::Result<i32> {
//!     defer!(close_the_log()?);
//!     Ok(text.parse()?)
//! }
//!
//! # fn close_the_log() -> anyhow::Result<()> { anyhow::bail!("it is not open") }
//! let error = parse("x").unwrap_err();
//! assert!(error.downcast_ref::<ParseIntError>().is_some());
//! assert_eq!(error.downcast_ref::<SuppressedFailures>().unwrap().failures().len(), 1);
//!
//! let text = format!("{error:#}"); // on one line
//! assert!(text.starts_with("invalid digit found in string [suppressed: cleanup of `defer` failed at "));
//! assert!(text.ends_with(": it is not open]: invalid digit found in string"));
//! # }
//! ```
//!
//! # Jumps
//!
//! A `return Ok(..)`, `break` or `continue` that leaves a scope whose exit can fail does not compile in a plain
//! function: the jump is already on its way to somewhere else when the exit fails, and nothing would return the
//! failure. `?` and `return Err(..)` compile, because the caller gets an error anyway. There are three ways to mend it:
//!
//! * add `#[with_cleanup]` to the function, which then returns the failure:
//!
//!   ```
//!   # use std::{fs, io, path::Path};
//!   # use with_cleanup::{guard, with, with_cleanup};
//!   #[with_cleanup]
//!   fn answer(path: &Path) -> io::Result<String> {
//!       with!(text = guard(fs::read_to_string(path)?, |_| fs::remove_file(path)) => {
//!           for line in text.lines() {
//!               if let Some(answer) = line.strip_prefix("answer: ") {
//!                   return Ok(answer.to_owned());
//!               }
//!           }
//!       })?;
//!       Err(io::ErrorKind::UnexpectedEof.into())
//!   }
//!   # let dir = tempfile::tempdir().unwrap();
//!   # let path = dir.path().join("a");
//!   # fs::write(&path, "question: ?\nanswer: 42\n").unwrap();
//!   # assert_eq!(answer(&path).unwrap(), "42");
//!   # assert!(!path.exists());
//!   ```
//!
//! * let the body end with the value, and jump when the scope has ended: `let answer = with!(.. =>
//!   text.lines().find_map(..))?;`
//! * deal with the error inside the cleanup, so that its exit is `()`.
//!
//! The cleanup itself cannot be left by a jump. A `return` in a `finally` would end the function as if nothing had
//! happened, and does not compile. A `?` in it fails the cleanup. The `bail!` and `ensure!` of `anyhow` and
//! `eyre` are a `return`, so write `Err(anyhow!(..))?` there.
//!
//! # Jumps that cannot be seen
//!
//! A body stays as it was written, so a scope sees the jumps that are written in it, and those in the macros of this
//! crate that are called by their own names, alone or behind `with_cleanup::`. The same names tell a function with
//! [`#[with_cleanup]`](macro@with_cleanup) what is in it. A jump that hides in any other macro, or in one of these
//! under an alias, leaves the scope all the same: its managers exit with outcome failure, and what fails then goes to
//! the report hook.
//!
//! # The report hook
//!
//! A failure that nobody can return goes to the report hook of the process, which by default prints one line to the
//! standard error stream. [`set_report_hook`] sets another, once, at the start of the program:
//!
//! ```
//! use std::sync::{Mutex, PoisonError};
//! use with_cleanup::{Report, guard, set_report_hook};
//!
//! static REPORTS: Mutex<Vec<String>> = Mutex::new(Vec::new());
//!
//! set_report_hook(Box::new(|report: &Report<'_>| {
//!     let mut reports = REPORTS.lock().unwrap_or_else(PoisonError::into_inner);
//!     reports.push(format!("{} at line {}: {}", report.name(), report.location().line(), report.error()));
//! }));
//!
//! let line = line!() + 1;
//! drop(guard((), |()| Err::<(), _>("printer on fire"))); // dropped alone, it has nobody to return its error to
//! assert_eq!(*REPORTS.lock().unwrap(), [format!("guard at line {line}: printer on fire")]);
//! ```
//!
//! Each failure is one report. A test that wants none can set a hook that counts them.
//!
//! # Ignoring an error
//!
//! A cleanup that may find its work done already says so, with [`suppress`]. A cleanup whose error does not matter at
//! all drops it, where one can see it:
//!
//! ```
//! use std::{fs, io};
//! use with_cleanup::{defer, suppress, with_cleanup};
//!
//! #[with_cleanup]
//! fn run() -> io::Result<()> {
//!     defer! {
//!         suppress(|error: &io::Error| error.kind() == io::ErrorKind::NotFound, || fs::remove_file("no such file"))?;
//!     }
//!     defer!(drop(fs::remove_file("nor this one")));
//!     Ok(())
//! }
//! # run().unwrap();
//! ```

use crate::*;

//! Writing a manager: as a function, of a value and a closure, or as a type. Returning one, and taking any.
//!
//! # As a function
//!
//! The usual way. What stands before the [`yield_!`] is the setup, what stands after it the cleanup, and the local
//! variables and arguments live until both are done:
//!
//! ```
//! use std::{fs::{self, File}, io, path::Path};
//! use with_cleanup::context_manager;
//!
//! /// A file that appears under its name only if the scope succeeds.
//! #[context_manager]
//! fn draft(path: &Path) -> io::Result<File> {
//!     let draft = path.with_extension("draft");
//!     let mut file = File::create(&draft)?; // an error of the setup: there is no manager, and nothing was lent
//!     let outcome = yield_!(file); // lends `&mut file`
//!     if !outcome.is_success() {
//!         return fs::remove_file(&draft);
//!     }
//!     file.sync_all()?; // an error of the exit: the scope returns it
//!     fs::rename(&draft, path)?;
//! }
//! # use std::io::Write as _;
//! # let dir = tempfile::tempdir()?;
//! # let path = dir.path().join("a");
//! # with_cleanup::with!(file = draft(&path)? => { file.write_all(b"hello")?; })?;
//! # assert_eq!(fs::read_to_string(&path)?, "hello");
//! # assert_eq!(fs::read_dir(dir.path())?.count(), 1);
//! # Ok::<(), io::Error>(())
//! ```
//!
//! Three things to know; the rest is at [`#[context_manager]`](macro@context_manager):
//!
//! * Every path passes one `yield_!`, but for those that leave with an error before it. Where these leave, there is no
//!   manager, and nothing to clean up but what the function itself holds.
//! * The `yield_!` returns however the scope ended, with a panic too. A `try` around it, as in Python, is not needed.
//! * The function cannot wait: no `async fn`, no `.await`. Its cleanup also runs where a panic, or the drop of a
//!   future, leaves nobody to wait.
//!
//! A setup of two steps, where the first has to be undone if the second fails, puts the first into a scope around the
//! rest. A scope around the `yield_!` ends no better than the one that the place was lent to, so it also rolls back with
//! that:
//!
//! ```
//! use std::{fs::{self, File}, io, path::{Path, PathBuf}};
//! use with_cleanup::{context_manager, with};
//! # #[context_manager]
//! # fn scratch(mut dir: PathBuf) -> io::Result<PathBuf> {
//! #     fs::create_dir(&dir)?;
//! #     yield_!(dir);
//! #     fs::remove_dir_all(&dir)?;
//! # }
//!
//! #[context_manager]
//! fn log_in_scratch(base: &Path, name: &str) -> io::Result<File> {
//!     with!(dir = scratch(base.join("scratch"))? => {
//!         let mut log = File::create(dir.join(name))?; // if it fails, the directory is removed
//!         yield_!(log);
//!     })?;
//! }
//! # let base = tempfile::tempdir()?;
//! # with!(log = log_in_scratch(base.path(), "log")? => { log.metadata()?; })?;
//! # assert!(log_in_scratch(base.path(), "no/such/dir").is_err());
//! # assert_eq!(fs::read_dir(base.path())?.count(), 0);
//! # Ok::<(), io::Error>(())
//! ```
//!
//! # A commit that may fail
//!
//! The `draft` above stays where `sync_all` or `rename` fails. Here it is removed then too. The scope that removes it
//! stands around the `yield_!` and the commit, and fails if either does:
//!
//! ```
//! use std::{fs::{self, File}, io, path::Path};
//! use with_cleanup::{context_manager, try_finally};
//!
//! #[context_manager]
//! fn draft(path: &Path) -> io::Result<File> {
//!     let draft = path.with_extension("draft");
//!     let mut file = File::create(&draft)?;
//!     try_finally!({
//!         if yield_!(file).is_success() {
//!             file.sync_all()?;
//!             fs::rename(&draft, path)?;
//!         }
//!     } finally |outcome| {
//!         if !outcome.is_success() {
//!             fs::remove_file(&draft)?;
//!         }
//!     })?;
//! }
//! # use with_cleanup::with;
//! # let dir = tempfile::tempdir()?;
//! # let path = dir.path().join("a");
//! # let in_dir = || fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
//! # fs::create_dir(&path)?; // where a file is to go
//! # let failed = with!(file = draft(&path)? => { file.metadata()?; });
//! # assert!(failed.is_err());
//! # assert_eq!(in_dir(), [&*path]);
//! # fs::remove_dir(&path)?;
//! # let failed = with!(_ = draft(&path)? => Err::<(), _>(io::Error::other("the work fails")));
//! # assert!(failed?.is_err());
//! # assert!(in_dir().is_empty());
//! # with!(file = draft(&path)? => { file.metadata()?; })?;
//! # assert_eq!(in_dir(), [&*path]);
//! # Ok::<(), io::Error>(())
//! ```
//!
//! # Of a value and a closure
//!
//! [`guard`] hands the value over to the closure, [`guard_with`] the outcome as well, and [`closing`] lends the value,
//! for a method that takes `&mut self`. They allocate nothing, and are used where they are made, or returned:
//!
//! ```
//! use std::{fs, io, path::Path};
//! use with_cleanup::{guard, guard_with, with};
//! # let dir = tempfile::tempdir()?;
//! # let base = dir.path();
//!
//! let (lock, new) = (base.join("lock"), base.join("new"));
//! fs::write(&lock, "")?;
//! fs::write(&new, "2")?;
//! with!(
//!     _lock = guard(lock, |lock| fs::remove_file(lock)),
//!     new = guard_with(new, |new, outcome| {
//!         if outcome.is_success() { fs::rename(&new, base.join("current")) } else { fs::remove_file(&new) }
//!     }) => {
//!         check(new)?;
//!     }
//! )?;
//! # fn check(new: &Path) -> io::Result<()> { fs::read(new).map(drop) }
//! # assert_eq!(fs::read_dir(base)?.count(), 1);
//! # assert_eq!(fs::read_to_string(base.join("current"))?, "2");
//! # Ok::<(), io::Error>(())
//! ```
//!
//! # By hand
//!
//! A type of your own has a name, fields and methods, and costs no allocation. It implements [`ContextManager`]: what
//! it lends, and how it exits. Making the value is entering it.
//!
//! An exit takes `self`. If the type also has a `Drop`, for the values that never get into a scope, what is left to do
//! has to be taken out of it, so that it is not done twice:
//!
//! ```
//! use with_cleanup::{ContextManager, Outcome, with};
//!
//! /// What is booked, and goes to the ledger when the scope succeeds.
//! struct Booking<'l> {
//!     ledger: Option<&'l mut Vec<i64>>, // `None` when it is done
//!     entries: Vec<i64>,
//! }
//!
//! impl Booking<'_> {
//!     fn balance(&self) -> i64 {
//!         self.entries.iter().sum()
//!     }
//! }
//!
//! impl ContextManager for Booking<'_> {
//!     type Target = Self; // so that the body has its methods
//!     type Exit = Result<(), String>;
//!
//!     fn target(&mut self) -> &mut Self {
//!         self
//!     }
//!
//!     fn exit(mut self, outcome: Outcome<'_>) -> Result<(), String> {
//!         let Some(ledger) = self.ledger.take() else { return Ok(()) }; // from here on a drop does nothing
//!         if !outcome.is_success() {
//!             return Ok(());
//!         }
//!         if self.balance() != 0 {
//!             return Err(format!("{} is not booked", self.balance()));
//!         }
//!         ledger.append(&mut self.entries);
//!         Ok(())
//!     }
//! }
//!
//! impl Drop for Booking<'_> {
//!     fn drop(&mut self) {
//!         if self.ledger.is_some() {
//!             eprintln!("{} entries are thrown away", self.entries.len());
//!         }
//!     }
//! }
//!
//! let mut ledger = Vec::new();
//! with!(booking = Booking { ledger: Some(&mut ledger), entries: Vec::new() } => {
//!     booking.entries.extend([5, -5]);
//! })?;
//! assert_eq!(ledger, [5, -5]);
//! # Ok::<(), with_cleanup::Error>(())
//! ```
//!
//! # What the target is
//!
//! What the body sees, as `&mut Target`. Two are usual: the manager itself, as above, for a body that needs its
//! methods; and the resource within, a `File` or a `Connection`, for a body that must not reach the rest. `Target = ()`
//! lends nothing.
//!
//! A target may be unsized, a slice, a `str` or a `dyn Trait`. Then the body does not depend on what is behind it:
//!
//! ```
//! use with_cleanup::{context_manager, with};
//!
//! /// Lends zeros at the end of a buffer.
//! #[context_manager]
//! fn zeros(buffer: &mut Vec<u8>, length: usize) -> [u8] {
//!     let start = buffer.len();
//!     buffer.resize(start + length, 0);
//!     yield_!(buffer[start..]);
//!     buffer.truncate(start);
//! }
//!
//! let mut buffer = vec![1, 2];
//! with!(zeros = zeros(&mut buffer, 3) => { // a `&mut [u8]`
//!     zeros.fill(7);
//! });
//! assert_eq!(buffer, [1, 2]);
//! ```
//!
//! A function that can fail lends a sized target, because a `Result` holds no other: `io::Result<Box<dyn Write>>`.
//!
//! # Fallible or not
//!
//! The exit's type says whether it can fail, at compile time: `()`, or `Result<(), E>` where `E` converts into `Box<dyn
//! Error + Send + Sync>`, as errors, strings and the errors of `anyhow` and `eyre` do. It decides the type of the
//! scope: the body's `T` if no exit can fail, and `Result<T, Error>` if one can. So leave it at `()` where nothing can
//! fail, or where the failure is dealt with inside: `return`, `break` and `continue` may then leave the scope
//! [anywhere](super::errors#jumps).
//!
//! # Returning a manager
//!
//! A function that makes a manager of a closure names both parts that its user needs to know, the target and the exit:
//!
//! ```
//! use std::{fs, io, path::Path};
//! use with_cleanup::{ContextManager, guard};
//!
//! fn lock(path: &Path) -> io::Result<impl ContextManager<Target = &Path, Exit = io::Result<()>>> {
//!     fs::File::create_new(path)?;
//!     Ok(guard(path, |path| fs::remove_file(path)))
//! }
//! # let dir = tempfile::tempdir().unwrap();
//! # let path = dir.path().join("lock");
//! # with_cleanup::with!(_lock = lock(&path).unwrap() => {}).unwrap();
//! # assert!(!path.exists());
//! ```
//!
//! A function with `#[context_manager]` returns a [`Managed<T, _>`](Managed), whose second parameter has no name. A
//! trait declares such a method as `fn book(&mut self) -> impl ContextManager<Target = i64, Exit = ()>`.
//!
//! # Generic code
//!
//! Code that takes any manager runs it in a `with!`. What it asks of the exit decides what it returns:
//!
//! ```
//! use std::error::Error as StdError;
//! use with_cleanup::{ContextManager, Error, guard, with};
//!
//! /// An exit that cannot fail.
//! fn push(list: impl ContextManager<Target = Vec<i32>, Exit = ()>) -> usize {
//!     with!(list => { list.push(7); list.len() })
//! }
//!
//! /// One that can.
//! fn try_push<E>(list: impl ContextManager<Target = Vec<i32>, Exit = Result<(), E>>) -> Result<usize, Error>
//! where
//!     E: Into<Box<dyn StdError + Send + Sync>>,
//! {
//!     with!(list => { list.push(7); list.len() })
//! }
//!
//! assert_eq!(push(guard(vec![1], |_| ())), 2);
//! let error = try_push(guard(vec![1], |_| Err::<(), _>("the list is full"))).unwrap_err();
//! assert_eq!(error.source().unwrap().to_string(), "the list is full");
//! ```
//!
//! The body's value counts as a success where its type is a parameter, because it is not known to be a `Result`.
//!
//! # Threads
//!
//! A manager is as `Send` as what is in it: a guard as its value and closure, a [`Managed`] as all that lives in its
//! function at the `yield_!`. The scope itself adds nothing that would keep the future of an `async fn` from being
//! `Send`. But what such a future holds over an `.await` has to be `Send`, and a `std::sync::MutexGuard` is not.

use crate::*;

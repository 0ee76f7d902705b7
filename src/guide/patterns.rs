//! Three patterns on one example: try/finally, a context manager, an exit stack. Then values that clean up by
//! themselves.
//!
//! The example is a scratch directory: it is made before the work and removed after it, however the work ends. Both can
//! fail.
//!
//! # try/finally
//!
//! The cleanup stands beside the body, once, for this place only:
//!
//! ```
//! use std::{fs, io, path::Path};
//! use with_cleanup::try_finally;
//!
//! fn sort(dir: &Path) -> io::Result<()> {
//!     fs::create_dir(dir)?;
//!     try_finally!({
//!         fs::write(dir.join("run-1"), "b\na\n")?; // leaves, and `dir` is removed all the same
//!         merge(dir)?;
//!     } finally {
//!         fs::remove_dir_all(dir)?;
//!     })?; // the error of `remove_dir_all`
//!     Ok(())
//! }
//! # fn merge(dir: &Path) -> io::Result<()> { fs::rename(dir.join("run-1"), dir.join("sorted")) }
//! # let base = tempfile::tempdir()?;
//! # let dir = base.path().join("scratch");
//! # sort(&dir)?;
//! # assert!(!dir.exists());
//! # Ok::<(), io::Error>(())
//! ```
//!
//! What stands before [`try_finally!`] is outside it: where `create_dir` fails, there is nothing to remove.
//!
//! The body and the cleanup are two blocks, and Rust lets only one of them borrow a variable mutably. So what both of
//! them use is listed in angle brackets:
//!
//! ```
//! use with_cleanup::try_finally;
//!
//! let mut depth = 0;
//! try_finally!(<&mut depth> {
//!     *depth += 1;
//!     assert_eq!(*depth, 1);
//! } finally {
//!     *depth -= 1;
//! });
//! assert_eq!(depth, 0);
//! ```
//!
//! # A context manager
//!
//! The same setup and cleanup under a name, for many places. A function with
//! [`#[context_manager]`](macro@context_manager) sets up, lends a place with [`yield_!`], and cleans up when the scope
//! has ended that it was lent to:
//!
//! ```
//! use std::{fs, io, path::{Path, PathBuf}};
//! use with_cleanup::{context_manager, with};
//!
//! #[context_manager]
//! fn scratch(mut dir: PathBuf) -> io::Result<PathBuf> {
//!     fs::create_dir(&dir)?;
//!     yield_!(dir);
//!     fs::remove_dir_all(&dir)?;
//! }
//!
//! fn sort(base: &Path) -> io::Result<()> {
//!     with!(dir = scratch(base.join("scratch"))? => { // `dir` is a `&mut PathBuf`
//!         fs::write(dir.join("run-1"), "b\na\n")?;
//!         merge(dir)?;
//!     })?;
//!     Ok(())
//! }
//! # fn merge(dir: &Path) -> io::Result<()> { fs::rename(dir.join("run-1"), dir.join("sorted")) }
//! # let base = tempfile::tempdir()?;
//! # sort(base.path())?;
//! # assert!(!base.path().join("scratch").exists());
//! # Ok::<(), io::Error>(())
//! ```
//!
//! There are no angle brackets: the function owns the place, and the body borrows it. Several managers stand in one
//! [`with!`]. They are entered from left to right, exit from right to left, and each may use those before it.
//!
//! `yield_!` returns the [`Outcome`], for a cleanup that depends on how the scope ended. This directory stays where the
//! work failed, to be looked at:
//!
//! ```
//! # use std::{fs, io, path::{Path, PathBuf}};
//! # use with_cleanup::{context_manager, with};
//! #[context_manager]
//! fn scratch(mut dir: PathBuf) -> io::Result<PathBuf> {
//!     fs::create_dir(&dir)?;
//!     if yield_!(dir).is_success() {
//!         fs::remove_dir_all(&dir)?;
//!     }
//! }
//! # fn sort(base: &Path) -> io::Result<()> {
//! #     with!(dir = scratch(base.join("scratch"))? => { fs::read(dir.join("no such file"))?; })?;
//! #     Ok(())
//! # }
//! # let base = tempfile::tempdir()?;
//! # assert_eq!(sort(base.path()).unwrap_err().kind(), io::ErrorKind::NotFound);
//! # assert!(base.path().join("scratch").exists());
//! # Ok::<(), io::Error>(())
//! ```
//!
//! # An exit stack
//!
//! Any number of managers, known only at run time. If the third cannot be entered, the two before it exit:
//!
//! ```
//! # use std::{fs, path::{Path, PathBuf}};
//! use std::io;
//! use with_cleanup::ExitStack;
//! # use with_cleanup::context_manager;
//! # #[context_manager]
//! # fn scratch(mut dir: PathBuf) -> io::Result<PathBuf> {
//! #     fs::create_dir(&dir)?;
//! #     yield_!(dir);
//! #     fs::remove_dir_all(&dir)?;
//! # }
//!
//! fn sort(base: &Path, names: &[&str]) -> io::Result<()> {
//!     ExitStack::new().run(|stack| {
//!         let mut dirs: Vec<&mut PathBuf> = Vec::new();
//!         for name in names {
//!             dirs.push(stack.enter(scratch(base.join(name))?));
//!         }
//!         merge(&dirs)
//!     })
//! }
//! # fn merge(dirs: &[&mut PathBuf]) -> io::Result<()> { dirs.iter().try_for_each(|dir| fs::write(dir.join("a"), "")) }
//! # let base = tempfile::tempdir()?;
//! # sort(base.path(), &["a", "b", "c"])?;
//! # assert_eq!(fs::read_dir(base.path())?.count(), 0);
//! # assert!(sort(base.path(), &["a", "b", "no/such/dir"]).is_err());
//! # assert_eq!(fs::read_dir(base.path())?.count(), 0);
//! # Ok::<(), io::Error>(())
//! ```
//!
//! [`run`](ExitStack::run) closes the stack with the outcome of its body. An [`ExitStack`] can also stand in a `with!`,
//! be [closed](ExitStack::close) by hand, or be [taken](ExitStack::take) out of the function, when all could be
//! entered.
//!
//! # Values that clean up by themselves
//!
//! Where the cleanup cannot fail, or nobody has to learn that it did, Rust's own way is enough: a value that cleans up
//! in its `Drop` (RAII). `tempfile::TempDir` is such a value. It can stand in a `with!` beside managers, and drops in
//! its turn:
//!
//! ```
//! use std::fs;
//! use with_cleanup::{guard, with};
//!
//! let path = with!(
//!     dir = tempfile::tempdir()?,
//!     file = guard(dir.path().join("a"), |file| assert!(file.exists())) => { // its exit still finds the directory
//!         fs::write(&*file, "hello")?;
//!         file.clone()
//!     }
//! );
//! assert!(!path.exists());
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The name in a head is `&mut` the target: of a `MutexGuard` and some other [values of
//! `std`](ContextManager#managers-in-std), of what it derefs to. The target of a head that is no context manager is the
//! value itself: of an `RwLockReadGuard`, `*name` is the guard and `**name` what it locks.
//!
//! ```
//! use std::{io::{self, BufWriter, Write}, sync::{Mutex, RwLock}};
//! use with_cleanup::{Error, with};
//!
//! let (total, rates) = (Mutex::new(1), RwLock::new(vec![2, 3]));
//! let printed: Result<(), Error> = with!(
//!     total = total.lock().unwrap(),
//!     rates = rates.read().unwrap(),
//!     out = BufWriter::new(io::stdout()) => {
//!         *total += rates.iter().sum::<i32>();
//!         writeln!(out, "{total}")?;
//!     }
//! ); // what is in the buffer is printed, or this is the error
//! # printed.unwrap();
//! # assert_eq!(*total.lock().unwrap(), 6);
//! # Ok::<(), io::Error>(())
//! ```
//!
//! The other way round, a manager is a value too. One that is not in a scope, but bound by a `let`, exits when it
//! drops: with outcome failure, because it sees no scope, and its error goes to the [report hook](set_report_hook),
//! because nobody can return it.

use crate::*;

//! Cleanup that knows how the scope ended, may fail, and never loses an error, at the cost of a hand-written `Drop`.
//!
//! A `Drop` cannot fail, cannot know how its scope ended, and fights the borrow checker. So commits get lost in drops,
//! errors of `close` vanish, rollbacks run on success, and a second panic aborts the process. This crate brings Rust the
//! tools that Python teaches, and closes those gaps.
//!
//! ```
//! use with_cleanup::{ContextManager, Outcome, with};
//!
//! /// Commits when its scope succeeds, rolls back otherwise.
//! struct Transaction<'a> {
//!     balance: &'a mut i64,
//!     pending: i64,
//! }
//!
//! impl ContextManager for Transaction<'_> {
//!     type Target = i64;
//!     type Exit = Result<(), String>;
//!
//!     fn target(&mut self) -> &mut i64 {
//!         &mut self.pending
//!     }
//!
//!     fn exit(self, outcome: Outcome<'_>) -> Result<(), String> {
//!         if outcome.is_success() {
//!             *self.balance = self.balance.checked_add(self.pending).ok_or("overflow")?;
//!         }
//!         Ok(())
//!     }
//! }
//!
//! fn book(balance: &mut i64, amounts: &[&str]) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//!     with!(pending = Transaction { balance, pending: 0 } => {
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
//! | make a manager of a value and a closure | [`guard`], [`guard_with`] |
//! | make a manager of a type | [`ContextManager`] |
//! | learn of failures that nobody can return | [`set_report_hook`] |
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
//! # What a body's value says
//!
//! A scope succeeds when its value is no `Err`. The value's type must be known where the body ends: in a body that ends in
//! `Ok(..)` alone, the error's type may not be, and then a turbofish or a type on the result mends it. In generic code a
//! value whose type is a parameter counts as a success, because it is not known to be a `Result`.
//!
//! Where a scope can fail by itself, the body is best left by `?`, and its plain value taken with another:
//!
//! ```
//! # use std::{fs, io, path::Path};
//! # use with_cleanup::{guard, with};
//! fn size(path: &Path) -> io::Result<u64> {
//!     Ok(with!(_ = guard(path, |path| fs::remove_file(path)) => fs::metadata(path)?.len())?)
//! }
//! # let dir = tempfile::tempdir().unwrap();
//! # let path = dir.path().join("a");
//! # fs::write(&path, "abc").unwrap();
//! # assert_eq!(size(&path).unwrap(), 3);
//! ```
//!
//! # Jumps that cannot be seen
//!
//! A body stays as it was written, so a scope sees the jumps that are written in it, and those in the macros of this
//! crate that are called by their own names, alone or behind `with_cleanup::`. A jump that hides in any other macro, or in
//! one of these under an alias, leaves the scope all the same: its managers exit with outcome failure, and what fails then
//! goes to the report hook.
//!
//! # Where nothing runs
//!
//! No cleanup runs at `process::exit` and `process::abort`, under `panic = "abort"` after a panic, or when a signal ends
//! the process. A value that is leaked with `mem::forget` is not cleaned up either.
//!
//! # Features
//!
//! | feature | adds |
//! | --- | --- |
//! | `std` (default) | panics are told apart from failures, and a second panic is contained; implies `alloc` |
//! | `alloc` | cleanup that can fail: [`Error`], [`Report`] and the report hook |
//!
//! Without `std` a scope that unwinds counts as a failure, and a second panic aborts.
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod macros;

/// The examples of the README, as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use cleanup_macros::with_cleanup;
pub use cleanup_runtime::*;

/// What the macros call. Not public: it changes with any version.
#[doc(hidden)]
pub mod __private {
    pub use cleanup_macros::{defer, defer_on_failure, defer_on_success, try_finally, with};
    pub use cleanup_runtime::__private::*;
}

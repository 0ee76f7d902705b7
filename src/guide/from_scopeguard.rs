//! Coming from the crate [`scopeguard`](https://docs.rs/scopeguard).
//!
//! | `scopeguard` | here | what changes |
//! | --- | --- | --- |
//! | `defer! { .. }` | [`defer!`] | may fail, in a function with [`#[with_cleanup]`](macro@with_cleanup); [captures](#captures) |
//! | `defer_on_success! { .. }` | [`defer_on_success!`] | [`?` and `Err` are no success](#what-a-success-is) |
//! | `defer_on_unwind! { .. }` | [`defer_on_failure!`] | runs for `?` and `Err` too |
//! | `guard(v, \|v\| ..)` | [`guard`] | the closure may return a `Result` |
//! | `guard_on_success(v, f)`, `guard_on_unwind(v, f)` | [`guard_with`] | the closure asks the [`Outcome`] |
//! | `ScopeGuard<T, F, S>` | [`Guard<T, F>`](Guard) | derefs to `T` as well; is a manager, for [`with!`] and [`ExitStack`] |
//! | `ScopeGuard::into_inner(g)` | [`Guard::dismiss(g)`](Guard::dismiss) | the name |
//! | `ScopeGuard::with_strategy`, `Strategy` | [`guard_with`] | a question to the outcome in place of a type |
//! | `Always`, `OnSuccess`, `OnUnwind` | [`Outcome`] | `is_success`, `is_failure`, `is_panic` |
//!
//! Both drop a guard at once that is bound by `let _ = guard(..)`; a head `_ = guard(..)` of `with!` is held.
//!
//! # What a success is
//!
//! `scopeguard` asks whether the thread is panicking, so to it a scope that is left by `?` is a success. Here it is a
//! failure. For the old meaning ask for the panic:
//!
//! ```
//! use with_cleanup::{defer, with_cleanup};
//! # use std::cell::Cell;
//!
//! #[with_cleanup]
//! fn parse(text: &str, seen: &Cell<u32>) -> Result<i32, std::num::ParseIntError> {
//!     defer!(|outcome| if !outcome.is_panic() { seen.set(seen.get() + 1) }); // scopeguard's `defer_on_success!`
//!     Ok(text.parse::<i32>()? + 1)
//! }
//! # let seen = Cell::new(0);
//! # assert!(parse("1", &seen).is_ok());
//! # assert!(parse("x", &seen).is_err());
//! # assert_eq!(seen.get(), 2);
//! ```
//!
//! To know how its scope ended, a cleanup has to stand in one that tells: a function with `#[with_cleanup]`, or the
//! body of a [`with!`] or [`try_finally!`]. Anywhere else `defer_on_success!`, `defer_on_failure!` and `|outcome|` do
//! not compile. And a guard that is bound by a `let` sees failure or panic, never success, so `guard_on_success`
//! becomes a head:
//!
//! ```
//! use with_cleanup::{guard_with, with};
//!
//! let mut kept = Vec::new();
//! with!(lines = guard_with(Vec::new(), |lines, outcome| if outcome.is_success() { kept = lines }) => {
//!     lines.push("hello");
//! });
//! assert_eq!(kept, ["hello"]);
//! ```
//!
//! # `?` in a `defer!`
//!
//! The closure of scopeguard's `defer!` returns nothing, so a cleanup that fails can only panic or ignore it
//! ([scopeguard#39](https://github.com/bluss/scopeguard/issues/39)). Here the function returns the failure:
//!
//! ```
//! use std::{fs, io, path::Path};
//! use with_cleanup::{defer, with_cleanup};
//!
//! #[with_cleanup]
//! fn run(lock: &Path) -> io::Result<()> {
//!     fs::File::create_new(lock)?;
//!     defer!(fs::remove_file(lock)?);
//!     fs::remove_file(lock) // somebody else does, and so there is no lock to remove at the end
//! }
//! # let dir = tempfile::tempdir()?;
//! assert_eq!(run(&dir.path().join("lock")).unwrap_err().kind(), io::ErrorKind::NotFound);
//! # Ok::<(), io::Error>(())
//! ```
//!
//! A `return` in scopeguard's `defer!` ends the closure. Here it does not compile, because it looks as if it ended the
//! function.
//!
//! # Captures
//!
//! A closure that is deferred borrows what it uses until it runs. With `scopeguard` a variable that the code after it
//! uses too has to be moved into a guard, and be used through that. Here it is listed, and keeps its name:
//!
//! ```
//! use with_cleanup::defer;
//!
//! let mut stack = vec!["file"];
//! {
//!     stack.push("module");
//!     defer!(<&mut stack> { stack.pop(); });
//!     assert_eq!(stack.len(), 2);
//!     stack[1] = "function";
//! }
//! assert_eq!(stack, ["file"]);
//! ```
//!
//! # A second panic
//!
//! A scopeguard whose closure panics while the thread unwinds aborts the process. Here the panic is
//! [contained](super::panics#a-second-panic) and reported.
//!
//! # Without `std`
//!
//! Both crates work there, and neither can tell a panic then: scopeguard leaves out `OnSuccess` and `OnUnwind`, and
//! here a scope that unwinds counts as a failure. A cleanup that can fail needs the feature `alloc`.

use crate::*;

//! Which tool when, what each costs, and when a plain `Drop` is enough.
//!
//! | need | tool | why |
//! | --- | --- | --- |
//! | free memory, close a file, release a lock | nothing | the value's own `Drop` does it |
//! | a cleanup at one place, infallible | [`defer!`] | one line, beside what it undoes |
//! | a cleanup at one place, which may fail | [`try_finally!`] | the scope returns the error |
//! | several such in one function, or a `return` past them | [`#[with_cleanup]`](macro@with_cleanup) and [`defer!`] | the function returns the errors |
//! | undo a step if a later one fails | [`defer_on_failure!`] | runs for `?`, `Err` and panic, and not on success |
//! | do something only if all went well | [`defer_on_success!`] | the opposite |
//! | the same setup and cleanup at several places | [`#[context_manager]`](macro@context_manager) | one function, read from top to bottom |
//! | commit on success, roll back otherwise | the same, and [`Outcome`] | the cleanup is told how the scope ended |
//! | a cleanup for a value of somebody else's | [`guard`], [`guard_with`], [`closing`] | the value and a closure, no new type |
//! | a manager with a name, fields or methods | [`ContextManager`] | a type of your own |
//! | use managers | [`with!`] | enters in order, exits in reverse, returns the errors |
//! | a manager around a whole function | [`#[with_cleanup(name = manager())]`](macro@with_cleanup) | the body needs no further indentation |
//! | any number of managers, known only at run time | [`ExitStack`] | one stack for managers of all types |
//! | the same, sent to another thread | [`SendExitStack`] | all its entries are `Send` |
//! | enter things, and hand them over once all are there | [`ExitStack::take`] | what was entered exits if a later one fails |
//! | no macros, both parts closures of one error type | [`attempt`] | a function; the body has ended when the cleanup borrows |
//! | ignore one kind of error | [`suppress`] | says which, and keeps the others |
//! | a manager where none is needed | [`null_context`] | lends a value, and only drops it |
//! | flush a `BufWriter`, join a thread, wait for a child | [what `std` has](ContextManager#managers-in-std) | their own drops ignore the errors, or detach |
//!
//! # When `Drop` is enough
//!
//! Write a `Drop`, and use none of this, where all three hold:
//!
//! * the cleanup cannot fail, or nobody can do anything about it;
//! * it is the same on success and on failure;
//! * it belongs to the value and not to the place where that is used.
//!
//! That is most of what a program owns: memory, file descriptors, locks, temporary files. A manager is for the rest: a
//! commit, a flush, a rename, a process to wait for. A type may have both, a fallible exit and a `Drop` as the last
//! resort; see [writing managers](super::writing_managers#by-hand).
//!
//! # When `scopeguard` is enough
//!
//! Where a cleanup belongs to a place, but cannot fail and need not know how its scope ended,
//! [`scopeguard`](https://docs.rs/scopeguard) is enough. It has no procedural macros. What is different here, and how
//! to move, is in [from `scopeguard`](super::from_scopeguard).
//!
//! # `defer!` or `try_finally!`
//!
//! A `defer!` stands after the step that it undoes, and the code after it stays where it was. A `try_finally!` shows
//! the body as a block, and has a value of its own, so it is a place for the error of the cleanup too. Outside of a
//! function with `#[with_cleanup]` a cleanup that can fail needs a scope that returns its error: `try_finally!` or
//! `with!`.
//!
//! ```
//! use std::{fs, io, path::Path};
//! use with_cleanup::{defer, try_finally, with_cleanup};
//!
//! #[with_cleanup]
//! fn deferred(lock: &Path) -> io::Result<u32> {
//!     fs::File::create_new(lock)?;
//!     defer!(fs::remove_file(lock)?);
//!     count()
//! }
//!
//! fn finally(lock: &Path) -> io::Result<u32> {
//!     fs::File::create_new(lock)?;
//!     Ok(try_finally!({ count()? } finally { fs::remove_file(lock)? })?)
//! }
//! # fn count() -> io::Result<u32> { Ok(7) }
//! # let dir = tempfile::tempdir()?;
//! # let lock = dir.path().join("lock");
//! # assert_eq!((deferred(&lock)?, finally(&lock)?), (7, 7));
//! # assert!(!lock.exists());
//! # Ok::<(), io::Error>(())
//! ```
//!
//! # `with!` or `let`
//!
//! A guard may be bound by a `let` and left to its drop. Then it is as any other value: it exits at the end of the
//! block, and sees a failure, because a `let` does not know how the block ends. Its error goes to the report hook. So a
//! manager with an exit that asks for the outcome, or that can fail, belongs in a `with!`, in the heads of
//! `#[with_cleanup]`, or on a stack.
//!
//! # What each costs
//!
//! On the path where no cleanup fails:
//!
//! | tool | cost |
//! | --- | --- |
//! | [`with!`], [`try_finally!`], [`defer!`], [`guard`] | that of a `Drop` written by hand, to the end of the body; nothing is allocated |
//! | a body left by a written `return`, `break` or `continue` | one byte stored, and a call for each manager |
//! | a body left by `?` | a call for each manager |
//! | [`#[with_cleanup]`](macro@with_cleanup) | that of the guards, and the test of one pointer |
//! | [`#[context_manager]`](macro@context_manager) | one allocation a manager |
//! | [`ExitStack`] | an indirect call an entry; no allocation for the first eight of two words, then in chunks that grow |
//! | [`attempt`] | two calls of `catch_unwind`; nothing is allocated |
//! | [`Outcome`] | computed when it is asked, so nothing where it is not |
//! | [`Error`] | an allocation when a cleanup fails, never before |
//!
//! ![Time of a scope for each manager, beside guards by hand and scopeguard][scopes]
//!
//! ![Time of an entry as a stack grows, beside a Vec of boxed closures][stack]
//!
//! The compiler pays more: 1,000 `with!` of one manager take 2.7 times as long to check as guards by hand, and of four
//! managers 3.2 times.
//!
//! ![Time of cargo check as scopes grow in number, beside guards by hand and scopeguard][check]
//!
//! The figures, and where a peer is better, are in the repository's [`BENCHMARKS.md`][benchmarks].
//!
//! [scopes]: https://raw.githubusercontent.com/with-cleanup/with-cleanup/main/docs/scopes.svg
//! [stack]: https://raw.githubusercontent.com/with-cleanup/with-cleanup/main/docs/stack.svg
//! [check]: https://raw.githubusercontent.com/with-cleanup/with-cleanup/main/docs/check.svg
//! [benchmarks]: https://github.com/with-cleanup/with-cleanup/blob/main/BENCHMARKS.md
//!
//! To compile, the macros need `syn`, as most derives do. The runtime itself has no dependencies, and works without
//! `std`, with the limits that the [features](crate#features) tell.

use crate::*;

//! The ends of a program, a thread or a value that no cleanup sees, and what to do instead.
//!
//! All that this crate does happens when a scope is left or a value drops. It is as sure as `Drop`, and no surer.
//!
//! | end | what runs | instead |
//! | --- | --- | --- |
//! | [`process::exit`](std::process::exit) | no destructor, on any thread | [return from `main`](#exit-codes) |
//! | [`process::abort`](std::process::abort) | nothing | |
//! | a panic under [`panic = "abort"`](#panics-that-abort) | the panic hook of `std` | build with `panic = "unwind"` |
//! | a panic in another `Drop` while the thread unwinds | the same | [contain it](super::panics#a-second-panic) |
//! | a stack overflow, memory that runs out | nothing: they abort | |
//! | `SIGINT`, `SIGTERM` and others | nothing, by default | [a handler that sets a flag](#signals) |
//! | `SIGKILL`, the out-of-memory killer, [power loss](#power-loss) | nothing | be ready at the next start |
//! | [`exec`](https://doc.rust-lang.org/std/os/unix/process/trait.CommandExt.html#tymethod.exec) that succeeds | nothing: it replaces the program | leave the scopes first |
//! | [`mem::forget`](std::mem::forget) and other [leaks](#leaks) | nothing for that value | |
//! | [threads that still run](#threads) when `main` ends | nothing, on these | join them |
//! | a thread that waits for ever | nothing, as long as it does | a timeout |
//! | a future that is neither polled nor dropped | nothing, as long as it is not | drop it |
//!
//! # Exit codes
//!
//! Let `main` return an [`ExitCode`](std::process::ExitCode) or a `Result`. Then all scopes have been left before the
//! process ends:
//!
//! ```
//! use std::process::ExitCode;
//! use with_cleanup::defer;
//!
//! fn main() -> ExitCode {
//!     defer!(println!("this runs"));
//!     match run() {
//!         Ok(()) => ExitCode::SUCCESS,
//!         Err(error) => {
//!             eprintln!("{error:#}"); // with its cause, and what it suppresses
//!             ExitCode::FAILURE
//!         }
//!     }
//! }
//! # fn run() -> std::io::Result<()> { Ok(()) }
//! ```
//!
//! Libraries that read the command line may call `process::exit`, for `--help` or for bad arguments. Call them before
//! there is anything to clean up.
//!
//! # Panics that abort
//!
//! With `panic = "abort"` in the profile a panic ends the process after the panic hook has run. Nothing unwinds, so
//! nothing is cleaned up, and no scope ever sees a panic. `?` and `Err` work as ever. The same goes for targets that
//! cannot unwind. And a panic that would leave an `extern "C"` function aborts there: the scopes inside that function
//! may or may not have exited.
//!
//! # Signals
//!
//! Most signals end the process by default, without unwinding. A handler cannot clean up either: it interrupts the
//! program anywhere, even in the middle of an allocation. It sets a flag, and the program looks at it and leaves its
//! scopes by itself:
//!
//! ```
//! use std::{io, sync::atomic::{AtomicBool, Ordering}};
//! use with_cleanup::{defer, with_cleanup};
//!
//! // Set by the handler, which is one of the crates `ctrlc` and `signal-hook`, or of `tokio::signal`.
//! static STOP: AtomicBool = AtomicBool::new(false);
//!
//! #[with_cleanup]
//! fn serve() -> io::Result<()> {
//!     defer!(println!("the socket is removed"));
//!     while !STOP.load(Ordering::Relaxed) {
//!         handle_one()?;
//!     }
//!     Ok(())
//! }
//! # fn handle_one() -> io::Result<()> { STOP.store(true, Ordering::Relaxed); Ok(()) }
//! # serve()?;
//! # Ok::<(), io::Error>(())
//! ```
//!
//! # Leaks
//!
//! A value that is forgotten, leaked or part of a cycle of `Rc`s never drops, and a `static` does not either. That is
//! safe Rust, so `unsafe` code must not rely on the drop of a value that it has handed out. The body of a [`with!`]
//! cannot leak its managers: it has their targets, and the scope has them.
//!
//! ```
//! use std::mem;
//! use with_cleanup::{guard, with};
//!
//! let mut closed = 0;
//! mem::forget(guard((), |()| closed += 1)); // never runs
//! with!(guard((), |()| closed += 1) => {}); // runs
//! assert_eq!(closed, 1);
//! ```
//!
//! # Threads
//!
//! When `main` returns, the process ends, and the threads that still run stop where they are. [`joining`] makes a
//! manager of a thread, [`std::thread::scope`] joins its threads by itself, and a runtime such as tokio's has its own
//! way to shut down:
//!
//! ```
//! use std::thread;
//! use with_cleanup::{defer, joining, with};
//!
//! fn work() {
//!     defer!(println!("this runs"));
//! }
//!
//! with!(_worker = joining(thread::spawn(work)) => {
//!     println!("the scope waits for the thread");
//! })?;
//! # Ok::<(), with_cleanup::Error>(())
//! ```
//!
//! # Power loss
//!
//! No cleanup runs when the machine stops. What has to be right afterwards must be right at every moment: write a new
//! file, [`sync_all`](std::fs::File::sync_all) it, and rename it over the old one; use a database with transactions;
//! use locks that the system releases with the process, as `flock` does, and not files that somebody has to remove. And
//! clean up at the next start what the last run has left behind.

use crate::*;

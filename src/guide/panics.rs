//! What runs when a body, a cleanup or a drop panics.
//!
//! Rust unwinds: a panic leaves block after block, and drops what is in them. The scopes of this crate exit on that
//! way, once each, and the panic goes on. To tell a panic from a failure, and to contain a second one, takes the
//! feature `std`. In a program that is built with [`panic = "abort"`](super::where_nothing_runs#panics-that-abort)
//! nothing unwinds.
//!
//! # A body that panics
//!
//! Its cleanups see [`is_panic`](Outcome::is_panic), which is neither success nor failure. What they fail with is
//! reported, because a panic cannot carry it:
//!
//! ```
//! use std::panic;
//! use with_cleanup::try_finally;
//!
//! # panic::set_hook(Box::new(|_| {}));
//! let mut seen = "";
//! let ended = panic::catch_unwind(panic::AssertUnwindSafe(|| {
//!     try_finally!(<x = &mut seen> {
//!         panic!("in the body");
//!     } finally |outcome| {
//!         **x = if outcome.is_panic() { "panic" } else { "something else" };
//!     });
//! }));
//! assert!(ended.is_err());
//! assert_eq!(seen, "panic");
//! ```
//!
//! A cleanup that rolls back on anything but success has no need to ask for a panic: `!outcome.is_success()` is true
//! for both, and [`defer_on_failure!`] runs for both.
//!
//! # A cleanup that panics
//!
//! The other cleanups still run, and see a panic; then the panic goes on. It outranks failures before it, which are reported.
//!
//! Where a `return` or the end left the scope, the panic goes on from outside any `Drop`. This matters for a value that
//! was to be returned: it is dropped, and not [leaked](https://github.com/rust-lang/rust/issues/47949), as it would be
//! after a panic in a `Drop`.
//!
//! # A second panic
//!
//! A panic in a `Drop`, while the thread already unwinds, aborts the process. A cleanup of this crate that panics then
//! is contained: the other cleanups run, the first panic goes on, and the second goes to the [report
//! hook](set_report_hook) as a [`ContainedPanic`].
//!
//! ```
//! use std::{panic, sync::Mutex};
//! use with_cleanup::{Report, defer, set_report_hook};
//!
//! static REPORTS: Mutex<Vec<String>> = Mutex::new(Vec::new());
//!
//! # panic::set_hook(Box::new(|_| {}));
//! set_report_hook(Box::new(|report: &Report<'_>| REPORTS.lock().unwrap().push(report.error().to_string())));
//! let ended = panic::catch_unwind(|| {
//!     defer!(panic!("second"));
//!     panic!("first");
//! });
//! assert_eq!(ended.unwrap_err().downcast_ref(), Some(&"first"));
//! assert_eq!(*REPORTS.lock().unwrap(), ["panicked: second"]);
//! ```
//!
//! The panic hook of `std`, which prints the message, runs for every panic, the contained ones too.
//!
//! This reaches the cleanups of this crate, and plain values that are heads of a [`with!`]. It does not reach the
//! `Drop` of some other value: that one still aborts the process if it panics while the thread unwinds.
//!
//! # `catch_unwind`
//!
//! A scope inside a [`catch_unwind`](std::panic::catch_unwind) unwinds, and sees a panic. A scope around it does not,
//! and sees what its own body made of it. A worker that has to survive its jobs:
//!
//! ```
//! use std::{any::Any, panic::{self, UnwindSafe}};
//! use with_cleanup::with_cleanup;
//!
//! #[with_cleanup]
//! fn job(number: u32) -> Result<u32, with_cleanup::Error> {
//!     with_cleanup::defer_on_failure!(println!("job {number} is undone"));
//!     Ok(100 / number)
//! }
//!
//! fn contained<T>(job: impl FnOnce() -> T + UnwindSafe) -> Result<T, Box<dyn Any + Send>> {
//!     panic::catch_unwind(job)
//! }
//!
//! # panic::set_hook(Box::new(|_| {}));
//! assert!(contained(|| job(0)).is_err());
//! assert_eq!(contained(|| job(5)).unwrap().unwrap(), 20);
//! ```
//!
//! [`attempt`] is made of `catch_unwind`, and lets the panic go on after its cleanup.
//!
//! # Drops
//!
//! * In a `Drop` that runs while something else unwinds, a scope that reaches its end has still succeeded: it is this
//!   scope's end that counts and not the thread's state. One that is left in any other way there may see a panic, the
//!   safe side.
//! * A guard or manager that is dropped alone sees a failure; if the thread unwinds, a panic.
//! * A future that is dropped before it has ended ends its scopes with a failure. So does one that is dropped by a
//!   runtime that shuts down.
//! * A cleanup that failed or panicked has run. It is not tried again, by a drop or by anything else.

use crate::*;

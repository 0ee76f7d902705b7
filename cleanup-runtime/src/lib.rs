//! The runtime of [`with-cleanup`](https://docs.rs/with-cleanup): what its macros expand to, and what they hand to
//! the user.
//!
//! Depend on `with-cleanup`, which re-exports everything here beside the macros.
//!
//! # Features
//!
//! | feature | adds |
//! | --- | --- |
//! | `std` (default) | panics are told apart from failures, and a second panic is contained; implies `alloc` |
//! | `alloc` | cleanup that can fail: [`Error`], [`Report`] and the report hook; [`Managed`], [`ExitStack`] |
//! | `anyhow`, `eyre` | [`Suppressed`] for `anyhow::Error` and `eyre::Report` |
//! | `tracing` | events of what is entered and exits, and of failures that nobody can return; implies `std` |
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod cleanup;
mod closing;
mod defer;
mod function;
mod guard;
mod manager;
mod null_context;
mod outcome;
mod scope;
mod site;
mod stock;
mod suppress;
#[cfg(feature = "tracing")]
mod trace;
mod unwind;

#[cfg(feature = "std")]
mod attempt;
#[cfg(feature = "alloc")]
mod body_error;
#[cfg(feature = "alloc")]
mod error;
#[cfg(feature = "alloc")]
mod managed;
#[cfg(feature = "alloc")]
mod report;
#[cfg(feature = "alloc")]
mod stack;
#[cfg(feature = "alloc")]
mod suppressed;

#[cfg(any(feature = "anyhow", feature = "eyre"))]
pub use crate::suppressed::SuppressedFailures;
#[cfg(feature = "alloc")]
pub use crate::{
    body_error::BodyError,
    error::Error,
    managed::Managed,
    report::{Report, ReportHook, set_report_hook, take_report_hook},
    stack::{Entry, ExitStack, SendExitStack},
    suppressed::Suppressed,
};
pub use crate::{
    cleanup::CleanupResult,
    closing::{Closing, closing},
    guard::{Cleanup, Guard, WithOutcome, guard, guard_with},
    manager::ContextManager,
    null_context::{NullContext, null_context},
    outcome::Outcome,
    suppress::suppress,
};

#[cfg(feature = "std")]
pub use crate::{
    attempt::{Attempt, AttemptError, attempt},
    report::ContainedPanic,
    stock::{ChildFailed, Join, KillOnFailure, ThreadPanicked, joining, killing_on_failure},
};

/// What expansions of the macros call. Not public: it changes with any version.
#[doc(hidden)]
pub mod __private {
    pub use crate::{
        cleanup::End,
        defer::{Always, Deferral, OnFailure, OnSuccess, captured, defer, finally},
        function::{ByReporting, Function, call, nested, settle, unnamed, unreachable, within},
        scope::{
            Absent, AlwaysWell, BODY_RUNS, Entered, Head, Never, Nowhere, Probe, Scope, Slot, Witness, close,
            end, end_with, exit, exit_last, jump, leave, leave_with_err,
        },
        site::Name,
    };
    #[cfg(feature = "alloc")]
    pub use crate::{
        cleanup::{Fail, fail},
        managed::{Lends, Managed, Resumed, Room, Yielded, finish, finish_with, sketch, start, try_start},
        scope::{around_yield, resumed},
    };
}

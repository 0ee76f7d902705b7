//! What a program enters and exits, seen from outside: the events of the feature `tracing`.
//!
//! ```toml
//! with-cleanup = { version = "0.1", features = ["tracing"] }
//! ```
//!
//! | event | level | when | fields |
//! | --- | --- | --- | --- |
//! | `entered` | `TRACE` | a head or `try_finally!` is entered, an entry put on a stack, or a block deferred | `name`, `file`, `line` |
//! | `exiting` | `TRACE` | just before it exits | the same, and `outcome`: `success`, `failure` or `panic` |
//! | `dismissed` | `TRACE` | an entry is dismissed, or a `defer_on_success!` or `defer_on_failure!` does not run | `name`, `file`, `line` |
//! | `cleanup failed` | `ERROR` | nobody can return a failure, and there is no [report hook](crate::set_report_hook) | the same, `outcome` and `error` |
//!
//! Their target is `with_cleanup`. The names are those that [errors](super::errors) use: a head's own, `finally`, `defer`,
//! `enter` … A plain [`defer!`](crate::defer) outside of functions with [`#[with_cleanup]`](macro@crate::with_cleanup) has no
//! outcome, because nothing tells it. A guard that is used alone is no event; its failure is.
//!
//! The example `import` prints them:
//!
//! ```sh
//! cargo run --example import --features tracing
//! ```
//!
//! This is one run of it, drawn from these events: the second file has a bad row, so its transaction exits with a failure
//! and rolls back; all around it go on.
//!
//! ![What was entered, when it exited, and how](https://raw.githubusercontent.com/with-cleanup/with-cleanup/main/docs/timeline.svg)
//!
//! # Cost
//!
//! Without the feature nothing. With it, one load and comparison for each event that nobody listens to. A feature that one
//! crate of a program switches on is on for all of them.
//!
//! # Panics
//!
//! A subscriber's panic ends there: it keeps no cleanup from running.

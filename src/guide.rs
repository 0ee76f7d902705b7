//! The guide: which tool to use, how to use it, and what becomes of errors and panics.
//!
//! | page | answers |
//! | --- | --- |
//! | [`patterns`] | what try/finally, a context manager and an exit stack are, on one example |
//! | [`choosing`] | which tool when, what each costs, and when a plain `Drop` is enough |
//! | [`writing_managers`] | how to write a manager, return it, and take any in generic code |
//! | [`errors`] | where the failure of a cleanup goes |
//! | [`panics`] | what runs when a body or a cleanup panics |
//! | [`tracing`] | what a program enters and exits, as events |
//! | [`from_python`] | what `contextlib` has, and its counterpart here |
//! | [`from_scopeguard`] | the same for the crate `scopeguard` |
//! | [`from_go_and_zig`] | the same for Go and Zig, and in short for Swift, D and Java |
//! | [`where_nothing_runs`] | which ends of a program no cleanup sees, and what to do instead |
//!
//! The guide is documentation and no API: there is nothing to import from it. Its Rust examples are tests.

pub mod choosing;
pub mod errors;
pub mod from_go_and_zig;
pub mod from_python;
pub mod from_scopeguard;
pub mod panics;
pub mod patterns;
pub mod tracing;
pub mod where_nothing_runs;
pub mod writing_managers;

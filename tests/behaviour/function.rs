//! `#[with_cleanup]`: what a function does with the failures and panics of its cleanups.

use std::error::Error as _;

use with_cleanup::Error;

use crate::support::{Fault, log};

mod failures;
mod heads;
mod outcome;
mod panics;

/// The texts of the suppressed failures.
fn suppressed(error: &Error) -> Vec<String> {
    error.suppressed().iter().map(|error| error.source().expect("it has a source").to_string()).collect()
}

fn source(error: &Error) -> String {
    error.source().expect("it has a source").to_string()
}

/// A cleanup that fails, and logs that it ran.
fn clean(what: &'static str) -> Result<(), Fault> {
    log(format!("clean {what}"));
    Err(Fault::Of(what))
}

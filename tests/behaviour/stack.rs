//! `ExitStack` and `SendExitStack`.

use std::error::Error as _;

use with_cleanup::{Error, ExitStack};

use crate::support::{Fault, Token, log};

mod addresses;
mod closing;
mod dismiss;
mod entries;
mod panics;
mod payloads;
mod random;
mod run;
mod scopes;
mod send;
mod take;

/// A failure and those that it suppresses, each as `name: text`.
fn told(error: &Error) -> Vec<String> {
    let tell = |error: &Error| format!("{}: {}", error.name(), error.source().expect("it has a source"));
    [tell(error)].into_iter().chain(error.suppressed().iter().map(tell)).collect()
}

/// The lines that a failure and those that it suppresses name.
fn lines(error: &Error) -> Vec<u32> {
    [error].into_iter().chain(error.suppressed()).map(|error| error.location().line()).collect()
}

/// A cleanup that logs its name.
fn cleanup(name: &'static str) -> impl FnOnce() + 'static {
    let token = Token::new();
    move || {
        log(name);
        drop(token);
    }
}

/// One that fails, too.
fn failing_cleanup(name: &'static str) -> impl FnOnce() -> Result<(), Fault> + 'static {
    let token = Token::new();
    move || {
        log(name);
        drop(token);
        Err(Fault::Of(name))
    }
}

/// One that panics instead.
fn panicking_cleanup(name: &'static str) -> impl FnOnce() + 'static {
    let token = Token::new();
    move || {
        log(name);
        let _token = token;
        panic!("{name} panicked");
    }
}

/// Closes a stack that does not fail.
fn close(stack: ExitStack<'_>) {
    stack.close().expect("no entry fails");
}

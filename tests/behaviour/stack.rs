//! `ExitStack` and `SendExitStack`.

use with_cleanup::{Error, ExitStack};

use crate::support::{Fault, Token, log, told};

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

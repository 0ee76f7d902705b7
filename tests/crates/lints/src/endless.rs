//! Bodies that never end, in ways that the macros can see and in ways that they cannot: nothing that follows a body may be
//! called unreachable.

use std::process::abort;

use with_cleanup::{defer, try_finally, with};

macro_rules! bail {
    ($text:expr) => {
        return Err($text)
    };
}

macro_rules! leave {
    ($value:expr) => {
        return $value
    };
}

/// A function that never returns.
pub fn endless() -> ! {
    abort()
}

/// A macro that is known by its name.
pub fn bailing(early: bool) -> Result<u8, &'static str> {
    with!(_ = [1] => {
        if early {
            return Ok(1);
        }
        bail!("no")
    })
}

/// A macro that is not.
pub fn hidden(early: bool) -> u8 {
    with!(_ = [1] => {
        if early {
            return 1;
        }
        leave!(2);
    })
}

/// The same, as an expression.
pub fn hidden_value() -> u8 {
    with!(_ = [1] => leave!(2))
}

/// A function that never returns, as a statement.
pub fn calling() -> u8 {
    with!(_ = [1] => {
        endless();
    })
}

/// The same, as an expression.
pub fn calling_value() -> u8 {
    with!(_ = [1] => endless())
}

/// Where nothing is expected.
pub fn calling_for_nothing() {
    with!(_ = [1] => {
        endless();
    });
}

/// Nested scopes of which the inner one visibly never ends.
pub fn nested() -> u8 {
    with!(_ = [1] => {
        with!(_ = [2] => {
            return 3;
        })
    })
}

/// The same, with `try_finally!`.
pub fn nested_finally() -> u8 {
    with!(_ = [1] => try_finally!({ return 3 } finally {}))
}

/// A statement that may not be there.
pub fn configured() -> u8 {
    with!(_ = [1] => {
        #[cfg(all())]
        return 4;
    })
}

/// A variable that the body initialises.
pub fn initialising() -> u8 {
    let number;
    with!(_ = [1] => {
        number = 5;
    });
    number
}

/// Cleanups that never end either, beside a body whose value takes the type that is expected.
pub fn cleanup() -> u8 {
    try_finally!({ 1 } finally { panic!("cleanup") })
}

/// The same, deferred, and with a `?` before.
pub fn cleanups(early: bool) -> Result<u8, with_cleanup::Error> {
    if early {
        defer!(panic!("deferred"));
    }
    try_finally!({ 2 } finally {
        let _number: u8 = "first".parse()?;
        unreachable!()
    })
}

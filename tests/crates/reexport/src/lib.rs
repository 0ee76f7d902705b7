//! A library that hands the macros on: whole, one by one, by another name, in a prelude, and inside a macro of its own.

pub use with_cleanup;
pub use with_cleanup::{defer, with};

/// What its users import.
pub mod prelude {
    pub use with_cleanup::*;
}

/// Another name for a macro.
pub use with_cleanup::try_finally as ensure;

/// A macro of its own that writes calls of ours.
#[macro_export]
macro_rules! logged {
    ($log:expr => $($body:tt)*) => {
        $crate::with!(log = $log => {
            $crate::defer!(log.borrow_mut().push("deferred"));
            $($body)*
        })
    };
}

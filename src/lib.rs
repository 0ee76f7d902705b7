//! Cleanup.
#![no_std]

pub use cleanup_runtime::*;

mod macros;

/// What the macros call. Not public: it changes with any version.
#[doc(hidden)]
pub mod __private {
    pub use cleanup_macros::{defer, defer_on_failure, defer_on_success, try_finally, with};
    pub use cleanup_runtime::__private::*;
}

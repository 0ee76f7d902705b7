//! Managers of what `std` has.

mod cell;
#[cfg(feature = "std")]
mod io;
#[cfg(feature = "std")]
mod process;
#[cfg(feature = "std")]
mod sync;
#[cfg(feature = "std")]
mod thread;

#[cfg(feature = "std")]
pub use self::{
    process::{ChildFailed, KillOnFailure, killing_on_failure},
    thread::{Join, ThreadPanicked, joining},
};

/// A guard that lends what it derefs to, and whose exit drops it.
macro_rules! lend {
    ($guard:ident) => {
        /// Lends what it derefs to. The exit drops it.
        impl<T: ?Sized> crate::ContextManager for $guard<'_, T> {
            type Target = T;
            type Exit = ();

            #[inline]
            fn target(&mut self) -> &mut T {
                self
            }

            #[inline]
            fn exit(self, _outcome: crate::Outcome<'_>) {
                drop(self);
            }
        }
    };
}
use lend;

//! The scope that an expansion of `with!` or `try_finally!` consists of.
//!
//! ```text
//! let scope = Nowhere;                                how it ends, if something marks that: `&Scope::open()`, one byte
//! let value = open()?;                                for each head …
//! let mut slot = Head::of(&value).…slot(value);       … the room of its manager, which the body may borrow
//! let mut guard = Slot::enter(&mut slot, scope, ..);  … the guard that exits it
//! let file = Entered::target(&mut guard);
//! let probe = Probe::new();
//! match false {
//!     true => (-Absent).closed(probe, guard),         what is expected of the scope is expected of the body
//!     false => close({
//!         let value = Probe::pin(&probe, { body });
//!         exit_last(value, probe.…ended(), guard)
//!     }),
//! }
//! ```
//!
//! Where a jump leaves the body, a [`Witness`] of what the exits may return comes with the guards.
//!
//! The guards exit in `exit_last` and `exit` when the body reaches its end, and in their `Drop` on every other way out.

use self::close::Closing;
#[cfg(feature = "alloc")]
pub use self::place::{around_yield, resumed};
pub use self::{
    absent::{Absent, BODY_RUNS, Never},
    close::Witness,
    guard::{Entered, Slot},
    guards::{close, exit, exit_last},
    head::Head,
    place::{Nowhere, end, end_with, jump, leave, leave_with_err},
    state::Scope,
    value::{AlwaysWell, Probe},
};
#[cfg(feature = "alloc")]
pub(crate) use self::{close::Fallible, collected::Collected};
pub(crate) use self::{
    close::{Infallible, Kind},
    place::Place,
    value::Ended,
};

mod absent;
mod close;
#[cfg(feature = "alloc")]
mod collected;
mod failures;
mod guard;
mod guards;
mod head;
mod place;
mod state;
mod value;

//! The scope that an expansion of `with!` or `try_finally!` consists of.
//!
//! ```text
//! let scope = &Scope::open();                         how it ends: one byte
//! let witness = Witness::start();                     what its exits may return: a type, no value
//! let value = open()?;                                for each head …
//! let mut slot = Manager::of(&value).…slot(value);    … the room of its manager, which the body may borrow
//! let mut guard = Slot::enter(&mut slot, scope, ..);  … the guard that exits it
//! let witness = witness.and(&guard);
//! let file = Entered::target(&mut guard);
//! let probe = Probe::new();
//! witness.end(exit(witness.body(scope, Probe::pin(&probe, { body }), probe.…ended()), guard))
//! ```
//!
//! The guards exit in `exit` when the body reaches its end, and in their `Drop` on every other way out.

use self::close::Closing;
#[cfg(feature = "alloc")]
pub use self::place::{AroundYield, around_yield, resumed};
#[cfg(feature = "alloc")]
pub(crate) use self::{close::Fallible, collected::Collected};
pub use self::{
    close::{BODY_RUNS, Never, Witness, exit, never},
    guard::{Entered, Slot},
    manager::Manager,
    place::{Nowhere, end, end_with, jump, leave, leave_with_err},
    state::Scope,
    value::{AlwaysWell, Probe},
};
pub(crate) use self::{
    close::{Infallible, Kind},
    place::Place,
    value::Ended,
};

mod close;
#[cfg(feature = "alloc")]
mod collected;
mod failures;
mod guard;
mod manager;
mod place;
mod state;
mod value;

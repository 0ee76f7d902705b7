//! The managers that `std` has.

mod io;
mod locks;
mod process;
mod thread;

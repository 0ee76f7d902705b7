//! Those that take their receiver by value.

decoys!(Self);

#[path = "../uses.rs"]
mod uses;

//! Those that take their receiver by reference.

decoys!(&Self);

#[path = "../uses.rs"]
mod uses;

//! Those that take their receiver by unique reference.

decoys!(&mut Self);

#[path = "../uses.rs"]
mod uses;

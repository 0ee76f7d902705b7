//! A user's crate in the edition before ours that calls the library by another name.
#![forbid(unsafe_code)]
#![deny(warnings, rust_2024_compatibility)]
#![cfg(test)]

mod functions;
mod managers;
mod paths;
mod tails;

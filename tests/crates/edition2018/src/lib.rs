//! A user's crate in the oldest edition that has `async`. A closure takes whole variables there, and a temporary lives on
//! behind the end of its block.
#![deny(warnings, rust_2018_idioms)]
#![cfg(test)]

mod functions;
mod managers;

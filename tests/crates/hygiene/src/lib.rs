//! A user's crate in which the names that an expansion could lean on all mean something else: there is no prelude, and
//! there are decoys for crates, types, macros, methods and locals.
#![no_implicit_prelude]
#![cfg(test)]
#![allow(clippy::duplicate_mod, reason = "`uses` stands in many places")]
#![allow(dead_code, unused_imports, unused_macros, reason = "a decoy is there to be found by mistake")]

mod alloc {}
mod cleanup_runtime {}
mod core {}
mod std {}
mod with_cleanup {}
mod __private {}

mod locals;
mod macros;
mod methods;
mod types;

//! Makes up code as the bytes say, expands the macros on it, and compares the scanner with a full parse: the random test
//! of the macros, steered by coverage. A crate of procedural macros cannot be linked, so its modules are compiled here.
//! They have no unsafe code, so no sanitizer is needed:
//!
//! ```text
//! cargo +nightly fuzz run --sanitizer none --no-cfg-fuzzing macros
//! ```
#![no_main]

#[cfg(fuzzing)]
compile_error!(
    "`proc-macro2` forgets where tokens stand when it is built for fuzzing: run this with `--no-cfg-fuzzing`"
);

use libfuzzer_sys::{arbitrary::Unstructured, fuzz_target};

use macros::*;
use oracle::random::{Checked, check};

#[path = "../../cleanup-macros/src"]
#[allow(dead_code, reason = "the tests use the rest")]
mod macros {
    #[macro_use]
    mod generated;

    pub(crate) mod arguments;
    pub(crate) mod body;
    pub(crate) mod captures;
    pub(crate) mod carrier;
    pub(crate) mod cleanup;
    pub(crate) mod context_manager;
    pub(crate) mod defer;
    pub(crate) mod errors;
    pub(crate) mod exits;
    pub(crate) mod function;
    pub(crate) mod heads;
    pub(crate) mod input;
    pub(crate) mod item;
    pub(crate) mod oracle;
    pub(crate) mod parameters;
    pub(crate) mod scope;
    pub(crate) mod try_finally;
    pub(crate) mod with;
}

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = Unstructured::new(bytes);
    let mut below = |limit| bytes.int_in_range(0..=limit - 1).unwrap_or(0);
    check(&mut below, &mut Checked::default());
});

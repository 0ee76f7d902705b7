//! Does with a stack what the bytes say, and compares with a vector of closures: the property test of the behaviour tests,
//! steered by coverage.
//!
//! ```text
//! cargo +nightly fuzz run stack
//! ```
#![no_main]

use libfuzzer_sys::{arbitrary::Unstructured, fuzz_target};

use behaviour::support;

#[path = "../../tests/behaviour"]
#[allow(dead_code, reason = "the other tests use the rest")]
mod behaviour {
    pub(crate) mod support;
}

#[path = "../../tests/behaviour/stack"]
#[allow(dead_code, reason = "the property test uses the rest")]
mod stack {
    pub(crate) mod random;
}

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = Unstructured::new(bytes);
    let mut below = |limit| bytes.int_in_range(0..=limit - 1).unwrap_or(0);
    stack::random::compare("the bytes", &mut below);
});

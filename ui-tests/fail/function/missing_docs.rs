//! A crate.
#![deny(missing_docs)]

use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
pub fn function() {
    defer!(println!("deferred"));
}

fn main() {
    function();
}

#![deny(deprecated)]

use with_cleanup::{defer, with_cleanup};

#[deprecated]
fn old() {}

#[with_cleanup]
fn function() {
    defer!(println!("deferred"));
    old();
}

fn main() {
    function();
}

#![deny(dead_code)]

use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn function() {
    defer!(println!("deferred"));
}

fn main() {}

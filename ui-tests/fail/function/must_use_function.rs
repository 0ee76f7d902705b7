#![deny(unused_must_use)]

use with_cleanup::{defer, with_cleanup};

#[must_use = "it counts"]
#[with_cleanup]
fn function() -> u8 {
    defer!(println!("deferred"));
    1
}

fn main() {
    function();
}

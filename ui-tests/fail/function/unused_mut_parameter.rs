#![deny(unused_mut)]

use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn function(mut number: u8) {
    defer!(println!("{number}"));
}

fn main() {
    function(1);
}

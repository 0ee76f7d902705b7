#![deny(unused_variables)]

use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn function(used: u8, unused: u8) {
    defer!(println!("{used}"));
}

fn main() {
    function(1, 2);
}

#![deny(unused_variables)]

use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn function() {
    defer!(println!("deferred"));
    let unused = 1;
}

fn main() {
    function();
}

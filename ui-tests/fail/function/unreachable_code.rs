#![deny(unreachable_code)]

use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn function() {
    defer!(println!("deferred"));
    return;
    println!("never");
}

fn main() {
    function();
}

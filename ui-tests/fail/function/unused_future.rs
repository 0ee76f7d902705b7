#![deny(unused_must_use)]

use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
async fn function() {
    defer!(println!("deferred"));
}

fn main() {
    function();
}

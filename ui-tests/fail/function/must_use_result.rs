#![deny(unused_must_use)]

use with_cleanup::{Error, defer, with_cleanup};

#[with_cleanup]
fn function() -> Result<(), Error> {
    defer!(println!("deferred"));
    Ok(())
}

fn main() {
    function();
}

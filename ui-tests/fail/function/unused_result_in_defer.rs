#![deny(unused_must_use)]

use std::fs;

use with_cleanup::{Error, defer, with_cleanup};

#[with_cleanup]
fn function() -> Result<(), Error> {
    defer!({
        fs::remove_file("file");
    });
    Ok(())
}

fn main() {
    function().unwrap();
}

#![deny(unused_variables)]

use std::fs;

use with_cleanup::{Error, defer, with_cleanup};

#[with_cleanup]
async fn function(used: &str, unused: &str) -> Result<(), Error> {
    defer!(fs::remove_file(used)?);
    Ok(())
}

fn main() {
    drop(function("used", "unused"));
}

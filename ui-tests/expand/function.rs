use std::fs;

use with_cleanup::{Error, defer, defer_on_failure, with_cleanup};

/// A function with cleanups that can fail, in it and in a block of it.
#[with_cleanup]
fn function(early: bool) -> Result<usize, Error> {
    defer!(fs::remove_file("draft")?);
    if early {
        defer!(fs::remove_file("lock"));
        return Ok(0);
    }
    defer_on_failure!(fs::remove_file("target")?);
    Ok(1)
}

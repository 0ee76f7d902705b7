use std::fs;

use with_cleanup::{Error, try_finally};

/// A cleanup that can fail.
fn fallible_finally() -> Result<String, Error> {
    try_finally!({ String::new() } finally {
        fs::remove_file("draft")?;
    })
}

use std::{fs, io};

use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn job() -> io::Result<()> {
    defer!(fs::copy("from", "to")?);
    Ok(())
}

fn main() {
    drop(job());
}

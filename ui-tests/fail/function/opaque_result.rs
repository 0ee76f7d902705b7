use std::{io, process::Termination};

use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn job() -> impl Termination {
    defer!(std::fs::remove_file("x")?);
    Ok::<(), io::Error>(())
}

fn main() -> impl Termination {
    job()
}

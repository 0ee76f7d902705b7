use std::io;

use with_cleanup::{defer, with_cleanup};

macro_rules! bail {
    ($text:literal) => {
        return Err(io::Error::other($text))
    };
}

#[with_cleanup]
fn job(in_time: bool) -> io::Result<()> {
    defer!(if !in_time {
        bail!("too late");
    });
    Ok(())
}

fn main() {
    drop(job(true));
}

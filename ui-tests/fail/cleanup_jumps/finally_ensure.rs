use std::io;

use with_cleanup::{Error, try_finally};

mod errors {
    macro_rules! ensure {
        ($condition:expr) => {
            if !$condition {
                return Err(io::Error::other("too late"));
            }
        };
    }
    pub(crate) use ensure;
}

fn job(in_time: bool) -> Result<(), Error> {
    try_finally!({
        println!("body");
    } finally {
        errors::ensure!(in_time);
        println!("cleanup");
    })
}

fn main() {
    drop(job(true));
}

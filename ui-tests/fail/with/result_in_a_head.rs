use std::fs::File;
use std::io::{self, Write as _};

use with_cleanup::{context_manager, with};

#[context_manager]
fn draft(name: &str) -> io::Result<File> {
    let mut file = File::create(name)?;
    yield_!(file);
    file.sync_all()?;
}

fn main() -> io::Result<()> {
    with!(file = draft("a") => {
        file.write_all(b"hello")?;
    })?;
    Ok(())
}

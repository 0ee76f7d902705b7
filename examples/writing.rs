//! A file that stays only if all of it could be written: setup, `yield_!`, and what the end of the scope makes of it.
//!
//! ```sh
//! cargo run --example writing
//! ```

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

use with_cleanup::{context_manager, with};

/// Opens a file to write. A scope that fails leaves none behind, and one that succeeds a file which has reached the disk.
#[context_manager]
fn writing(path: &Path) -> io::Result<File> {
    let mut file = File::create(path)?;
    let outcome = yield_!(file);
    if outcome.is_success() {
        file.sync_all()?;
    } else {
        fs::remove_file(path)?;
    }
}

fn write_lines(path: &Path, lines: &[&str]) -> io::Result<()> {
    with!(file = writing(path)? => {
        for line in lines {
            if line.is_empty() {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, "a line is empty"));
            }
            writeln!(file, "{line}")?;
        }
    })?;
    Ok(())
}

fn main() -> io::Result<()> {
    with!(dir = tempfile::tempdir()? => {
        let path = dir.path().join("poem.txt");

        write_lines(&path, &["roses are red", "violets are blue"])?;
        println!("written: {:?}", fs::read_to_string(&path)?);
        fs::remove_file(&path)?;

        if let Err(error) = write_lines(&path, &["roses are red", ""]) {
            println!("refused: {error}");
        }
        println!("left behind: {}", path.exists());
    });
    Ok(())
}

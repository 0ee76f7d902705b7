//! What the steps do to the file system. Each does all of it or, by the same means as the whole, nothing.
//!
//! They return an `io::Error`, which cannot carry a failure of their own cleanups: that goes to the report hook.

use std::{
    fs::{self, File},
    io::{self, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use with_cleanup::{defer_on_failure, with_cleanup};

/// Copies the files of a directory to a new one.
#[with_cleanup]
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    defer_on_failure!(fs::remove_dir_all(to)?);
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Makes a new file.
#[with_cleanup]
pub(crate) fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    defer_on_failure!(fs::remove_file(path)?);
    file.write_all(text.as_bytes())
}

/// Gives the orders a column more, and keeps them as they were.
#[with_cleanup]
pub(crate) fn migrate(orders: &Path, backup: &Path) -> io::Result<()> {
    fs::rename(orders, backup)?;
    defer_on_failure!(fs::rename(backup, orders)?);
    let old = fs::read_to_string(backup)?;
    // The first line is the header.
    let new = old.replace('\n', ",EUR\n").replacen(",EUR", ",currency", 1);
    create(orders, &new)
}

/// Lets the file point at a release, and returns at which it pointed.
pub(crate) fn switch(current: &Path, release: &str) -> io::Result<String> {
    let old = fs::read_to_string(current)?;
    point(current, release)?;
    Ok(old)
}

/// Lets the file point at a release. Whoever reads it meanwhile finds the old one or the new one.
#[with_cleanup]
pub(crate) fn point(current: &Path, release: &str) -> io::Result<()> {
    let draft = current.with_extension("draft");
    create(&draft, release)?;
    defer_on_failure!(fs::remove_file(&draft)?);
    fs::rename(&draft, current)
}

/// Appends to a file, and returns how long it was.
#[with_cleanup]
pub(crate) fn append(path: &Path, text: &str) -> io::Result<u64> {
    let mut file = File::options().write(true).open(path)?;
    let length = file.seek(SeekFrom::End(0))?;
    defer_on_failure!(<&mut file> file.set_len(length)?);
    file.write_all(text.as_bytes())?;
    Ok(length)
}

/// Takes back what was appended to a file that was so long.
pub(crate) fn cut(path: &Path, length: u64) -> io::Result<()> {
    File::options().write(true).open(path)?.set_len(length)
}

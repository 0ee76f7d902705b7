//! The site that is deployed to.

use std::{
    fs::{self, DirEntry},
    io,
    path::Path,
};

use crate::log;

/// Makes a site where release 1.0 runs, and 2.0 has been uploaded.
pub(crate) fn lay_out(site: &Path) -> io::Result<()> {
    for (dir, name, text) in [
        ("", "current", "1.0\n"),
        ("", "history", "1.0\n"),
        ("", "orders.csv", "customer,total\nMoira,12.50\n"),
        ("config", "1.0.toml", "workers = 4\n"),
        ("releases/1.0", "index.html", "<h1>Hello</h1>\n"),
        ("upload", "index.html", "<h1>Welcome</h1>\n"),
        ("upload", "style.css", "h1 { color: teal }\n"),
    ] {
        let dir = site.join(dir);
        fs::create_dir_all(&dir)?;
        fs::write(dir.join(name), text)?;
    }
    Ok(())
}

/// Prints the files, and what they hold.
pub(crate) fn show(site: &Path) -> io::Result<()> {
    show_indented(site, "  ")
}

fn show_indented(dir: &Path, indent: &str) -> io::Result<()> {
    let mut entries = fs::read_dir(dir)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if entry.file_type()?.is_dir() {
            log(format_args!("{indent}{name}/"));
            show_indented(&entry.path(), &format!("{indent}  "))?;
        } else {
            log(format_args!("{indent}{name}: {:?}", fs::read_to_string(entry.path())?));
        }
    }
    Ok(())
}

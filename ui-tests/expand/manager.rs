use std::{fs::File, io, path::Path};

use with_cleanup::context_manager;

/// A manager whose setup and cleanup can fail.
#[context_manager]
fn manager(path: &Path) -> io::Result<File> {
    let mut file = File::create(path)?;
    let outcome = yield_!(file);
    if !outcome.is_success() {
        return;
    }
    file.sync_all()?;
}

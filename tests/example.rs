//! Runs an example as its user runs it.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
};

/// What is in a directory.
pub(crate) fn entries(dir: &Path) -> Vec<PathBuf> {
    fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// The example, with a place of its own for temporary files.
pub(crate) fn command(name: &str, tmp: &Path) -> Command {
    static EXAMPLES: Mutex<BTreeMap<String, PathBuf>> = Mutex::new(BTreeMap::new());
    let mut examples = EXAMPLES.lock().unwrap_or_else(PoisonError::into_inner);
    let mut command = Command::new(examples.entry(name.to_owned()).or_insert_with(|| example(name)));
    drop(examples);
    // Unix asks the first of these, Windows the others.
    command.envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, tmp)));
    command
}

/// Builds the example, beside this test. Cargo did so already when it was asked for all tests, but not when it was asked
/// for this one, and then an old example may lie there.
fn example(name: &str) -> PathBuf {
    let test = env::current_exe().unwrap();
    let dir = test.ancestors().nth(2).unwrap();
    let profile = match dir.file_name().unwrap().to_str().unwrap() {
        "debug" => "dev",
        other => other,
    };
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--example", name, "--profile", profile, "--target-dir"])
        .arg(dir.parent().unwrap())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(status.unwrap().success(), "the example does not build");
    dir.join("examples").join(name).with_extension(env::consts::EXE_EXTENSION)
}

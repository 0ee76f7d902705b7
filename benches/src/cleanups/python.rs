//! The same in Python.

use std::process::Command;

/// Prints it, where `python3` is there.
pub(crate) fn print() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/contextlib.py");
    match Command::new("python3").arg(script).status() {
        Ok(status) if status.success() => {}
        Ok(status) => println!("\npython3 {script}: {status}"),
        Err(error) => println!("\nno figures of Python: {error}"),
    }
}

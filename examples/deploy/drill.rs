//! What the command line lets fail.

use std::{ffi::OsString, io};

use crate::log;

/// Announces the steps and the undos, and lets those fail that are to fail.
#[derive(Default)]
pub(crate) struct Drill {
    fail_at: Option<u8>,
    undo_fails: Option<u8>,
}

impl Drill {
    /// Reads the arguments, or finds them bad.
    pub(crate) fn parse(mut arguments: impl Iterator<Item = OsString>) -> Option<Self> {
        let mut drill = Self::default();
        while let Some(flag) = arguments.next() {
            let failing = match flag.to_str()? {
                "--fail-at" => &mut drill.fail_at,
                "--undo-fails" => &mut drill.undo_fails,
                _ => return None,
            };
            let step = arguments.next()?.to_str()?.parse().ok()?;
            if !(1..=5).contains(&step) || failing.replace(step).is_some() {
                return None;
            }
        }
        Some(drill)
    }

    pub(crate) fn step<T>(
        &self,
        number: u8,
        what: &str,
        step: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        run(&format!("step {number}"), what, self.fail_at == Some(number), step)
    }

    pub(crate) fn undo(
        &self,
        number: u8,
        what: &str,
        undo: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<()> {
        run(&format!("undo of step {number}"), what, self.undo_fails == Some(number), undo)
    }
}

fn run<T>(name: &str, what: &str, fails: bool, action: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    log(format_args!("{name}: {what}"));
    let result = if fails { Err(io::Error::other("as asked on the command line")) } else { action() };
    result.map_err(|error| io::Error::new(error.kind(), format!("{name} failed: {error}")))
}

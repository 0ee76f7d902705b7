use core::{error::Error, fmt};
use std::{
    io,
    process::{Child, ExitStatus},
};

use crate::{
    Outcome,
    guard::{Cleanup, Guard},
};

/// The cleanup that waits for a child process, or kills it; see [`killing_on_failure`].
#[derive(Clone, Copy, Debug)]
pub struct KillOnFailure;

/// Guards a child process: where the scope succeeds, it is waited for, and must succeed too; else it is killed.
///
/// Before it waits it closes the child's standard input, if that is a pipe. Both ways the process is reaped. A guard that is dropped alone
/// kills it.
///
/// A child that never ends is waited for for ever. So is one whose output is a pipe that is full: the body has to read that
/// to its end. For a child with a status of another meaning, as `diff` and `grep` have, use
/// [`guard_with`](crate::guard_with).
///
/// # Examples
///
/// ```no_run
/// use std::{io::{self, Write as _}, process::{Command, Stdio}};
/// use with_cleanup::{killing_on_failure, with};
///
/// with!(sort = killing_on_failure(Command::new("sort").stdin(Stdio::piped()).spawn()?) => {
///     let input = sort.stdin.as_mut().ok_or(io::ErrorKind::BrokenPipe)?; // leaving by `?` kills it
///     input.write_all(b"b\na\n")?;
/// })?; // waits for it; that it failed is the error
/// # Ok::<(), io::Error>(())
/// ```
///
/// # Errors
///
/// That the child cannot be waited for or killed; that it has exited already is no error of a kill. Where the scope succeeds,
/// an exit status that is no success is the error, a [`ChildFailed`] in an [`io::Error`] of the kind `Other`.
#[track_caller]
pub fn killing_on_failure(child: Child) -> Guard<Child, KillOnFailure> {
    Guard::new(child, KillOnFailure)
}

impl Cleanup<Child> for KillOnFailure {
    const NAME: &'static &'static str = &"killing_on_failure";

    type Exit = io::Result<()>;

    fn run(self, mut child: Child, outcome: Outcome<'_>) -> io::Result<()> {
        if outcome.is_success() {
            let status = child.wait()?;
            return if status.success() { Ok(()) } else { Err(io::Error::other(ChildFailed { status })) };
        }
        child.kill()?;
        child.wait().map(drop)
    }
}

/// The error of a child process that ended with a status which is no success.
#[derive(Clone, Copy, Debug)]
pub struct ChildFailed {
    status: ExitStatus,
}

impl ChildFailed {
    /// What the child ended with.
    #[must_use]
    pub fn status(&self) -> ExitStatus {
        self.status
    }
}

impl fmt::Display for ChildFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the child process failed: {}", self.status)
    }
}

impl Error for ChildFailed {}

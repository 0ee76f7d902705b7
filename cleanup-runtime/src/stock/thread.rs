use alloc::{boxed::Box, string::String};
use core::{error::Error, fmt};
use std::thread::JoinHandle;

use crate::{
    CleanupResult, Outcome,
    guard::{Cleanup, Guard},
    unwind::{self, Payload},
};

/// The cleanup that joins a thread; see [`joining`].
///
/// It is a cleanup for any `R`, so that a thread with a result that would be lost is one mistake, at `joining`.
#[derive(Clone, Copy, Debug)]
pub struct Join<R>(fn(JoinHandle<R>) -> Ended);

type Ended = Result<(), Box<dyn Error + Send + Sync>>;

/// Guards a thread: it is joined when the guard exits or drops, and what it failed with is the failure of the exit.
///
/// It waits whatever the outcome, because a thread cannot be told to stop. Where something has to end for the thread to end,
/// such as the sender of its channel, put that in a later head, which exits before.
///
/// # Examples
///
/// ```
/// use std::{error::Error as _, sync::mpsc, thread};
/// use with_cleanup::{Error, joining, with};
///
/// let (sender, numbers) = mpsc::channel();
/// let worker = joining(thread::spawn(move || match numbers.iter().sum() {
///     7 => Ok(()),
///     sum => Err(format!("the sum is {sum}")),
/// }));
/// let joined: Result<(), Error> = with!(worker, sender => {
///     sender.send(3)?;
///     sender.send(5)?;
/// });
/// assert_eq!(joined.unwrap_err().source().unwrap().to_string(), "the sum is 8");
/// # Ok::<(), mpsc::SendError<i32>>(())
/// ```
///
/// # Errors
///
/// What the thread returned, if that is an `Err`; a [`ThreadPanicked`] if it panicked. Of a guard that is dropped alone it goes to
/// the report hook. So the thread returns `()` or a `Result<(), E>`: any other value would be lost.
#[track_caller]
pub fn joining<R: CleanupResult>(handle: JoinHandle<R>) -> Guard<JoinHandle<R>, Join<R>> {
    Guard::new(handle, Join(join))
}

fn join<R: CleanupResult>(handle: JoinHandle<R>) -> Ended {
    let name = handle.thread().name().map(String::from);
    match handle.join() {
        Ok(ended) => ended.failure().map_or(Ok(()), Err),
        Err(payload) => Err(ThreadPanicked::new(name, payload).into()),
    }
}

impl<R> Cleanup<JoinHandle<R>> for Join<R> {
    const NAME: &'static &'static str = &"joining";

    type Exit = Ended;

    fn run(self, handle: JoinHandle<R>, _outcome: Outcome<'_>) -> Ended {
        (self.0)(handle)
    }
}

/// The error of a thread that was joined and had panicked.
///
/// Its text is the panic's message, where that is a string, after the name of the thread, if it has one.
#[derive(Debug)]
pub struct ThreadPanicked {
    thread: Option<String>,
    message: Option<String>,
}

impl ThreadPanicked {
    fn new(thread: Option<String>, payload: Payload) -> Self {
        let message = unwind::message(&*payload).map(String::from);
        unwind::discard(payload);
        Self { thread, message }
    }

    /// The name of the thread, if it has one.
    #[must_use]
    pub fn thread(&self) -> Option<&str> {
        self.thread.as_deref()
    }

    /// The panic's message, where that is a string.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

impl fmt::Display for ThreadPanicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.thread {
            Some(name) => write!(f, "thread `{name}` panicked")?,
            None => f.write_str("a thread panicked")?,
        }
        self.message.as_ref().map_or(Ok(()), |message| write!(f, ": {message}"))
    }
}

impl Error for ThreadPanicked {}

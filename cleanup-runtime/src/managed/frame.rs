//! The future that a function is. Its manager speaks to it through the context that it is polled with.

use alloc::boxed::Box;
use core::{
    cell::Cell,
    fmt,
    marker::PhantomData,
    mem::{self, ManuallyDrop},
    pin::Pin,
    ptr::{self, NonNull},
    task::{Context, Poll, RawWaker, RawWakerVTable, Waker},
};

use super::ends::{Finished, Resumed};
use crate::{CleanupResult as _, Outcome, cleanup::Failure, site::Site, unwind::Once};

/// What is allocated.
pub(super) struct Function<F: ?Sized> {
    /// Where it was called.
    pub(super) site: Site,
    pub(super) body: F,
}

/// A function that has not ended, and lends a `T`. It knows nothing of the function but that and what it returns: else the
/// compiler would make all of this once more for each function.
///
/// # Invariants
///
/// The function does not move out of its box. Its room is one of those who lend a `T`.
pub(super) struct Frame<'f, T: ?Sized, R> {
    function: Box<Function<dyn Future<Output = R> + 'f>>,
    lends: PhantomData<fn(*mut T)>,
}

/// What the manager and the function have to tell each other. It is behind the waker of the context in which the function
/// is polled.
///
/// A function may hide an `.await` of something else, which sees that waker too: it wakes nobody, and has nothing behind
/// it once it is cloned.
type Mail<T> = Cell<Message<T>>;

enum Message<T: ?Sized> {
    None,
    Lent(NonNull<T>),
    /// It is valid only until [`Frame::resume`] returns.
    Ended(Outcome<'static>),
}

impl<T: ?Sized> Clone for Message<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Message<T> {}

impl<'f, T: ?Sized, R> Frame<'f, T, R> {
    #[inline]
    pub(super) fn new(function: Box<Function<dyn Future<Output = R> + 'f>>) -> Self {
        Self { function, lends: PhantomData }
    }

    /// Runs the function until it lends something, or else to its end. What lends is forgotten here, and stays in its box.
    #[inline]
    pub(super) fn lend(mut self) -> Result<NonNull<T>, R> {
        match self.poll(Message::None) {
            (Poll::Ready(end), _) => Err(end),
            (Poll::Pending, Message::Lent(target)) => {
                mem::forget(self);
                Ok(target)
            }
            (Poll::Pending, _) => waits(),
        }
    }

    /// Runs the rest of the function.
    #[inline]
    pub(super) fn resume(mut self, outcome: Outcome<'_>) -> R {
        // SAFETY: only the lifetime changes. Out of the mail the outcome comes as an `Outcome<'room>`, which cannot outlive
        // the room, a variable of the function; and that has run to its end before this returns, or is dropped in here.
        let outcome = unsafe { mem::transmute::<Outcome<'_>, Outcome<'static>>(outcome) };
        match self.poll(Message::Ended(outcome)) {
            (Poll::Ready(end), _) => end,
            (Poll::Pending, _) => waits(),
        }
    }

    /// Runs the function until it has something to tell.
    #[inline]
    fn poll(&mut self, message: Message<T>) -> (Poll<R>, Message<T>) {
        let mail = Mail::new(message);
        // SAFETY: the functions of the waker do nothing, which any thread may do.
        let waker = unsafe { Waker::new(ptr::from_ref(&mail).cast(), &SILENT) };
        // Its drop does nothing, by a call.
        let waker = ManuallyDrop::new(waker);
        // SAFETY: by the invariant the body stays where it is until it drops.
        let body = unsafe { Pin::new_unchecked(&mut self.function.body) };
        (body.poll(&mut Context::from_waker(&waker)), mail.get())
    }
}

impl<T: ?Sized, R: Finished> Once for ManuallyDrop<Frame<'_, T, R>> {
    #[inline]
    unsafe fn run(&mut self, outcome: Outcome<'_>) -> Option<Failure> {
        // SAFETY: the caller's promise.
        unsafe { Self::take(self) }.resume(outcome).exit().failure()
    }
}

static SILENT: RawWakerVTable =
    RawWakerVTable::new(|_| RawWaker::new(ptr::null(), &SILENT), |_| {}, |_| {}, |_| {});

#[cold]
#[inline(never)]
fn waits() -> ! {
    panic!(
        "the function of a context manager cannot wait: an `.await` in it, hidden in some macro, is not ready"
    )
}

/// What a function is given, which lends a `T` and returns an `R`.
pub struct Room<T: ?Sized, R>(PhantomData<fn(*mut T) -> R>);

impl<T: ?Sized, R> Room<T, R> {
    #[inline]
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }

    /// What a `return` that is never reached returns, to make the type of the others known.
    ///
    /// # Panics
    ///
    /// Always, but it is never called.
    #[must_use]
    pub fn pin(&self) -> R {
        unreachable!("this only says of which type a function is")
    }

    /// The right to lend, once.
    #[inline]
    #[must_use]
    pub const fn lender(&self) -> Lender<'_, T> {
        Lender { room: PhantomData, lends: PhantomData }
    }
}

/// The right to lend, once.
pub struct Lender<'room, T: ?Sized> {
    room: PhantomData<&'room ()>,
    lends: PhantomData<fn(*mut T)>,
}

impl<'room, T: ?Sized> Lender<'room, T> {
    /// Lends `target` until the scope has ended.
    #[inline]
    pub fn lend(self, target: &mut T) -> Lend<'room, '_, T> {
        Lend { room: self.room, target }
    }
}

/// Lends, and waits for the end of the scope.
///
/// # Invariants
///
/// It is awaited by a function that lends a `T`, and so polled only by [`Frame::poll`]: the code that the macro writes keeps
/// it in the function, where nobody else can name it.
#[must_use = "what is lent has to be waited for"]
pub struct Lend<'room, 'target, T: ?Sized> {
    room: PhantomData<&'room ()>,
    target: &'target mut T,
}

impl<'room, T: ?Sized> Future for Lend<'room, '_, T> {
    type Output = Resumed<'room>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mail = context.waker().data().cast::<Mail<T>>();
        // SAFETY: by the invariant this is the waker of `Frame::poll`, where the mail is, of which there are only shared
        // references.
        let mail = unsafe { &*mail };
        if let Message::Ended(outcome) = mail.get() {
            return Poll::Ready(Resumed(outcome));
        }
        mail.set(Message::Lent(NonNull::from(&mut *self.target)));
        Poll::Pending
    }
}

impl<T: ?Sized, R> fmt::Debug for Room<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Room").finish_non_exhaustive()
    }
}

impl<T: ?Sized> fmt::Debug for Lender<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lender").finish_non_exhaustive()
    }
}

impl<T: ?Sized> fmt::Debug for Lend<'_, '_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lend").finish_non_exhaustive()
    }
}

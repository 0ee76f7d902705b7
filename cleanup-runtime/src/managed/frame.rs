//! What is allocated for a function: the future that it is, and the cell through which that and its manager speak.

use alloc::boxed::Box;
use core::{
    cell::Cell,
    fmt,
    marker::PhantomData,
    mem,
    pin::Pin,
    ptr::NonNull,
    task::{Context, Poll, Waker},
};

use super::ends::Resumed;
use crate::{Outcome, site::Site};

/// The allocation of a function.
///
/// # Invariants
///
/// It points to parts that come from a `Box`, are initialised, and belong to nobody else. Their future does not move.
///
/// The mail in them lives as long as the future, whose `Room`, `Lender` and `Lend` point to it: the code that the macro
/// writes keeps these three in the future, where nobody else can name them.
pub(super) struct Frame<T: ?Sized, F>(NonNull<Parts<T, F>>);

struct Parts<T: ?Sized, F> {
    mail: Mail<T>,
    site: Site,
    future: F,
}

/// Where the function puts what it lends, and then finds how the scope ended. A cell also makes the frame invariant in
/// `T`, as something must be that lends `&mut T` of what it does not own.
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

impl<T: ?Sized, F: Future> Frame<T, F> {
    /// Makes the future, in its place.
    #[inline]
    pub(super) fn new(site: Site, body: impl FnOnce(Room<T, F::Output>) -> F) -> Self {
        let parts = NonNull::from(Box::leak(Box::<Parts<T, F>>::new_uninit())).cast::<Parts<T, F>>();
        // SAFETY: the pointer is that of an allocation of this type, so the field is inside.
        let mail = unsafe { &raw mut (*parts.as_ptr()).mail };
        // SAFETY: a pointer into an allocation is not null.
        let mail = unsafe { NonNull::new_unchecked(mail) };
        let future = body(Room { mail, returns: PhantomData });
        // SAFETY: the allocation is of this type and nobody else's, and what was in it needs no drop.
        unsafe { parts.write(Parts { mail: Cell::new(Message::None), site, future }) };
        Self(parts)
    }

    /// Runs the function until it lends something, or else to its end.
    #[inline]
    pub(super) fn begin(&mut self) -> Result<NonNull<T>, F::Output> {
        match (self.poll(), self.mail().get()) {
            (Poll::Ready(end), _) => Err(end),
            (Poll::Pending, Message::Lent(target)) => Ok(target),
            (Poll::Pending, _) => waits(),
        }
    }

    /// Runs the rest of the function.
    #[inline]
    pub(super) fn resume(mut self, outcome: Outcome<'_>) -> F::Output {
        // SAFETY: only the lifetime changes. Out of the mail the outcome comes as an `Outcome<'room>`, which cannot outlive
        // the room, a variable of the future; and that has run to its end before this returns, or is dropped in here.
        let outcome = unsafe { mem::transmute::<Outcome<'_>, Outcome<'static>>(outcome) };
        self.mail().set(Message::Ended(outcome));
        match self.poll() {
            Poll::Ready(end) => end,
            Poll::Pending => waits(),
        }
    }

    #[inline]
    fn poll(&mut self) -> Poll<F::Output> {
        // SAFETY: the parts are initialised, and nothing else borrows the future. What it lends may point into it, as
        // futures point into themselves, which is allowed in one that is not `Unpin`, as all `async` blocks are.
        let future = unsafe { &mut (*self.0.as_ptr()).future };
        // SAFETY: the future stays where it is until it drops, in `Frame::drop`.
        let future = unsafe { Pin::new_unchecked(future) };
        future.poll(&mut Context::from_waker(Waker::noop()))
    }
}

impl<T: ?Sized, F> Frame<T, F> {
    #[inline]
    pub(super) fn site(&self) -> Site {
        // SAFETY: the parts are initialised, and nobody writes to the site.
        unsafe { (*self.0.as_ptr()).site }
    }

    #[inline]
    fn mail(&self) -> &Mail<T> {
        // SAFETY: the parts are initialised, and of the mail there are only shared references.
        unsafe { &(*self.0.as_ptr()).mail }
    }
}

impl<T: ?Sized, F> Drop for Frame<T, F> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the parts come from a `Box` and belong to this frame, which is dropped once.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

#[cold]
#[inline(never)]
fn waits() -> ! {
    panic!(
        "the function of a context manager cannot wait: an `.await` in it, hidden in some macro, is not ready"
    )
}

/// What a function is given, which returns an `R`.
pub struct Room<T: ?Sized, R> {
    mail: NonNull<Mail<T>>,
    returns: PhantomData<fn() -> R>,
}

// SAFETY: it only hands its pointer on to the lender.
unsafe impl<T: ?Sized, R> Send for Room<T, R> {}

impl<T: ?Sized, R> Room<T, R> {
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
        Lender { mail: self.mail, room: PhantomData }
    }
}

/// The right to lend, once.
pub struct Lender<'room, T: ?Sized> {
    mail: NonNull<Mail<T>>,
    room: PhantomData<&'room ()>,
}

// SAFETY: its pointer is used only by the future that it is in.
unsafe impl<T: ?Sized> Send for Lender<'_, T> {}

impl<'room, T: ?Sized> Lender<'room, T> {
    /// Lends `target` until the scope has ended.
    #[inline]
    pub fn lend(self, target: &mut T) -> Lend<'room, '_, T> {
        // SAFETY: by the invariants of `Frame` the mail is there while this is, and only shared references to it are made.
        let mail = unsafe { self.mail.as_ref() };
        mail.set(Message::Lent(NonNull::from(target)));
        Lend { mail: self.mail, room: PhantomData, target: PhantomData }
    }
}

/// Waits for the end of the scope.
#[must_use = "what is lent has to be waited for"]
pub struct Lend<'room, 'target, T: ?Sized> {
    mail: NonNull<Mail<T>>,
    room: PhantomData<&'room ()>,
    target: PhantomData<&'target mut T>,
}

// SAFETY: its pointer is used only by the future that it is in. The target is a `&mut T`, which goes where `T` may go.
unsafe impl<T: ?Sized + Send> Send for Lend<'_, '_, T> {}

impl<'room, T: ?Sized> Future for Lend<'room, '_, T> {
    type Output = Resumed<'room>;

    #[inline]
    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: by the invariants of `Frame` the mail is there while this is, and only shared references to it are made.
        match unsafe { self.mail.as_ref() }.get() {
            Message::Ended(outcome) => Poll::Ready(Resumed(outcome)),
            Message::None | Message::Lent(_) => Poll::Pending,
        }
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

use core::sync::atomic::{AtomicU8, Ordering::Relaxed};

use super::Ended;
use crate::{Outcome, outcome::Kind, unwind::panicking};

/// How a scope is being left, for those of its cleanups that run in a `Drop`.
///
/// The byte is atomic so that the future of an `async fn`, which holds both the scope and references to it, stays
/// `Send`. One thread at a time uses it, so `Relaxed` is enough.
#[derive(Debug)]
pub struct Scope(AtomicU8);

/// Nothing has marked the scope: it is left by a `?`, a panic, a hidden jump or the drop of its future.
const OPEN: u8 = 0;
/// A jump written in the body, or its end, leaves with a value that is no `Err`.
const SUCCESS: u8 = 1;
/// The same for the end of a body that began to be left while the thread was unwinding already, in the destructor of
/// some value: that panic is not the scope's.
const SUCCESS_IN_UNWINDING: u8 = 2;

impl Scope {
    /// A scope that nothing marks, so that it needs no room of its own: its body has no jump that leaves it.
    #[inline]
    #[must_use]
    pub fn unmarked() -> &'static Self {
        static UNMARKED: Scope = Scope::open();
        &UNMARKED
    }

    /// A scope that has not ended.
    #[inline]
    #[must_use]
    pub const fn open() -> Self {
        Self(AtomicU8::new(OPEN))
    }

    /// Marks that a visible jump leaves the scope.
    #[inline]
    pub fn jump(&self) {
        self.0.store(SUCCESS, Relaxed);
    }

    /// Marks that a visible jump leaves the scope with `value`, and hands the value on.
    #[inline]
    pub fn leave<T>(&self, value: T, ended: impl Ended<T>) -> T {
        if ended.outcome(&value).is_success() {
            self.jump();
        }
        value
    }

    /// Marks that the body reached its end.
    #[inline]
    pub fn end(&self) {
        self.0.store(if panicking() { SUCCESS_IN_UNWINDING } else { SUCCESS }, Relaxed);
    }

    /// Marks that the body reached its end with `value`, and hands the value on.
    #[inline]
    pub fn end_with<T>(&self, value: T, ended: impl Ended<T>) -> T {
        if ended.outcome(&value).is_success() {
            self.end();
        }
        value
    }

    /// What a deferred block in the scope sees.
    #[inline]
    pub fn outcome(&self) -> Outcome<'_> {
        Outcome::dropped(self)
    }

    pub(crate) fn ended(&self) -> Kind<'_> {
        match self.0.load(Relaxed) {
            SUCCESS_IN_UNWINDING => Kind::Success,
            _ if panicking() => Kind::Panic,
            SUCCESS => Kind::Success,
            _ => Kind::Failure(None),
        }
    }
}

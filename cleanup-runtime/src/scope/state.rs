use core::sync::atomic::{AtomicU8, Ordering::Relaxed};

#[cfg(feature = "tracing")]
use crate::Outcome;
use crate::{outcome::Kind, unwind::panicking};

/// How a scope is being left, for those of its cleanups that run in a `Drop`: some of the flags below.
///
/// The byte is atomic so that the future of an `async fn`, which holds both the scope and references to it, stays
/// `Send`. One thread at a time uses it, so `Relaxed` is enough.
#[derive(Debug)]
pub struct Scope(AtomicU8);

/// Nothing has marked the scope: it is left by a `?`, a panic, a hidden jump or the drop of its future.
const OPEN: u8 = 0;
/// A jump written in the body, or its end, leaves with a value that is no `Err`.
const WELL: u8 = 1;
/// The end of the body was reached while the thread was unwinding already, in the destructor of some value: that panic
/// is not the scope's.
const UNWINDING_BEFORE: u8 = 2;
/// A cleanup inside the scope failed, and the function around both is going to return that; or the scope is around a
/// `yield_!`, and what its place was lent to has failed.
const FAILED: u8 = 4;
/// The same of a panic, which goes on from the end of the function around both.
const PANICKED: u8 = 8;
/// A jump written in the body leaves the scope, with whatever value. Only scopes in functions and around a `yield_!` have
/// this flag.
const LEFT: u8 = 16;

impl Scope {
    /// A scope that nothing marks, so that it needs no room of its own: its body has no jump that leaves it.
    #[inline]
    #[must_use]
    pub fn unmarked() -> &'static Self {
        static UNMARKED: Scope = Scope::open();
        &UNMARKED
    }

    /// Whether this is an outcome that something has told the scope, and not only that nothing marks it.
    #[cfg(feature = "tracing")]
    pub(crate) fn tells(&self, outcome: Outcome<'_>) -> bool {
        !core::ptr::eq(self, Self::unmarked()) || outcome.is_panic()
    }

    /// A scope that has not ended.
    #[inline]
    #[must_use]
    pub const fn open() -> Self {
        Self(AtomicU8::new(OPEN))
    }

    /// Marks that a visible jump leaves well. Forgets other flags: a scope outside functions has none.
    #[inline]
    pub(super) fn jump(&self) {
        self.0.store(WELL, Relaxed);
    }

    /// Marks that the end of the body was reached well.
    #[inline]
    pub(super) fn end(&self) {
        self.0.store(end_flags(), Relaxed);
    }

    /// Marks that a visible jump leaves, in a function. Whatever is marked already stays so.
    #[inline]
    pub(crate) fn leave(&self, well: bool) {
        self.add(if well { LEFT | WELL } else { LEFT });
    }

    /// [`end`](Self::end), and whatever is marked already stays so.
    #[inline]
    pub(crate) fn also_end(&self) {
        self.add(end_flags());
    }

    pub(crate) fn is_left(&self) -> bool {
        self.has(LEFT)
    }

    /// Marks that a cleanup in it failed.
    #[cfg(feature = "alloc")]
    pub(crate) fn mark_failed(&self) {
        self.add(FAILED);
    }

    /// Marks that a cleanup in it panicked.
    #[cfg(feature = "alloc")]
    pub(crate) fn mark_panicked(&self) {
        self.add(PANICKED);
    }

    #[inline]
    pub(crate) fn has_failed(&self) -> bool {
        self.has(FAILED | PANICKED)
    }

    /// How a cleanup that runs in a `Drop` sees it end.
    pub(crate) fn ended(&self) -> Kind<'_> {
        let panics = || self.has(PANICKED) || !self.has(UNWINDING_BEFORE) && panicking();
        match self.0.load(Relaxed) {
            _ if panics() => Kind::Panic,
            flags if flags & FAILED == 0 && flags & WELL != 0 => Kind::Success,
            _ => Kind::Failure(None),
        }
    }

    #[inline]
    fn add(&self, flags: u8) {
        // One thread at a time uses the scope, so no flag of another is lost between the two.
        self.0.store(self.0.load(Relaxed) | flags, Relaxed);
    }

    #[inline]
    fn has(&self, flags: u8) -> bool {
        self.0.load(Relaxed) & flags != 0
    }
}

#[inline]
fn end_flags() -> u8 {
    if panicking() { WELL | UNWINDING_BEFORE } else { WELL }
}

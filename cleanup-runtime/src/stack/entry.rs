//! An entry: a cleanup of some type, and behind it a trailer that knows the type.

use alloc::boxed::Box;
use core::{iter, panic::Location, ptr::NonNull};

use super::{
    arena::{Arena, Word, fits, words},
    closing::Closing,
};
#[cfg(feature = "tracing")]
use crate::trace;
use crate::{CleanupResult, site::Site};

/// What an entry does when its turn has come.
pub(super) trait Cleanup: Sized {
    /// What errors and reports call it.
    const NAME: &'static &'static str;

    /// Whether it may add entries, which run next.
    const ADDS: bool = false;

    type Exit: CleanupResult;

    fn run(self, arena: &Arena, closing: &Closing<'_>) -> Self::Exit;
}

/// One that is too large for an arena, or aligned too far.
impl<C: Cleanup> Cleanup for Box<C> {
    const NAME: &'static &'static str = C::NAME;
    const ADDS: bool = C::ADDS;

    type Exit = C::Exit;

    fn run(self, arena: &Arena, closing: &Closing<'_>) -> C::Exit {
        (*self).run(arena, closing)
    }
}

/// What stands behind each cleanup.
#[derive(Clone, Copy)]
#[repr(C, align(8))]
pub(super) struct Trailer {
    kind: &'static Kind,
    location: &'static Location<'static>,
}

const _: () = assert!(align_of::<Trailer>() == align_of::<Word>(), "a trailer stands between words");

/// What is known of all cleanups of one type. The functions are told the place of the trailer.
struct Kind {
    name: &'static &'static str,
    /// The words of the entry, its trailer among them.
    words: usize,
    /// Whether there still is a cleanup in it.
    live: bool,
    /// Runs the cleanup. Returns the bytes that are not needed any more, which stay on the arena: those of the entry, or
    /// none if it has taken the entry off.
    ///
    /// # Safety
    ///
    /// The entry is the topmost one, of this kind, and its cleanup has not run.
    run: unsafe fn(NonNull<Trailer>, &Arena, &mut Closing<'_>) -> usize,
    /// Makes a gap of the entry, and drops its cleanup.
    ///
    /// # Safety
    ///
    /// The entry is on the arena, of this kind, and its cleanup has not run.
    dismiss: unsafe fn(NonNull<Trailer>, &Arena),
}

/// The kinds of the entries that hold a `C`.
struct Of<C>(C);

impl<C: Cleanup> Of<C> {
    const WORDS: usize = words::<C>() + words::<Trailer>();
    const BYTES: usize = Self::WORDS * size_of::<Word>();

    const LIVE: Kind =
        Kind { name: C::NAME, words: Self::WORDS, live: true, run: Self::run, dismiss: Self::dismiss };

    /// That of one whose cleanup is gone.
    const GAP: Kind = Kind { live: false, run: Self::skip, ..Self::LIVE };

    unsafe fn run(trailer: NonNull<Trailer>, arena: &Arena, closing: &mut Closing<'_>) -> usize {
        #[cfg(feature = "tracing")]
        // SAFETY: by the caller's promise the trailer is there.
        trace::exiting(|| unsafe { trailer.read() }.site(), || Some(closing.outcome()));
        // SAFETY: by the caller's promise the cleanup is there, and nothing uses it again.
        let cleanup = unsafe { take_cleanup::<C>(trailer) };
        if C::ADDS {
            // SAFETY: by the caller's promise the trailer is there.
            let site = unsafe { trailer.read() }.site();
            // SAFETY: the cleanup stood before it.
            let start = unsafe { trailer.cast::<Word>().sub(words::<C>()) };
            // What it adds comes to lie in its place.
            // SAFETY: by the caller's promise it is the topmost one: what was behind it has run.
            unsafe { arena.give_back(start) };
            closing.adding = Some(site);
            if let Some(failure) = cleanup.run(arena, closing).failure() {
                closing.fail(site, failure);
            }
            closing.adding = None;
            return 0;
        }
        if let Some(failure) = cleanup.run(arena, closing).failure() {
            // SAFETY: by the caller's promise the trailer is there, and nothing was added that could have changed it.
            closing.fail(unsafe { trailer.read() }.site(), failure);
        }
        Self::BYTES
    }

    unsafe fn skip(_trailer: NonNull<Trailer>, _arena: &Arena, _closing: &mut Closing<'_>) -> usize {
        Self::BYTES
    }

    unsafe fn dismiss(trailer: NonNull<Trailer>, arena: &Arena) {
        // SAFETY: by the caller's promise the cleanup is there, and nothing uses it again.
        let cleanup = unsafe { take_cleanup::<C>(trailer) };
        // SAFETY: by the caller's promise the trailer is there.
        let before = unsafe { trailer.read() };
        #[cfg(feature = "tracing")]
        trace::dismissed(|| before.site());
        // SAFETY: as above.
        unsafe { trailer.write(Trailer { kind: &Self::GAP, ..before }) };
        remove_gaps(arena);
        // Last, because it may do anything, also with the stack.
        drop(cleanup);
    }
}

/// Takes the cleanup out of an entry.
///
/// # Safety
///
/// The trailer is that of an entry which holds a `C` and is on an arena, and nothing uses the cleanup again.
#[inline]
unsafe fn take_cleanup<C>(trailer: NonNull<Trailer>) -> C {
    // SAFETY: by the caller's promise the words of the cleanup stand before it.
    let cleanup = unsafe { trailer.cast::<Word>().sub(words::<C>()) };
    // SAFETY: the caller's promise.
    unsafe { cleanup.cast::<C>().read() }
}

/// Puts a cleanup upon the others. Returns where it is, and where its trailer is.
#[inline]
pub(super) fn push<C: Cleanup>(
    arena: &Arena,
    cleanup: C,
    location: &'static Location<'static>,
) -> (NonNull<C>, NonNull<Trailer>) {
    #[cfg(feature = "tracing")]
    trace::entered(|| Site { name: C::NAME, location });
    if const { fits::<C>() } {
        return put(arena, cleanup, location);
    }
    let (mut at, trailer) = put(arena, Box::new(cleanup), location);
    // SAFETY: it was written just now, and nobody else knows of it.
    let cleanup: &mut C = unsafe { at.as_mut() };
    (NonNull::from(cleanup), trailer)
}

#[inline]
fn put<C: Cleanup>(
    arena: &Arena,
    cleanup: C,
    location: &'static Location<'static>,
) -> (NonNull<C>, NonNull<Trailer>) {
    let at = arena.grow(Of::<C>::WORDS).cast::<C>();
    // SAFETY: there is room for it, and it needs no more alignment than words have.
    unsafe { at.write(cleanup) };
    // SAFETY: room for the trailer follows that for the cleanup.
    let trailer = unsafe { at.cast::<Word>().add(words::<C>()) }.cast::<Trailer>();
    // SAFETY: as above.
    unsafe { trailer.write(Trailer { kind: &Of::<C>::LIVE, location }) };
    (at, trailer)
}

/// The trailer of the entry that ends here.
///
/// # Safety
///
/// An entry on an arena does.
#[inline]
unsafe fn trailer_before(end: NonNull<Word>) -> NonNull<Trailer> {
    // SAFETY: what is on an arena was put there by `put`, and ends in a trailer.
    unsafe { end.cast::<Trailer>().sub(1) }
}

/// The trailers of the entries whose cleanups have not run and were not dismissed, from the last to the first.
pub(super) fn live(arena: &Arena) -> impl Iterator<Item = Trailer> {
    let trailers = arena.rooms().flat_map(|(room, mut end)| {
        iter::from_fn(move || {
            if end == room {
                return None;
            }
            // SAFETY: what is in use of a room is entries.
            let trailer = unsafe { trailer_before(end) };
            // SAFETY: it is there.
            let trailer = unsafe { trailer.read() };
            // SAFETY: these are the words of the entry.
            end = unsafe { end.sub(trailer.kind.words) };
            Some(trailer)
        })
    });
    trailers.filter(|trailer| trailer.kind.live)
}

/// Takes the topmost entry off, if there is one and `which` says so, without running its cleanup.
///
/// # Safety
///
/// If `which` says so, nothing uses the entry again.
unsafe fn remove_topmost(arena: &Arena, which: impl FnOnce(&Kind) -> bool) -> Option<Trailer> {
    let (_, end) = arena.used()?;
    // SAFETY: what is in use of a room is entries.
    let trailer = unsafe { trailer_before(end) };
    // SAFETY: it is there.
    let trailer = unsafe { trailer.read() };
    if !which(trailer.kind) {
        return None;
    }
    // SAFETY: these are the words of the entry.
    let end = unsafe { end.sub(trailer.kind.words) };
    // SAFETY: the caller's promise.
    unsafe { arena.give_back(end) };
    Some(trailer)
}

/// Takes gaps off the top, down to the beginning of the room in use: a chunk stays, for an entry that comes and goes
/// there.
fn remove_gaps(arena: &Arena) {
    // SAFETY: nothing uses a gap.
    while !arena.is_at_start() && unsafe { remove_topmost(arena, |kind| !kind.live) }.is_some() {}
}

/// Takes the entry off that ends here, whose cleanup has panicked. Returns where it was written.
///
/// # Safety
///
/// There is one in the room in use, and nothing was added to the arena since it began to run.
pub(super) unsafe fn remove_panicked(arena: &Arena, end: NonNull<Word>) -> Site {
    // SAFETY: what is behind it has run.
    unsafe { arena.give_back(end) };
    // SAFETY: the cleanup was taken out to run, and runs no more.
    unsafe { remove_topmost(arena, |_| true) }.expect("an entry runs").site()
}

/// Runs the cleanups from the last to the first. After a panic of one it can be called again for the rest.
#[inline]
pub(super) fn run(arena: &Arena, closing: &mut Closing<'_>) {
    while let Some((room, mut end)) = arena.used() {
        // Those in one room. The arena is only told when all have run, or where somebody looks at it before.
        loop {
            closing.end = Some(end);
            // SAFETY: what is in use of a room is entries.
            let trailer = unsafe { trailer_before(end) };
            // SAFETY: it is there.
            let kind = unsafe { trailer.read() }.kind;
            // SAFETY: it is the topmost entry, and its trailer tells its kind. Its cleanup has not run: an entry whose has is
            // taken off below, in `remove_panicked`, or where it runs.
            let bytes = unsafe { (kind.run)(trailer, arena, closing) };
            if bytes == 0 {
                break;
            }
            // SAFETY: these were those of the entry.
            end = unsafe { end.byte_sub(bytes) };
            if end == room {
                // SAFETY: all in the room have run.
                unsafe { arena.give_back(end) };
                break;
            }
        }
    }
}

impl Trailer {
    /// Drops the cleanup of the entry, which does not run.
    ///
    /// # Safety
    ///
    /// The entry is on the arena, and was not dismissed.
    pub(super) unsafe fn dismiss(at: NonNull<Self>, arena: &Arena) {
        // SAFETY: by the caller's promise it is there.
        let trailer = unsafe { at.read() };
        // SAFETY: the caller's promise; a trailer tells the kind of its entry.
        unsafe { (trailer.kind.dismiss)(at, arena) };
    }

    fn site(self) -> Site {
        Site { name: self.kind.name, location: self.location }
    }
}

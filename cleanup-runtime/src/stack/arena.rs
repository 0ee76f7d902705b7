//! The memory of a stack: entries of any size, one upon the other.

use alloc::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use core::{
    cell::{Cell, UnsafeCell},
    mem::MaybeUninit,
    ptr::{self, NonNull},
};

/// What sizes are counted in, and what everything in an arena is aligned to: eight bytes, where a `u64` may be aligned to
/// four.
#[derive(Clone, Copy)]
#[repr(C, align(8))]
pub(super) struct Word {
    _bytes: u64,
}

/// The words in the arena itself: eight entries of two words with a trailer each.
const INLINE: u32 = short(8 * 2 * words::<[usize; 2]>());

/// The words of the first chunk, and of the largest that is not for a single entry: 1 KiB less what allocators and the
/// header need, and 32 MiB.
const FIRST: u32 = 128 - 8;
const LARGEST: u32 = 1 << 22;

/// A stack of bytes that never moves what is on it while it is borrowed, and that may be moved itself in between: it keeps
/// offsets, no addresses. The first few entries lie in the arena, those after them in chunks, each four times as large as
/// the one before.
///
/// # Invariants
///
/// * `chunk` is null, for the room in the arena, or points behind the header of a chunk that the arena owns; each header
///   tells the same of the chunk before it.
/// * The room at `chunk` has `limit` words, of which those below `top` are in use.
#[repr(C, align(8))]
pub(super) struct Arena {
    chunk: Cell<*mut Word>,
    top: Cell<u32>,
    limit: Cell<u32>,
    inline: UnsafeCell<MaybeUninit<[Word; INLINE as usize]>>,
}

// SAFETY: it is memory, and owns it. Whether what is on it may change threads is for the stack to know.
unsafe impl Send for Arena {}

/// What stands before the words of a chunk: how the arena was before it.
#[repr(C, align(8))]
struct Header {
    top: u32,
    limit: u32,
    chunk: *mut Word,
}

/// The words that a value takes.
pub(super) const fn words<T>() -> usize {
    size_of::<T>().div_ceil(size_of::<Word>())
}

/// A number of words in one room.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a room has at most `LARGEST` words, or those of one entry"
)]
const fn short(words: usize) -> u32 {
    words as u32
}

/// Whether a value may lie in an arena: one that is larger, or aligned further, is better boxed.
pub(super) const fn fits<T>() -> bool {
    size_of::<T>() <= 256 && align_of::<T>() <= align_of::<Word>()
}

impl Arena {
    #[inline]
    pub(super) const fn new() -> Self {
        Self {
            top: Cell::new(0),
            limit: Cell::new(INLINE),
            chunk: Cell::new(ptr::null_mut()),
            inline: UnsafeCell::new(MaybeUninit::uninit()),
        }
    }

    /// Where the room in use begins.
    #[inline]
    fn base(&self) -> NonNull<Word> {
        NonNull::new(self.chunk.get()).unwrap_or(self.inline())
    }

    #[inline]
    fn inline(&self) -> NonNull<Word> {
        NonNull::from(&self.inline).cast()
    }

    /// Takes room for so many words, and returns where it begins.
    #[inline]
    pub(super) fn grow(&self, words: usize) -> NonNull<Word> {
        let (words, top) = (short(words), self.top.get());
        let new = top + words;
        // At once, because the next call waits for it.
        self.top.set(new);
        if new > self.limit.get() {
            let Room { words: room, limit } = add_chunk(top, self.limit.get(), self.chunk.get(), words);
            self.chunk.set(room.as_ptr());
            self.limit.set(limit);
            self.top.set(words);
            return room;
        }
        // SAFETY: by the invariant and the test above there are `words` words behind `top`.
        unsafe { self.base().add(top as usize) }
    }

    /// The beginning and the end of what is in use of the room in use, if anything is. Gives chunks back in which nothing
    /// is.
    #[inline]
    pub(super) fn used(&self) -> Option<(NonNull<Word>, NonNull<Word>)> {
        while self.top.get() == 0 {
            if self.chunk.get().is_null() {
                return None;
            }
            self.remove_chunk();
        }
        let room = self.base();
        // SAFETY: by the invariant the words below `top` lie in one room.
        let end = unsafe { room.add(self.top.get() as usize) };
        Some((room, end))
    }

    /// Gives back what is in use behind `end`.
    ///
    /// # Safety
    ///
    /// `end` is a place in the room in use, not above what is in use of it, and nothing uses what is behind it again.
    #[inline]
    pub(super) unsafe fn give_back(&self, end: NonNull<Word>) {
        // SAFETY: by the caller's promise both are places in one room, and `end` is not the lower one.
        let top = unsafe { end.offset_from(self.base()) };
        self.top.set(short(top.unsigned_abs()));
    }

    /// Whether nothing is in use of the room in use.
    pub(super) fn is_at_start(&self) -> bool {
        self.top.get() == 0
    }

    /// Whether nothing is in use, and no chunk is there.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.top.get() == 0 && self.chunk.get().is_null()
    }

    /// The rooms, from the last to the first: the beginning and the end of what is in use of each.
    pub(super) fn rooms(&self) -> impl Iterator<Item = (NonNull<Word>, NonNull<Word>)> {
        let mut next = Some((self.chunk.get(), self.top.get()));
        core::iter::from_fn(move || {
            let (chunk, top) = next.take()?;
            let room = NonNull::new(chunk).unwrap_or(self.inline());
            if !chunk.is_null() {
                // SAFETY: by the invariant a header stands before the words of a chunk, in the same allocation.
                let header = unsafe { room.cast::<Header>().sub(1) };
                // SAFETY: as above.
                let before = unsafe { header.read() };
                next = Some((before.chunk, before.top));
            }
            // SAFETY: by the invariant the words below `top` lie in one room.
            Some((room, unsafe { room.add(top as usize) }))
        })
    }

    /// Gives the chunk in use back.
    #[cold]
    #[inline(never)]
    fn remove_chunk(&self) {
        let layout = chunk_layout(self.limit.get());
        // SAFETY: by the invariant a header stands before the words of a chunk, in the same allocation.
        let header = unsafe { self.chunk.get().cast::<Header>().sub(1) };
        // SAFETY: as above, and it was written in `add_chunk`.
        let before = unsafe { header.read() };
        // SAFETY: `add_chunk` allocated it with this layout, of as many words as `limit` says of it, and the arena, which
        // owns it, forgets it.
        unsafe { dealloc(header.cast(), layout) };
        self.chunk.set(before.chunk);
        self.limit.set(before.limit);
        self.top.set(before.top);
    }
}

/// The words of a chunk.
#[repr(C)]
struct Room {
    words: NonNull<Word>,
    limit: u32,
}

/// Allocates a chunk with room for `words` at least, to come after the one that the other arguments tell of.
///
/// Four times as large as that, because of those that only double the last one is no larger than all before it together: some
/// allocators then give the memory of every stack back to the system, and the next stack pays for new pages.
///
/// It is not told of the arena, so that the compiler can keep its fields in registers; and as an `extern "C"` it cannot
/// unwind, so that the caller needs no code for that.
#[cold]
#[inline(never)]
extern "C" fn add_chunk(top: u32, limit: u32, chunk: *mut Word, words: u32) -> Room {
    let before = Header { top, limit, chunk };
    let next = if chunk.is_null() { FIRST } else { 4 * limit };
    let limit = words.max(next.min(LARGEST));
    let layout = chunk_layout(limit);
    // SAFETY: a header is not empty, so neither is the layout.
    let allocated = unsafe { alloc(layout) };
    let Some(header) = NonNull::new(allocated).map(NonNull::cast::<Header>) else {
        handle_alloc_error(layout)
    };
    // SAFETY: the allocation begins with room for a header, aligned to it.
    unsafe { header.write(before) };
    // SAFETY: the words follow in the same allocation.
    let words = unsafe { header.add(1) }.cast();
    Room { words, limit }
}

const fn chunk_layout(words: u32) -> Layout {
    let size = size_of::<Header>() + words as usize * size_of::<Word>();
    match Layout::from_size_align(size, align_of::<Word>()) {
        Ok(layout) => layout,
        Err(_) => panic!("an entry is smaller than memory"),
    }
}

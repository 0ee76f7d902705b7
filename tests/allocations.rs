//! What a manager that a function makes costs in allocations, and what a stack does.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use with_cleanup::{ContextManager as _, Outcome, context_manager, with};

#[path = "allocations/stack.rs"]
mod stack;

struct Counting;

thread_local! {
    /// How many were made, and the bytes that are left of them.
    static COUNTS: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

// SAFETY: it does what the system's does, and counts in a cell that allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let (made, left) = COUNTS.get();
        COUNTS.set((made + 1, left.wrapping_add(layout.size())));
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        let (made, left) = COUNTS.get();
        COUNTS.set((made, left.wrapping_sub(layout.size())));
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// How many allocations are made, and how many bytes of them are left.
fn allocations(run: impl FnOnce()) -> (usize, usize) {
    COUNTS.set((0, 0));
    run();
    COUNTS.get()
}

#[context_manager]
fn number(start: u64, fails: bool) -> Result<u64, &'static str> {
    let mut numbers = [start; 8];
    if fails {
        return Err("it fails");
    }
    yield_!(numbers[3]);
    assert_eq!(numbers[0], start);
}

#[test]
fn a_manager_allocates_once() {
    assert_eq!(allocations(|| drop(with!(number = number(1, false).unwrap() => *number += 1))), (1, 0));
    assert_eq!(allocations(|| drop(number(1, false))), (1, 0));
    let by_hand = || number(1, false).unwrap().exit(Outcome::failure(None)).unwrap();
    assert_eq!(allocations(by_hand), (1, 0));
}

#[test]
fn a_failed_setup_frees_it() {
    assert_eq!(allocations(|| assert!(number(1, true).is_err())), (1, 0));
}

#[test]
fn a_manager_is_two_pointers_wide() {
    assert_eq!(size_of_val(&number(1, false).unwrap()), 2 * size_of::<usize>());
}

//! What `ExitStack` allocates: nothing for the first few entries, then a chunk now and then.

use std::cell::Cell;

use with_cleanup::{ExitStack, SendExitStack, guard, null_context};

/// The number of allocations that `run` makes, all of which must be freed when it ends.
#[track_caller]
fn allocations(run: impl FnOnce()) -> usize {
    let (made, left) = crate::allocations(run);
    assert_eq!(left, 0, "all is freed");
    made
}

/// A cleanup of two words.
fn two_words(sum: &Cell<usize>, i: usize) -> impl FnOnce() {
    move || sum.set(sum.get() + i)
}

/// Fills a stack with so many of them, and closes it.
fn close_with_entries(count: usize) -> usize {
    let sum = Cell::new(0);
    let allocations = allocations(|| {
        let stack = ExitStack::new();
        for i in 0..count {
            stack.defer(two_words(&sum, i));
        }
        stack.close().expect("nothing fails");
    });
    assert_eq!(sum.get(), (0..count).sum());
    allocations
}

#[test]
fn eight_entries_of_two_words_allocate_nothing() {
    for count in 0..=8 {
        assert_eq!(close_with_entries(count), 0, "{count} entries");
    }
    assert_eq!(close_with_entries(9), 1);
}

#[test]
fn the_first_chunk_is_no_larger_than_one_kibibyte() {
    let sum = Cell::new(0);
    let stack = ExitStack::new();
    let (made, left) = crate::allocations(|| {
        for i in 0..9 {
            stack.defer(two_words(&sum, i));
        }
    });
    assert_eq!(made, 1);
    assert!((1..=1024).contains(&left), "{left} bytes");
}

#[test]
fn of_each_way_to_add_an_entry_eight_allocate_nothing() {
    let count = Cell::new(0_usize);
    let count = &count;
    let made = allocations(|| {
        let stack = ExitStack::new();
        for _ in 0..2 {
            stack.enter(guard(count, |count| count.set(count.get() + 1)));
            *stack.adopt(count, |count: &Cell<usize>| count.set(count.get() + 1)) = count;
            stack.defer_with(|stack, _| {
                stack.defer(|| count.set(count.get() + 1));
            });
            let dismissed = stack.defer(|| count.set(100));
            stack.dismiss(dismissed);
            stack.enter(null_context(1_usize));
        }
        assert_eq!(stack.len(), 8);
        stack.close().expect("nothing fails");
    });
    assert_eq!((count.get(), made), (6, 0));
}

#[test]
fn a_send_stack_allocates_no_more() {
    let sum = std::sync::atomic::AtomicUsize::new(0);
    let made = allocations(|| {
        let stack = SendExitStack::new();
        for i in 0..8_usize {
            let sum = &sum;
            stack.defer_with(move |_, _| {
                sum.fetch_add(i, std::sync::atomic::Ordering::Relaxed);
            });
        }
        stack.close().expect("nothing fails");
    });
    assert_eq!((sum.into_inner(), made), (28, 0));
}

#[test]
fn later_ones_allocate_a_chunk_now_and_then() {
    // A chunk holds four times as many as the one before: 30, 120, 480, and so on.
    let (mut holds, mut chunks, mut next) = (8, 0, 30);
    while holds < if cfg!(miri) { 1_000 } else { 1_000_000 } {
        assert_eq!(close_with_entries(holds), chunks, "{holds} entries");
        chunks += 1;
        assert_eq!(close_with_entries(holds + 1), chunks, "{} entries", holds + 1);
        holds += next;
        next *= 4;
    }
}

#[test]
fn dropped_closed_taken_or_panicking_all_is_freed() {
    let sum = &Cell::new(0);
    let made = allocations(|| {
        let mut stack = ExitStack::new();
        for i in 0..100 {
            stack.defer(two_words(sum, i));
        }
        let taken = stack.take();
        stack.defer(two_words(sum, 1));
        drop(taken);
        stack.close().expect("nothing fails");
    });
    assert_eq!(made, 2);

    allocations(|| {
        let panicked = std::panic::catch_unwind(|| {
            let stack = ExitStack::new();
            for i in 0..100 {
                stack.defer(move || {
                    if i == 50 {
                        std::panic::resume_unwind(Box::new(()));
                    }
                });
            }
            stack.close()
        });
        assert!(panicked.is_err());
    });
}

#[test]
fn what_was_dismissed_at_the_top_takes_no_room() {
    let made = allocations(|| {
        let stack = ExitStack::new();
        for i in 0..1_000_usize {
            let first = stack.defer(move || assert_eq!(i, 1_000));
            let second = stack.defer(move || assert_eq!(i, 1_000));
            stack.dismiss(first);
            stack.dismiss(second);
        }
        assert!(stack.is_empty());
    });
    assert_eq!(made, 0);
}

/// What one entry that holds the value allocates.
fn made_for<T: 'static>(value: T) -> usize {
    allocations(|| {
        let stack = ExitStack::new();
        stack.enter(null_context(value));
    })
}

#[test]
fn a_large_or_aligned_entry_takes_a_box() {
    #[repr(align(64))]
    struct Aligned(#[expect(dead_code, reason = "it takes room")] u8);

    assert_eq!(made_for([0_u8; 100]), 0);
    assert_eq!(made_for([0_u8; 240]), 0);
    // Larger than the room in the stack, so it takes a chunk.
    assert_eq!(made_for([0_u8; 241]), 1);
    assert_eq!(made_for([0_u8; 256]), 1);
    // The box is all it takes.
    assert_eq!(made_for([0_u8; 257]), 1);
    assert_eq!(made_for([0_u8; 5_000]), 1);
    assert_eq!(made_for(Aligned(1)), 1);
}

#[test]
fn a_chunk_is_kept_while_its_last_entry_comes_and_goes() {
    let sum = Cell::new(0);
    let made = allocations(|| {
        let stack = ExitStack::new();
        for i in 0..8 {
            stack.defer(two_words(&sum, i));
        }
        for _ in 0..1_000 {
            let first = stack.defer(|| unreachable!());
            stack.dismiss(first);
        }
    });
    assert_eq!(made, 1);
}

#[test]
fn what_a_running_entry_adds_takes_its_place() {
    fn count_down<'env>(stack: &ExitStack<'env>, left: &'env Cell<usize>) {
        stack.defer_with(|stack, _| {
            left.set(left.get() - 1);
            if left.get() > 0 {
                count_down(stack, left);
            }
        });
    }

    let left = Cell::new(10_000);
    let made = allocations(|| {
        let stack = ExitStack::new();
        count_down(&stack, &left);
        stack.close().expect("nothing fails");
    });
    assert_eq!((left.get(), made), (0, 0));
}

#[test]
fn the_stack_is_34_words_large() {
    assert_eq!(size_of::<ExitStack<'_>>(), 34 * 8);
    assert_eq!(size_of::<SendExitStack<'_>>(), 34 * 8);
}

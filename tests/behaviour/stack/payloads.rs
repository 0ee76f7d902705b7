//! Entries of all sizes, alignments and kinds.

use std::{cell::RefCell, mem};

use with_cleanup::{ExitStack, SendExitStack, guard, null_context};

use super::close;
use crate::support::{Token, events, log};

#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
struct Aligned(u8);

#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(16))]
struct Aligned16(u64);

/// Puts a value on a stack by each way there is, beside values of other sizes, and sees that all come back.
#[track_caller]
fn round_trip<T: Clone + PartialEq + std::fmt::Debug>(value: &T) {
    let returned = &RefCell::new(Vec::new());
    let stack = ExitStack::new();
    let rounds = if cfg!(miri) { 4 } else { 12 };
    let give = move |value: T| returned.borrow_mut().push(value);
    for round in 0..rounds {
        let targets = [
            stack.enter(guard(value.clone(), give)),
            stack.adopt(value.clone(), give),
            stack.enter(null_context(value.clone())),
        ];
        for target in targets {
            assert_eq!(std::ptr::from_ref::<T>(target).addr() % align_of::<T>(), 0);
            assert_eq!(target, value);
        }
        let (deferred, with, dismissed) = (value.clone(), value.clone(), value.clone());
        stack.defer(move || give(deferred));
        stack.defer(move || assert!(round < rounds));
        stack.defer_with(move |stack, _| {
            stack.defer(move || give(with));
        });
        let entry = stack.defer(move || give(dismissed));
        stack.dismiss(entry);
    }
    assert_eq!(stack.len(), rounds * 6);
    close(stack);
    let returned = returned.take();
    assert_eq!(returned.len(), rounds * 4);
    assert!(returned.iter().all(|back| back == value));
}

#[test]
fn zero_sized() {
    round_trip(&());
    round_trip(&[0_u64; 0]);
}

#[test]
fn small() {
    round_trip(&7_u8);
    round_trip(&(1_u8, 2_u16));
    round_trip(&[1_u8, 2, 3, 4, 5, 6, 7, 8, 9]);
    round_trip(&(1_u64, 2_u8));
}

#[test]
fn owning() {
    round_trip(&"text".to_owned());
    round_trip(&vec![Box::new(1), Box::new(2)]);
}

#[test]
fn around_the_size_that_is_boxed() {
    round_trip(&[1_u8; 255]);
    round_trip(&[2_u8; 256]);
    round_trip(&[3_u8; 257]);
    round_trip(&[4_usize; 31]);
    round_trip(&[5_usize; 32]);
    round_trip(&[6_usize; 33]);
}

#[test]
fn large() {
    round_trip(&[1_u8; 5 * 1024]);
}

#[test]
fn over_aligned() {
    #[repr(align(64))]
    #[derive(Clone, PartialEq, Debug)]
    struct Empty;

    round_trip(&Aligned(1));
    round_trip(&Aligned16(2));
    round_trip(&[Aligned(3); 3]);
    round_trip(&Empty);
}

#[test]
fn dynamic() {
    fn item() {
        log("d");
    }

    let events = events(|| {
        let stack = ExitStack::new();
        let cleanups: Vec<Box<dyn FnOnce()>> = vec![Box::new(|| log("a")), Box::new(|| log("b"))];
        for cleanup in cleanups {
            stack.defer(cleanup);
        }
        let pointer: fn() = || log("c");
        stack.defer(pointer);
        stack.defer(item);
        close(stack);
    });
    assert_eq!(events, ["d", "c", "b", "a"]);
}

/// An entry of so many bytes beside two words, and a target of so many bytes.
fn push_sized<const N: usize>(stack: &ExitStack<'_>) {
    let (payload, token) = ([1_u8; N], Token::new());
    stack.defer(move || {
        assert_eq!(payload, [1; N]);
        drop(token);
        log(N.to_string());
    });
    let target = stack.enter(guard([2_u8; N], |payload| assert_eq!(payload, [3; N])));
    target.fill(3);
}

/// Large ones lie in a box; the order is the same.
#[test]
fn sizes_mixed() {
    let events = events(|| {
        let stack = ExitStack::new();
        push_sized::<0>(&stack);
        push_sized::<1>(&stack);
        push_sized::<5120>(&stack);
        push_sized::<240>(&stack);
        push_sized::<248>(&stack);
        push_sized::<256>(&stack);
        push_sized::<257>(&stack);
        push_sized::<8>(&stack);
        push_sized::<1000>(&stack);
        push_sized::<3>(&stack);
        close(stack);
    });
    assert_eq!(events, ["3", "1000", "8", "257", "256", "248", "240", "5120", "1", "0"]);
}

#[test]
fn an_adopted_value_and_its_cleanup_may_both_be_large() {
    let events = events(|| {
        let stack = ExitStack::new();
        let captured = [1_u8; 300];
        let value = stack.adopt([2_u8; 300], move |value| log(format!("{} {}", value[299], captured[299])));
        value[299] = 3;
        close(stack);
    });
    assert_eq!(events, ["3 1"]);
}

#[test]
fn the_stack_is_34_words_large() {
    assert_eq!(size_of::<ExitStack<'_>>(), 34 * size_of::<u64>());
    assert_eq!(size_of::<SendExitStack<'_>>(), 34 * size_of::<u64>());
    assert_eq!(align_of::<ExitStack<'_>>(), 8);
    assert!(!mem::needs_drop::<with_cleanup::Entry<'_>>());
}

//! `ExitStack`: entries are put on and run.

use std::{cell::Cell, hint::black_box};

use criterion::Criterion;
use scopeguard::guard;
use with_cleanup::{Error, ExitStack};

use crate::table::Group;

const SIZES: [usize; 8] = [1, 4, 8, 16, 64, 1_000, 100_000, 10_000_000];

/// Puts one of eight closures of different types and sizes on the stack, in turn.
macro_rules! push_mixed {
    ($push:ident, $stack:ident, $i:ident, $sum:ident) => {
        match $i % 8 {
            0 => $push!($stack, move || $sum.set($sum.get() ^ $i)),
            1 => $push!($stack, move || $sum.set($sum.get().wrapping_add($i))),
            2 => $push!($stack, move || $sum.set($sum.get().wrapping_mul($i))),
            3 => $push!($stack, move || $sum.set($sum.get() | $i)),
            4 => $push!($stack, move || $sum.set($sum.get().rotate_left(3) ^ $i)),
            5 => $push!($stack, move || $sum.set($sum.get().wrapping_sub($i))),
            6 => {
                let pair = ($i, $i + 1);
                $push!($stack, move || $sum.set($sum.get() ^ pair.0 ^ pair.1));
            }
            _ => $push!($stack, move || $sum.set($sum.get().wrapping_add(1))),
        }
    };
}

macro_rules! defer {
    ($stack:ident, $closure:expr) => {{
        $stack.defer($closure);
    }};
}

macro_rules! push_boxed {
    ($stack:ident, $closure:expr) => {
        $stack.push(Box::new($closure))
    };
}

type Boxes<'c> = Vec<Box<dyn FnOnce() + 'c>>;

#[inline(never)]
fn stack_of_one_type(size: usize, sum: &Cell<u64>) {
    let stack = ExitStack::new();
    for i in 0..size as u64 {
        stack.defer(move || sum.set(sum.get() ^ i));
    }
    stack.close().expect("no entry can fail");
}

#[inline(never)]
fn stack_that_runs(size: usize, sum: &Cell<u64>) {
    let run = ExitStack::new().run(|stack| {
        for i in 0..size as u64 {
            stack.defer(move || sum.set(sum.get() ^ i));
        }
        Ok::<(), Error>(())
    });
    run.expect("nothing can fail");
}

#[inline(never)]
fn dropped_stack_of_one_type(size: usize, sum: &Cell<u64>) {
    let stack = ExitStack::new();
    for i in 0..size as u64 {
        stack.defer(move || sum.set(sum.get() ^ i));
    }
}

#[inline(never)]
fn boxes_of_one_type(size: usize, sum: &Cell<u64>) {
    let mut stack: Boxes<'_> = Vec::new();
    for i in 0..size as u64 {
        stack.push(Box::new(move || sum.set(sum.get() ^ i)));
    }
    while let Some(cleanup) = stack.pop() {
        cleanup();
    }
}

#[inline(never)]
fn vec_of_one_type(size: usize, sum: &Cell<u64>) {
    let mut stack = Vec::new();
    for i in 0..size as u64 {
        stack.push(move || sum.set(sum.get() ^ i));
    }
    while let Some(cleanup) = stack.pop() {
        cleanup();
    }
}

#[inline(never)]
fn guards_of_one_type(size: usize, sum: &Cell<u64>) {
    let mut stack = Vec::new();
    for i in 0..size as u64 {
        stack.push(guard(i, |i| sum.set(sum.get() ^ i)));
    }
    // Dropped as a whole it would run front to back.
    while let Some(guard) = stack.pop() {
        drop(guard);
    }
}

#[inline(never)]
fn stack_of_mixed_types(size: usize, sum: &Cell<u64>) {
    let stack = ExitStack::new();
    for i in 0..size as u64 {
        push_mixed!(defer, stack, i, sum);
    }
    stack.close().expect("no entry can fail");
}

#[inline(never)]
fn boxes_of_mixed_types(size: usize, sum: &Cell<u64>) {
    let mut stack: Boxes<'_> = Vec::new();
    for i in 0..size as u64 {
        push_mixed!(push_boxed, stack, i, sum);
    }
    while let Some(cleanup) = stack.pop() {
        cleanup();
    }
}

type Subject = (&'static str, fn(usize, &Cell<u64>));

pub(crate) fn measure(criterion: &mut Criterion) -> Vec<Group> {
    let one: &[Subject] = &[
        ("ExitStack", stack_of_one_type),
        ("ExitStack, run", stack_that_runs),
        ("ExitStack, dropped", dropped_stack_of_one_type),
        ("Vec of boxes", boxes_of_one_type),
        ("Vec of scopeguard's guards", guards_of_one_type),
        ("Vec of one closure", vec_of_one_type),
    ];
    let mixed: &[Subject] = &[("ExitStack", stack_of_mixed_types), ("Vec of boxes", boxes_of_mixed_types)];
    [("entries of one type", one), ("entries of mixed types", mixed)]
        .into_iter()
        .map(|(name, subjects)| {
            let mut group = Group::new(name, "entries");
            let sum = Cell::new(1);
            for size in SIZES {
                for &(subject, run) in subjects {
                    group.measure(criterion, subject, size, size, || run(black_box(size), &sum));
                }
            }
            black_box(sum.get());
            group
        })
        .collect()
}

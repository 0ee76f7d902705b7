//! `#[context_manager]`: a manager is entered and exited.

use std::{cell::Cell, hint::black_box};

use criterion::Criterion;
use with_cleanup::{ContextManager, Outcome, context_manager, guard, with};

use crate::table::Group;

const RUNS: usize = 1_000;

#[context_manager]
fn counted(sum: &Cell<u64>, i: u64) -> u64 {
    let mut place = i;
    yield_!(place);
    sum.set(sum.get() ^ place);
}

struct Counted<'c> {
    place: u64,
    sum: &'c Cell<u64>,
}

impl ContextManager for Counted<'_> {
    type Target = u64;
    type Exit = ();

    #[inline]
    fn target(&mut self) -> &mut u64 {
        &mut self.place
    }

    #[inline]
    fn exit(self, _: Outcome<'_>) {
        self.sum.set(self.sum.get() ^ self.place);
    }
}

#[inline(never)]
fn manager_of_function(runs: usize, sum: &Cell<u64>) {
    for i in 0..runs as u64 {
        // Without the black box the compiler sees through the manager, and allocates nothing.
        with!(place = black_box(counted(sum, black_box(i))) => *place += 1);
    }
}

#[inline(never)]
fn manager_by_hand(runs: usize, sum: &Cell<u64>) {
    for i in 0..runs as u64 {
        with!(place = black_box(Counted { place: black_box(i), sum }) => *place += 1);
    }
}

#[inline(never)]
fn manager_of_guard(runs: usize, sum: &Cell<u64>) {
    for i in 0..runs as u64 {
        with!(place = guard(black_box(i), |place| sum.set(sum.get() ^ place)) => *place += 1);
    }
}

#[inline(never)]
fn boxed_closure(runs: usize, sum: &Cell<u64>) {
    for i in 0..runs as u64 {
        let place = Cell::new(black_box(i));
        let cleanup: Box<dyn FnOnce() + '_> = black_box(Box::new(|| sum.set(sum.get() ^ place.get())));
        place.set(place.get() + 1);
        cleanup();
    }
}

type Subject = (&'static str, fn(usize, &Cell<u64>));

pub(crate) fn measure(criterion: &mut Criterion) -> Group {
    let subjects: [Subject; 4] = [
        ("#[context_manager]", manager_of_function),
        ("boxed closure", boxed_closure),
        ("manager by hand", manager_by_hand),
        ("guard", manager_of_guard),
    ];
    let mut group = Group::new("managers", "runs");
    let sum = Cell::new(1);
    for (name, subject) in subjects {
        group.measure(criterion, name, RUNS, RUNS, || subject(black_box(RUNS), &sum));
    }
    black_box(sum.get());
    group
}

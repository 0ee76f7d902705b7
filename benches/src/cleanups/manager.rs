//! `#[context_manager]`: a manager is entered and exited.

use std::{cell::Cell, hint::black_box};

use criterion::Criterion;
use with_cleanup::{context_manager, guard, with};

use crate::table::Group;

#[context_manager]
fn counted(sum: &Cell<u64>, i: u64) -> u64 {
    let mut place = i;
    yield_!(place);
    sum.set(sum.get() ^ place);
}

#[inline(never)]
fn manager_of_function(runs: usize, sum: &Cell<u64>) {
    for i in 0..runs as u64 {
        // Without the black box the compiler sees through the manager, and allocates nothing.
        with!(place = black_box(counted(sum, black_box(i))) => *place += 1);
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

pub(crate) fn measure(criterion: &mut Criterion) -> Group {
    let mut group = Group::new("managers");
    let sum = Cell::new(1);
    let runs = 1_000;
    group.measure(criterion, "#[context_manager]", runs, |runs| manager_of_function(black_box(runs), &sum));
    group.measure(criterion, "boxed closure", runs, |runs| boxed_closure(black_box(runs), &sum));
    group.measure(criterion, "guard", runs, |runs| manager_of_guard(black_box(runs), &sum));
    black_box(sum.get());
    group
}

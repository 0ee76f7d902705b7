//! Several threads at once. They share nothing, so that the time of each does not grow up to the number of cores.

use std::{
    hint::black_box,
    sync::{Barrier, mpsc},
    thread,
    time::{Duration, Instant},
};

use criterion::Criterion;
use with_cleanup::{ExitStack, SendExitStack, guard, with};

use crate::table::Group;

const THREADS: [usize; 3] = [1, 2, 4];
const SCOPES: usize = 1_000;
const STACKS: usize = 64;
const ENTRIES: u64 = 16;

#[inline(never)]
fn close(handle: u64) {
    black_box(handle);
}

struct Hand(u64);

impl Drop for Hand {
    #[inline]
    fn drop(&mut self) {
        close(self.0);
    }
}

#[inline(never)]
fn scopes_by_hand() {
    for i in 0..SCOPES as u64 {
        let (a, b, c, d) = (Hand(i), Hand(i), Hand(i), Hand(i));
        black_box((&a, &b, &c, &d));
    }
}

#[inline(never)]
fn scopes() {
    for i in 0..SCOPES as u64 {
        with!(a = guard(i, close), b = guard(i, close), c = guard(i, close), d = guard(i, close) => {
            black_box((&a, &b, &c, &d));
        });
    }
}

#[inline(never)]
fn stacks() {
    for _ in 0..STACKS {
        let stack = ExitStack::new();
        for i in 0..ENTRIES {
            stack.defer(move || close(i));
        }
        stack.close().expect("no entry can fail");
    }
}

#[inline(never)]
fn boxes() {
    for _ in 0..STACKS {
        let mut stack: Vec<Box<dyn FnOnce()>> = Vec::new();
        for i in 0..ENTRIES {
            stack.push(Box::new(move || close(i)));
        }
        while let Some(cleanup) = stack.pop() {
            cleanup();
        }
    }
}

type Stacks = Vec<SendExitStack<'static>>;

/// Makes stacks, hands over what is on them to the next thread, and closes those of the thread before.
#[inline(never)]
fn hand_over(before: &mpsc::Receiver<Stacks>, next: &mpsc::Sender<Stacks>) {
    let made = (0..STACKS).map(|_| {
        let mut stack = SendExitStack::new();
        for i in 0..ENTRIES {
            stack.defer(move || close(i));
        }
        stack.take()
    });
    next.send(made.collect()).expect("the next thread receives as often as this one sends");
    for stack in before.recv().expect("the thread before sends as often as this one receives") {
        stack.close().expect("no entry can fail");
    }
}

/// The time from the start of the first of these, each in a thread of its own, to the end of the last.
fn together(works: Vec<impl FnOnce() + Send>) -> Duration {
    let start = Barrier::new(works.len());
    let times: Vec<(Instant, Instant)> = thread::scope(|scope| {
        let threads: Vec<_> = works
            .into_iter()
            .map(|work| {
                scope.spawn(|| {
                    start.wait();
                    let started = Instant::now();
                    work();
                    (started, Instant::now())
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no subject panics")).collect()
    });
    let started = times.iter().map(|time| time.0).min().expect("there is a thread");
    let ended = times.iter().map(|time| time.1).max().expect("there is a thread");
    ended - started
}

fn repeated(threads: usize, runs: u64, subject: fn()) -> Duration {
    together((0..threads).map(|_| move || (0..runs).for_each(|_| subject())).collect())
}

fn handed_over(threads: usize, runs: u64) -> Duration {
    let (senders, mut receivers): (Vec<_>, Vec<_>) = (0..threads).map(|_| mpsc::channel()).unzip();
    receivers.rotate_right(1);
    let ends = senders.into_iter().zip(receivers);
    together(ends.map(|(next, before)| move || (0..runs).for_each(|_| hand_over(&before, &next))).collect())
}

pub(crate) fn measure(criterion: &mut Criterion) -> Vec<Group> {
    let mut in_scopes = Group::new("scopes of four managers", "threads");
    for threads in THREADS {
        let subjects: [(_, fn()); 2] = [("by hand", scopes_by_hand), ("with!", scopes)];
        for (name, subject) in subjects {
            in_scopes.measure_threads(criterion, name, threads, 4 * SCOPES, subject, |runs| {
                repeated(threads, runs, subject)
            });
        }
    }
    let mut on_stacks = Group::new("stacks of sixteen entries", "threads");
    let entries = STACKS * usize::try_from(ENTRIES).expect("it is a few");
    let (next, before) = mpsc::channel();
    for threads in THREADS {
        let subjects: [(_, fn()); 2] = [("ExitStack", stacks), ("Vec of boxes", boxes)];
        for (name, subject) in subjects {
            on_stacks.measure_threads(criterion, name, threads, entries, subject, |runs| {
                repeated(threads, runs, subject)
            });
        }
        on_stacks.measure_threads(
            criterion,
            "SendExitStack, handed over",
            threads,
            entries,
            || hand_over(&before, &next),
            |runs| handed_over(threads, runs),
        );
    }
    vec![in_scopes, on_stacks]
}

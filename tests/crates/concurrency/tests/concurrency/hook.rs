//! The report hook. Each hook lives for the rest of the process, which Miri and the sanitizer of leaks would have to be told.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use with_cleanup::{
    ContainedPanic, Outcome, Report, guard, guard_with, set_report_hook, take_report_hook, with,
};

use crate::{TIMES, panic_quietly, quietly};

const THREADS: usize = 3;

/// The hook is the process's: one test at a time has it.
fn the_hook() -> MutexGuard<'static, ()> {
    static HOOK: Mutex<()> = Mutex::new(());
    HOOK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A hook that counts.
fn counting(reports: &Arc<AtomicUsize>) -> Box<dyn Fn(&Report<'_>) + Send + Sync> {
    let reports = Arc::clone(reports);
    Box::new(move |report| {
        assert_eq!(report.error().to_string(), "a failure");
        reports.fetch_add(1, Ordering::Relaxed);
    })
}

fn fail() {
    drop(guard(Box::new(0), |_| Err::<(), _>("a failure")));
}

#[test]
fn r7_each_failure_is_one_report_also_while_the_hook_is_replaced() {
    let _hook = the_hook();
    let reports = [(); 2].map(|()| Arc::new(AtomicUsize::new(0)));
    set_report_hook(counting(&reports[0]));
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| (0..TIMES).for_each(|_| fail()));
        }
        for at in 0..TIMES {
            set_report_hook(counting(&reports[at % 2]));
        }
    });
    drop(take_report_hook());
    let [first, second] = reports.map(|reports| reports.load(Ordering::Relaxed));
    assert_eq!(first + second, THREADS * TIMES);
}

#[test]
fn a_hook_that_was_taken_on_several_threads_still_works() {
    let _hook = the_hook();
    let reports = Arc::new(AtomicUsize::new(0));
    set_report_hook(counting(&reports));
    let taken = thread::scope(|scope| {
        let takers = [(); THREADS].map(|()| scope.spawn(take_report_hook));
        takers.map(|taker| taker.join().expect("no panic"))
    });
    // At least one of them has it; the others have it too, or else the default hook.
    for hook in taken {
        set_report_hook(hook);
        fail();
    }
    drop(take_report_hook());
    assert!((1..=THREADS).contains(&reports.load(Ordering::Relaxed)));
}

#[test]
fn r10_threads_that_panic_and_clean_up_at_once_have_each_their_own_panic() {
    let _hook = the_hook();
    let reports = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&reports);
    set_report_hook(Box::new(move |report| {
        assert!(report.outcome().is_panic() && report.error().is::<ContainedPanic>());
        counted.fetch_add(1, Ordering::Relaxed);
    }));
    let ended = thread::scope(|scope| {
        let threads = ["first", "second", "third"].map(|name| {
            let body = move || {
                let mut seen = Vec::new();
                for _ in 0..TIMES {
                    let ended = quietly(|| {
                        with!(
                            _ = guard_with((), |(), outcome: Outcome<'_>| seen.push(outcome.is_panic())),
                            _ = guard((), |()| panic_quietly("the cleanup")) => {
                            if name != "second" {
                                panic_quietly(name);
                            }
                        });
                    });
                    let panic = if name == "second" { "the cleanup" } else { name };
                    assert_eq!(ended, Err(panic));
                }
                seen
            };
            scope.spawn(body)
        });
        threads.map(|thread| thread.join().expect("no other panic"))
    });
    drop(take_report_hook());
    assert_eq!(ended, [(); 3].map(|()| vec![true; TIMES]));
    assert_eq!(reports.load(Ordering::Relaxed), 2 * TIMES);
}

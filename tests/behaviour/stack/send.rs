//! `SendExitStack`.

use std::{
    sync::{
        Arc, Mutex,
        mpsc::{self, Sender},
    },
    thread,
};

use with_cleanup::{Entry, Error, ExitStack, Outcome, SendExitStack, guard, guard_with, with};

use super::{cleanup, failing_cleanup, told};
use crate::support::{events, log, record, seen};

/// All kinds of entries, that tell where they run.
fn fill(stack: &SendExitStack<'static>, ran: &Sender<(&'static str, thread::ThreadId)>) {
    let tell = |name| {
        let ran = ran.clone();
        move || ran.send((name, thread::current().id())).expect("it is received")
    };
    let entered = tell("entered");
    stack.enter(guard((), move |()| entered()));
    let adopted = tell("adopted");
    stack.adopt((), move |()| adopted());
    stack.defer(tell("deferred"));
    let (with, added) = (tell("with"), tell("added"));
    stack.defer_with(move |stack, _| {
        with();
        stack.defer(added);
    });
    let dismissed = stack.defer(tell("dismissed"));
    stack.dismiss(dismissed);
    for _ in 0..20 {
        stack.defer(|| ());
    }
}

const ORDER: [&str; 5] = ["with", "added", "deferred", "adopted", "entered"];

#[test]
fn its_entries_run_where_it_closes() {
    let (sender, ran) = mpsc::channel();
    let stack = SendExitStack::new();
    fill(&stack, &sender);
    let closer = thread::spawn(move || {
        let id = thread::current().id();
        stack.close().map(|()| id)
    });
    let id = closer.join().expect("no panic").expect("no failure");
    drop(sender);
    assert_eq!(ran.iter().collect::<Vec<_>>(), ORDER.map(|name| (name, id)));
}

#[test]
fn its_entries_run_where_it_drops() {
    let (sender, ran) = mpsc::channel();
    let mut stack = SendExitStack::new();
    fill(&stack, &sender);
    let taken = stack.take();
    assert!(stack.is_empty());
    thread::spawn(move || {
        assert_eq!(taken.len(), 24);
        drop(taken);
    })
    .join()
    .expect("no panic");
    drop(sender);
    assert!(ran.iter().map(|(name, _)| name).eq(ORDER));
}

#[test]
fn it_is_filled_on_one_thread_after_the_other() {
    let sum = Mutex::new(0);
    let mut stack = SendExitStack::new();
    for i in 0..4 {
        let sum = &sum;
        stack = thread::scope(|scope| {
            let filling = scope.spawn(move || {
                for _ in 0..10 {
                    stack.defer(move || *sum.lock().expect("no panic") += i);
                }
                stack
            });
            filling.join().expect("no panic")
        });
    }
    assert_eq!(stack.len(), 40);
    stack.close().expect("no failure");
    assert_eq!(sum.into_inner().expect("no panic"), 60);
}

#[test]
fn its_failures_come_back_from_the_thread() {
    let stack = SendExitStack::new();
    stack.defer(|| Err::<(), _>("second"));
    stack.adopt(1, |_| Err::<(), _>("first"));
    let failed: Result<(), Error> = thread::spawn(move || stack.close()).join().expect("no panic");
    assert_eq!(told(&failed.unwrap_err()), ["adopt: first", "defer: second"]);
}

#[test]
fn it_may_be_shared_behind_a_lock() {
    let events = events(|| {
        let stack = Arc::new(Mutex::new(SendExitStack::new()));
        let other = Arc::clone(&stack);
        thread::spawn(move || {
            other.lock().expect("no panic").defer(|| log("from the thread"));
        })
        .join()
        .expect("no panic");
        stack.lock().expect("no panic").defer(cleanup_that_is_send("from here"));
        let taken = stack.lock().expect("no panic").take();
        taken.close().expect("no failure");
    });
    assert_eq!(events, ["from here", "from the thread"]);
}

fn cleanup_that_is_send(name: &'static str) -> impl FnOnce() + Send {
    move || log(name)
}

#[test]
fn it_does_what_a_stack_does() {
    let record = record(|| {
        let stack = SendExitStack::new();
        stack.enter(guard_with((), |(), outcome| log(seen(outcome))));
        stack.defer(failing_cleanup("b"));
        assert_eq!((stack.len(), stack.is_empty()), (2, false));
        let error = stack.close_with(Outcome::failure(None)).unwrap_err();
        let dropped = SendExitStack::new();
        dropped.defer(failing_cleanup("dropped"));
        dropped.defer_with(|_, outcome| log(seen(outcome)));
        let entry = dropped.defer(cleanup("dismissed"));
        dropped.dismiss(entry);
        drop(dropped);
        told(&error)
    });
    assert_eq!(record.events, ["b", "failure", "failure", "dropped"]);
    assert_eq!(record.reports, ["defer failure: dropped failed"]);
    assert_eq!(record.value(), ["defer: b failed"]);
}

#[test]
fn it_is_a_manager_too() {
    let record = record(|| {
        let ended: Result<(), Error> = with!(stack = SendExitStack::new() => {
            stack.defer(failing_cleanup("a"));
        });
        told(&ended.unwrap_err())
    });
    assert_eq!(record.events, ["a"]);
    assert_eq!(record.value(), ["defer: a failed"]);
}

/// Whether a type has an auto trait: the constant of the type itself is nearer than that of the trait.
macro_rules! has {
    ($type:ty: $auto:path) => {{
        #[allow(dead_code, reason = "used for a type without it")]
        trait HasNot {
            const HAS: bool = false;
        }

        impl<T> HasNot for T {}

        struct Of<T>(std::marker::PhantomData<T>);

        #[allow(dead_code, reason = "not there for a type without it")]
        impl<T: $auto> Of<T> {
            const HAS: bool = true;
        }

        Of::<$type>::HAS
    }};
}

#[test]
fn it_is_send_and_neither_is_shared() {
    assert!(has!(SendExitStack<'static>: Send));
    assert!(!has!(SendExitStack<'static>: Sync));
    assert!(!has!(ExitStack<'static>: Send));
    assert!(!has!(ExitStack<'static>: Sync));
    assert!(!has!(Entry<'static>: Send));
    assert!(has!(Error: Send) && has!(Error: Sync));
}

#[test]
fn an_entry_of_another_stack_is_refused() {
    let record = record(|| {
        let (stack, other) = (SendExitStack::new(), SendExitStack::new());
        let entry = other.defer(|| log("it stays"));
        stack.dismiss(entry);
    });
    assert_eq!(record.panic(), "an entry is dismissed from the stack that it is on");
    assert_eq!(record.events, ["it stays"]);
}

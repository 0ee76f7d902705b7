//! `take`, and stacks that move.

use with_cleanup::{Error, ExitStack};

use super::{cleanup, close, failing_cleanup, told};
use crate::support::{Fault, entry_fails, events, log, manager, record, seen};

#[test]
fn all_entries_move_to_a_new_stack() {
    let events = events(|| {
        let mut stack = ExitStack::new();
        stack.enter(manager("a")).touch();
        stack.defer(cleanup("b"));
        let taken = stack.take();
        assert_eq!((stack.len(), taken.len()), (0, 2));
        close(stack);
        log("closed the old one");
        close(taken);
    });
    assert_eq!(events, ["enter a", "use a", "closed the old one", "b", "exit a: success"]);
}

#[test]
fn the_old_stack_may_be_filled_again() {
    let events = events(|| {
        let mut stack = ExitStack::new();
        for i in 0..50 {
            stack.defer(move || log(format!("taken {i}")));
        }
        let taken = stack.take();
        stack.defer(cleanup("later"));
        drop(taken);
        close(stack);
    });
    assert_eq!((events.len(), &*events[0], &*events[49], &*events[50]), (51, "taken 49", "taken 0", "later"));
}

#[test]
fn taking_what_is_empty_is_empty() {
    let mut stack = ExitStack::new();
    close(stack.take());
    let entry = stack.defer(|| unreachable!());
    stack.dismiss(entry);
    close(stack.take());
    close(stack);
}

/// The idiom of Python's `pop_all`: all or none.
fn enter_all(names: &[&'static str], fail_at: usize) -> Result<ExitStack<'static>, Fault> {
    let mut stack = ExitStack::new();
    for (at, name) in names.iter().enumerate() {
        if at == fail_at {
            entry_fails(name)?;
        }
        stack.enter(manager(name));
    }
    Ok(stack.take())
}

#[test]
fn r3_it_keeps_all_or_none() {
    let none = events(|| assert!(enter_all(&["a", "b", "c"], 2).is_err()));
    assert_eq!(none, ["enter a", "enter b", "enter c", "exit b: failure", "exit a: failure"]);
    let all = events(|| close(enter_all(&["a", "b"], 9).expect("none fails")));
    assert_eq!(all, ["enter a", "enter b", "exit b: success", "exit a: success"]);
}

/// With entries in the stack itself and in several chunks.
fn filled(name: &'static str, len: usize) -> ExitStack<'static> {
    let stack = ExitStack::new();
    stack.defer(failing_cleanup(name));
    for i in 0..len {
        stack.defer_with(move |_, outcome| log(format!("{name}{i} {}", seen(outcome))));
    }
    stack
}

#[test]
fn it_moves_between_borrows() {
    for len in [0, 3, 8, 9, if cfg!(miri) { 30 } else { 100 }] {
        let record = record(|| {
            let moved = filled("a", len);
            let boxed = Box::new(moved);
            boxed.defer(cleanup("boxed"));
            let mut several = vec![*boxed, filled("b", len)];
            several.reserve(100);
            several.swap(0, 1);
            for stack in &several {
                stack.defer(cleanup("in a vector"));
            }
            let told: Vec<_> =
                several.into_iter().map(|stack| told(&stack.close().expect_err("one fails"))).collect();
            told.concat()
        });
        let own = |name: &str| (0..len).rev().map(|i| format!("{name}{i} success")).collect::<Vec<_>>();
        let expected = [
            vec!["in a vector".to_owned()],
            own("b"),
            vec!["b".to_owned(), "in a vector".to_owned(), "boxed".to_owned()],
            own("a"),
            vec!["a".to_owned()],
        ];
        assert_eq!(record.events, expected.concat());
        assert_eq!(record.value(), ["defer: b failed", "defer: a failed"]);
    }
}

#[test]
fn stacks_swap() {
    let events = events(|| {
        let (mut a, mut b) = (ExitStack::new(), ExitStack::new());
        a.defer(cleanup("on a"));
        b.defer(cleanup("on b"));
        std::mem::swap(&mut a, &mut b);
        close(a);
        drop(b);
    });
    assert_eq!(events, ["on b", "on a"]);
}

#[test]
fn an_entered_stack_may_be_taken_out_of_another() {
    let events = events(|| {
        let outer = ExitStack::new();
        let inner = outer.enter(ExitStack::new());
        inner.defer(cleanup("inner"));
        let taken = inner.take();
        outer.defer(cleanup("outer"));
        close(outer);
        log("closed");
        close(taken);
    });
    assert_eq!(events, ["outer", "closed", "inner"]);
}

#[test]
fn a_stack_that_is_forgotten_runs_nothing() {
    let ran = std::cell::Cell::new(false);
    let stack = ExitStack::new();
    stack.defer(|| ran.set(true));
    std::mem::forget(stack);
    assert!(!ran.get());
}

#[test]
fn it_closes_what_a_function_returned() -> Result<(), Error> {
    fn make(log: &std::cell::RefCell<Vec<u8>>) -> ExitStack<'_> {
        let stack = ExitStack::new();
        stack.defer(|| log.borrow_mut().push(1));
        stack.defer(|| log.borrow_mut().push(2));
        stack
    }

    let log = std::cell::RefCell::default();
    make(&log).close()?;
    assert_eq!(*log.borrow(), [2, 1]);
    Ok(())
}

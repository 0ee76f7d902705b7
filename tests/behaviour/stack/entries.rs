//! What goes on a stack, and in which order it comes off.

use std::cell::RefCell;

use with_cleanup::{ExitStack, Outcome, SendExitStack, guard, guard_with, null_context};

use super::{cleanup, close};
use crate::support::{Token, events, fallible, log, manager, raii, seen};

#[test]
fn r1_the_last_entry_is_the_first_to_run() {
    let events = events(|| {
        let stack = ExitStack::new();
        stack.enter(manager("a")).touch();
        stack.adopt(Token::new(), |_| log("adopted"));
        stack.defer(cleanup("deferred"));
        stack.defer_with(|_, _| log("deferred with"));
        stack.enter(fallible("b")).touch();
        close(stack);
        log("closed");
    });
    let expected = [
        "enter a",
        "use a",
        "enter b",
        "use b",
        "exit b: success",
        "deferred with",
        "deferred",
        "adopted",
        "exit a: success",
        "closed",
    ];
    assert_eq!(events, expected);
}

#[test]
fn an_entered_manager_lends_its_target() {
    let closed = RefCell::new(String::new());
    let stack = ExitStack::new();
    let a = stack.enter(guard("a".to_owned(), |text| closed.borrow_mut().push_str(&text)));
    let b = stack.enter(guard("b".to_owned(), |text| closed.borrow_mut().push_str(&text)));
    // Both at once, also when others come upon them.
    a.push('1');
    b.push_str(a);
    stack.enter(guard("c".to_owned(), |text| closed.borrow_mut().push_str(&text))).push('2');
    a.push('3');
    std::mem::swap(a, b);
    close(stack);
    assert_eq!(closed.into_inner(), "c2a13ba1");
}

#[test]
fn an_adopted_value_is_lent_and_then_handed_to_its_cleanup() {
    let events = events(|| {
        let stack = ExitStack::new();
        let numbers = stack.adopt(vec![1], |numbers| log(format!("{numbers:?}")));
        let others = stack.adopt(vec![2], |numbers| log(format!("{numbers:?}")));
        numbers.push(3);
        others.append(numbers);
        close(stack);
    });
    assert_eq!(events, ["[2, 1, 3]", "[]"]);
}

#[test]
fn a_held_value_drops_in_its_turn() {
    let events = events(|| {
        let stack = ExitStack::new();
        stack.defer(cleanup("first"));
        stack.enter(null_context(raii("held"))).touch();
        stack.defer(cleanup("last"));
        close(stack);
    });
    assert_eq!(events, ["enter held", "use held", "last", "drop held", "first"]);
}

#[test]
fn a_stack_may_be_entered_on_a_stack() {
    let events = events(|| {
        let stack = ExitStack::new();
        stack.defer(cleanup("outer first"));
        let inner = stack.enter(ExitStack::new());
        stack.defer(cleanup("outer last"));
        inner.defer(cleanup("inner first"));
        inner.defer_with(|_, outcome| log(format!("inner last: {}", seen(outcome))));
        close(stack);
    });
    assert_eq!(events, ["outer last", "inner last: success", "inner first", "outer first"]);
}

#[test]
fn a_cleanup_is_told_the_outcome() {
    let outcome_of = |outcome: Outcome<'_>| {
        events(|| {
            let stack = ExitStack::new();
            stack.defer_with(|_, outcome| log(seen(outcome)));
            stack.close_with(outcome).expect("it does not fail");
        })
    };
    assert_eq!(outcome_of(Outcome::success()), ["success"]);
    assert_eq!(outcome_of(Outcome::failure(None)), ["failure"]);
    assert_eq!(
        outcome_of(Outcome::failure(Some(&std::fmt::Error))),
        [format!("failure({})", std::fmt::Error)]
    );
    assert_eq!(outcome_of(Outcome::panic()), ["panic"]);
}

#[test]
fn entries_that_a_running_one_adds_run_next() {
    let events = events(|| {
        let stack = ExitStack::new();
        stack.defer(cleanup("last"));
        stack.defer_with(|stack, _| {
            stack.defer(cleanup("fourth"));
            stack.enter(manager("third")).touch();
            stack.adopt("second", log);
            log("first");
        });
        close(stack);
    });
    assert_eq!(
        events,
        ["enter third", "use third", "first", "second", "exit third: success", "fourth", "last"]
    );
}

#[test]
fn an_added_entry_may_add_others() {
    fn add(stack: &ExitStack<'_>, depth: usize) {
        stack.defer(move || log(format!("after {depth}")));
        stack.defer_with(move |stack, _| {
            log(format!("at {depth}"));
            if depth < 3 {
                add(stack, depth + 1);
            }
        });
    }

    let events = events(|| {
        let stack = ExitStack::new();
        add(&stack, 1);
        close(stack);
    });
    assert_eq!(events, ["at 1", "at 2", "at 3", "after 3", "after 2", "after 1"]);
}

#[test]
fn a_running_entry_may_add_more_than_fit_where_it_was() {
    let count = &RefCell::new(0);
    let stack = ExitStack::new();
    let rounds = if cfg!(miri) { 20 } else { 200 };
    for _ in 0..5 {
        stack.defer_with(move |stack, _| {
            for _ in 0..rounds {
                let big = [1; 20];
                stack.defer(|| *count.borrow_mut() += 1);
                stack.defer_with(move |stack, _| {
                    stack.defer(move || *count.borrow_mut() += big.len());
                });
            }
        });
    }
    close(stack);
    assert_eq!(*count.borrow(), 5 * rounds * 21);
}

#[test]
fn a_running_entry_sees_only_those_that_have_not_run() {
    let events = events(|| {
        let stack = ExitStack::new();
        let told = |stack: &ExitStack<'_>| log(format!("{} {}", stack.len(), stack.is_empty()));
        stack.defer_with(move |stack, _| told(stack));
        stack.defer(cleanup("between"));
        stack.defer_with(move |stack, _| {
            told(stack);
            stack.defer(cleanup("added"));
            told(stack);
        });
        stack.defer(cleanup("topmost"));
        assert_eq!(stack.len(), 4);
        close(stack);
    });
    assert_eq!(events, ["topmost", "2 false", "3 false", "added", "between", "0 true"]);
}

#[test]
fn it_counts_its_entries() {
    let stack = ExitStack::new();
    assert!(stack.is_empty());
    for count in 1..=40 {
        stack.defer(|| ());
        assert_eq!(stack.len(), count);
        assert!(!stack.is_empty());
    }
    close(stack);
}

#[test]
fn an_empty_stack_closes_well() {
    close(const { ExitStack::new() });
    close(ExitStack::default());
    ExitStack::new().close_with(Outcome::panic()).expect("nothing fails");
    drop(ExitStack::new());
    assert_eq!(ExitStack::new().len(), 0);
}

#[test]
fn entries_may_borrow_what_outlives_the_stack() {
    let mut total = 0;
    let texts = ["a".to_owned(), "bc".to_owned()];
    {
        let stack = ExitStack::new();
        let lengths: Vec<&mut &String> = texts.iter().map(|text| stack.enter(guard(text, |_| ()))).collect();
        assert_eq!(lengths, [&"a", &"bc"]);
        stack.defer(|| total += texts.len());
    }
    assert_eq!(total, 2);
}

#[test]
fn an_entry_that_ends_in_never_panics() {
    let caught = std::panic::catch_unwind(|| {
        let stack = ExitStack::new();
        stack.enter(guard_with((), |(), _| -> () { std::panic::resume_unwind(Box::new("text")) }));
        stack.close()
    });
    assert_eq!(caught.map(drop).unwrap_err().downcast_ref(), Some(&"text"));
}

#[test]
fn debug_tells_the_number_of_entries() {
    let stack = ExitStack::new();
    let entry = stack.defer(|| ());
    assert_eq!(format!("{entry:?}"), "Entry { .. }");
    assert_eq!(format!("{stack:?}"), "ExitStack { len: 1, .. }");
    stack.dismiss(entry);
    assert_eq!(format!("{stack:?}"), "ExitStack { len: 0, .. }");
    let stack = SendExitStack::new();
    stack.defer(|| ());
    assert_eq!(format!("{stack:?}"), "SendExitStack { len: 1, .. }");
}

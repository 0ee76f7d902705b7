//! `dismiss`: entries that are taken out.

use std::{cell::RefCell, rc::Rc};

use with_cleanup::{Entry, ExitStack};

use super::{cleanup, close, panicking_cleanup};
use crate::support::{Token, events, log, manager, record};

/// Logs when it drops, whether or not it ran.
fn dropping(name: &'static str) -> impl FnOnce() {
    struct Logs(&'static str, #[expect(dead_code, reason = "counts")] Token);

    impl Drop for Logs {
        fn drop(&mut self) {
            log(format!("drop {}", self.0));
        }
    }

    let logs = Logs(name, Token::new());
    move || {
        let logs = &logs;
        log(format!("run {}", logs.0));
    }
}

#[test]
fn the_topmost_entry_drops_and_does_not_run() {
    let events = events(|| {
        let stack = ExitStack::new();
        stack.defer(dropping("first"));
        let last = stack.defer(dropping("last"));
        stack.dismiss(last);
        assert_eq!(stack.len(), 1);
        log("dismissed");
        close(stack);
    });
    assert_eq!(events, ["drop last", "dismissed", "run first", "drop first"]);
}

#[test]
fn an_entry_between_others_drops_and_does_not_run() {
    let events = events(|| {
        let stack = ExitStack::new();
        stack.defer(dropping("first"));
        let second = stack.defer_with(|_, _| unreachable!());
        let third = stack.defer(dropping("third"));
        stack.enter(manager("m")).touch();
        stack.dismiss(third);
        stack.dismiss(second);
        assert_eq!(stack.len(), 2);
        close(stack);
    });
    assert_eq!(events, ["enter m", "use m", "drop third", "exit m: success", "run first", "drop first"]);
}

#[test]
fn all_entries_may_be_dismissed_in_any_order() {
    const NAMES: [&str; 4] = ["a", "b", "c", "d"];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        let events = events(|| {
            let stack = ExitStack::new();
            let mut entries: Vec<_> = NAMES.map(|name| Some(stack.defer(dropping(name)))).into();
            for (dismissed, at) in order.into_iter().enumerate() {
                stack.dismiss(entries[at].take().expect("once"));
                assert_eq!(stack.len(), 3 - dismissed);
            }
            assert!(stack.is_empty());
            stack.defer(cleanup("after"));
            close(stack);
        });
        let drops = order.map(|at| format!("drop {}", NAMES[at]));
        assert_eq!(events, [&drops[..], &["after".to_owned()]].concat());
    }
}

#[test]
fn entries_of_all_chunks_may_be_dismissed() {
    let (count, keeps) = if cfg!(miri) { (150_usize, 3..4) } else { (1000, 2..9) };
    for keep in keeps {
        let kept = RefCell::new(Vec::new());
        let stack = ExitStack::new();
        let entries: Vec<Entry<'_>> = (0..count)
            .map(|i| {
                stack.defer({
                    let kept = &kept;
                    move || kept.borrow_mut().push(i)
                })
            })
            .collect();
        for (i, entry) in entries.into_iter().enumerate() {
            if i % keep != 0 {
                stack.dismiss(entry);
            }
        }
        assert_eq!(stack.len(), count.div_ceil(keep));
        close(stack);
        assert_eq!(kept.into_inner(), (0..count).step_by(keep).rev().collect::<Vec<_>>());
    }
}

#[test]
fn a_stack_of_dismissed_entries_closes_and_drops_well() {
    let events = events(|| {
        for drops in [true, false] {
            let stack = ExitStack::new();
            let first = stack.defer(cleanup("first"));
            let second = stack.defer(cleanup("second"));
            stack.dismiss(first);
            stack.dismiss(second);
            if drops { drop(stack) } else { close(stack) }
        }
    });
    assert_eq!(events, [""; 0]);
}

#[test]
fn a_running_entry_may_dismiss_what_it_added() {
    let events = events(|| {
        let stack = ExitStack::new();
        stack.defer(cleanup("last"));
        stack.defer_with(|stack, _| {
            let first = stack.defer(dropping("first added"));
            stack.defer(cleanup("second added"));
            let third = stack.defer(dropping("third added"));
            stack.dismiss(third);
            stack.dismiss(first);
            assert_eq!(stack.len(), 2);
        });
        stack.defer_with(|stack, _| {
            let added = stack.defer(dropping("only added"));
            stack.dismiss(added);
            assert_eq!(stack.len(), 2);
            stack.defer(cleanup("added after"));
        });
        close(stack);
    });
    let expected =
        ["drop only added", "added after", "drop third added", "drop first added", "second added", "last"];
    assert_eq!(events, expected);
}

#[test]
fn an_entry_of_another_stack_is_refused() {
    let record = record(|| {
        let (stack, other) = (ExitStack::new(), ExitStack::new());
        stack.defer(cleanup("on the stack"));
        let entry = other.defer(cleanup("on the other"));
        stack.dismiss(entry);
    });
    assert_eq!(record.panic(), "an entry is dismissed from the stack that it is on");
    // It stays where it is.
    assert_eq!(record.events, ["on the other", "on the stack"]);
}

#[test]
fn an_entry_is_refused_by_the_stack_inside_its_own() {
    let record = record(|| {
        let stack = ExitStack::new();
        let inner = stack.enter(ExitStack::new());
        let entry = stack.defer(cleanup("outer"));
        inner.dismiss(entry);
    });
    assert_eq!(record.panic(), "an entry is dismissed from the stack that it is on");
    assert_eq!(record.events, ["outer"]);
}

#[test]
fn a_dismissed_cleanup_may_panic_when_it_drops() {
    struct Panics(#[expect(dead_code, reason = "counts")] Token);

    impl Drop for Panics {
        fn drop(&mut self) {
            panic!("drop panicked");
        }
    }

    let record = record(|| {
        let stack = ExitStack::new();
        stack.defer(cleanup("first"));
        for topmost in [false, true] {
            let panics = Panics(Token::new());
            let entry = stack.defer(move || drop(panics));
            if !topmost {
                stack.defer(cleanup("above"));
            }
            let dismissed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| stack.dismiss(entry)));
            log(format!("{} {}", dismissed.is_err(), stack.len()));
        }
        close(stack);
    });
    assert_eq!(record.events, ["true 2", "true 2", "above", "first"]);
    record.value();
}

/// Uses the stack that it was on, when it drops.
struct Reenters(std::rc::Weak<ExitStack<'static>>, &'static str);

impl Drop for Reenters {
    fn drop(&mut self) {
        let stack = self.0.upgrade().expect("the stack lives");
        let name = self.1;
        log(format!("drop {name} on {}", stack.len()));
        let entry = stack.defer(panicking_cleanup("dismissed"));
        stack.defer(move || log(format!("added by {name}")));
        stack.dismiss(entry);
    }
}

#[test]
fn a_dismissed_cleanup_may_use_the_stack_when_it_drops() {
    let events = events(|| {
        let stack = Rc::new(ExitStack::new());
        let reenters = |name| Reenters(Rc::downgrade(&stack), name);
        stack.defer(cleanup("first"));
        let (below, topmost) = (reenters("below"), reenters("topmost"));
        let below = stack.defer(move || drop(below));
        stack.defer(cleanup("between"));
        let topmost = stack.defer(move || drop(topmost));
        stack.dismiss(topmost);
        stack.dismiss(below);
        drop(stack);
    });
    let expected =
        ["drop topmost on 3", "drop below on 3", "added by below", "added by topmost", "between", "first"];
    assert_eq!(events, expected);
}

#[test]
fn the_room_of_a_dismissed_entry_is_used_again() {
    let stack = ExitStack::new();
    stack.defer(|| ());
    for _ in 0..if cfg!(miri) { 100 } else { 10_000 } {
        let entry = stack.defer_with(|_, _| unreachable!());
        let other = stack.defer(|| unreachable!());
        stack.dismiss(entry);
        stack.dismiss(other);
    }
    let at = std::ptr::from_mut(stack.enter(with_cleanup::null_context(0_u64))).addr();
    let inside = std::ptr::from_ref(&stack).addr()..std::ptr::from_ref(&stack).addr() + size_of_val(&stack);
    assert!(inside.contains(&at), "it lies in the stack itself");
    close(stack);
}

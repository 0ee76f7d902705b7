//! `test_with.py`: the statement itself.

use std::cell::{Cell, RefCell};

use with_cleanup::{ContextManager, Error, Outcome, guard, null_context, with};

use crate::support::{
    Fault, entry_fails, entry_panics, events, explode, failing, fails, log, manager, panicking, record, seen,
};

#[test]
fn enter_attribute_error_2() {
    // What has neither an entry nor an exit is no mistake here: it is held, and drops.
    struct LacksEnterAndExit;

    impl Drop for LacksEnterAndExit {
        fn drop(&mut self) {
            log("drop");
        }
    }

    let events = events(|| {
        let foo = LacksEnterAndExit;
        with!(_foo = foo => log("body"));
    });
    assert_eq!(events, ["body", "drop"]);
}

#[test]
fn enter_throws() {
    fn should_throw(foo: &mut Option<u8>) -> Result<(), Fault> {
        with!(_ct = entry_fails("ct")? => *foo = Some(1));
        Ok(())
    }

    let record = record(|| {
        let mut foo = None;
        assert!(should_throw(&mut foo).is_err());
        foo
    });
    assert_eq!(record.events, ["enter ct"]);
    assert_eq!(record.value(), None);
}

#[test]
fn exit_throws() {
    let record = record(|| with!(_a = failing("a") => {}).unwrap_err().name().to_owned());
    assert_eq!(record.value(), "_a");
    let record = self::record(|| with!(_a = panicking("a") => {}));
    assert_eq!(record.panic(), "a panicked");
}

#[test]
fn inline_generator_syntax() {
    assert_eq!(events(|| with!(_ = manager("a") => {})), ["enter a", "exit a: success"]);
    assert_eq!(events(|| with!(manager("a") => {})), ["enter a", "exit a: success"]);
}

#[test]
fn unbound_generator() {
    let events = events(|| {
        let mock = manager("mock");
        with!(_ = mock => log("body"));
    });
    assert_eq!(events, ["enter mock", "body", "exit mock: success"]);
}

#[test]
fn inline_generator_bound_syntax() {
    let events = events(|| {
        with!(foo = manager("mock") => foo.touch());
        // Unlike in Python the name is gone here, which their test wishes for.
    });
    assert_eq!(events, ["enter mock", "use mock", "exit mock: success"]);
}

#[test]
fn inline_generator_bound_to_existing_variable() {
    let foo = 1;
    let events = events(|| with!(foo = manager("mock") => foo.touch()));
    assert_eq!(events, ["enter mock", "use mock", "exit mock: success"]);
    // It was shadowed, not assigned.
    assert_eq!(foo, 1);
}

#[test]
fn bound_generator() {
    let events = events(|| {
        let mock = manager("mock");
        with!(foo = mock => {
            foo.touch();
            log("in the body");
        });
        log("after");
    });
    assert_eq!(events, ["enter mock", "use mock", "in the body", "exit mock: success", "after"]);
}

#[test]
fn nested_single_statements() {
    let events = events(|| {
        with!(foo = manager("a") => {
            with!(bar = manager("b") => {
                foo.touch();
                bar.touch();
            });
            foo.touch();
        });
    });
    let expected = ["enter a", "enter b", "use a", "use b", "exit b: success", "use a", "exit a: success"];
    assert_eq!(events, expected);
}

/// Python's tests of a manager that nests others check what is several heads here.
#[test]
fn multiple_arg_unbound() {
    let events = events(|| {
        with!(_ = manager("m"), _ = manager("n"), _ = manager("o") => log("body"));
    });
    let expected =
        ["enter m", "enter n", "enter o", "body", "exit o: success", "exit n: success", "exit m: success"];
    assert_eq!(events, expected);
}

#[test]
fn multiple_arg_bound() {
    let events = events(|| {
        with!(m = manager("m"), n = manager("n"), o = manager("o") => {
            o.touch();
            m.touch();
            n.touch();
        });
    });
    assert_eq!(events[3..6], ["use o", "use m", "use n"]);
    assert_eq!(events[6..], ["exit o: success", "exit n: success", "exit m: success"]);
}

#[test]
fn single_resource() {
    fn should_throw() -> Result<(), Fault> {
        with!(resource = manager("cm") => {
            resource.touch();
            fails("body")?;
        });
        Ok(())
    }

    let record = record(|| should_throw().unwrap_err().to_string());
    assert_eq!(record.events, ["enter cm", "use cm", "exit cm: failure"]);
    assert_eq!(record.value(), "body failed");
}

#[test]
fn exception_normalized() {
    // Whatever makes the error, the exit sees that very one where it is the value of the body.
    let told = Cell::new(false);
    let ended = with!(_ = guard_told(&told) => "no number".parse::<u8>());
    assert!(told.get() && ended.is_err());
}

/// Tells whether it saw an error of parsing.
fn guard_told(told: &Cell<bool>) -> impl ContextManager<Target = (), Exit = ()> {
    with_cleanup::guard_with((), |(), outcome| {
        told.set(outcome.error().is_some_and(<dyn std::error::Error>::is::<std::num::ParseIntError>));
    })
}

#[test]
fn exceptional_nested_single_statements() {
    fn should_throw() -> Result<(), Fault> {
        with!(foo = manager("a") => {
            with!(bar = manager("b") => {
                foo.touch();
                bar.touch();
                fails("body")?;
            });
        });
        Ok(())
    }

    let record = record(|| should_throw().unwrap_err().to_string());
    assert_eq!(record.events[2..], ["use a", "use b", "exit b: failure", "exit a: failure"]);
    assert_eq!(record.value(), "body failed");
}

#[test]
fn multiple_resources_in_single_statement() {
    let record = record(|| {
        with!(a = manager("a"), b = manager("b") => {
            a.touch();
            b.touch();
            explode("body");
        });
    });
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.events[2..], ["use a", "use b", "exit b: panic", "exit a: panic"]);
}

#[test]
fn nested_exception_before_inner_statement() {
    fn should_throw(fail: bool) -> Result<(), Fault> {
        with!(foo = manager("a") => {
            foo.touch();
            if fail {
                fails("body")?;
            }
            with!(_bar = manager("b") => {});
        });
        Ok(())
    }

    let record = record(|| should_throw(true).is_err());
    assert_eq!(record.events, ["enter a", "use a", "exit a: failure"]);
    assert!(record.value());
}

#[test]
fn nested_exception_after_inner_statement() {
    fn should_throw() -> Result<(), Fault> {
        with!(foo = manager("a") => {
            with!(bar = manager("b") => {
                foo.touch();
                bar.touch();
            });
            fails("body")?;
        });
        Ok(())
    }

    let record = record(|| should_throw().is_err());
    assert_eq!(record.events[2..], ["use a", "use b", "exit b: success", "exit a: failure"]);
    assert!(record.value());
}

#[test]
fn with_break() {
    let mut counter = 0;
    loop {
        counter += 1;
        with!(_ = manager("a") => {
            counter += 10;
            if counter > 0 {
                break;
            }
        });
        counter += 100; // not reached
    }
    assert_eq!(counter, 11);
}

#[test]
fn with_continue() {
    let mut counter = 0;
    loop {
        counter += 1;
        if counter > 2 {
            break;
        }
        with!(_ = manager("a") => {
            counter += 10;
            if counter > 0 {
                continue;
            }
        });
        counter += 100; // not reached
    }
    assert_eq!(counter, 12);
}

#[test]
fn with_return() {
    fn foo() -> i32 {
        let mut counter = 0;
        loop {
            counter += 1;
            with!(_ = manager("a") => {
                counter += 10;
                if counter > 0 {
                    return counter;
                }
            });
            counter += 100; // not reached
        }
    }

    let record = record(foo);
    assert_eq!(record.events, ["enter a", "exit a: success"]);
    assert_eq!(record.value(), 11);
}

#[test]
fn with_yield() {
    // A future is what may be suspended in a body; between two polls its scope stays open.
    let record = record(|| {
        let mut seen = 0;
        let mut future = std::pin::pin!(async {
            with!(_ = manager("a") => {
                crate::cases::pause().await;
                log("resumed");
            });
        });
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        while future.as_mut().poll(&mut context).is_pending() {
            seen += 1;
            log("suspended");
        }
        seen
    });
    assert_eq!(record.events, ["enter a", "suspended", "resumed", "exit a: success"]);
    assert_eq!(record.value(), 1);
}

#[test]
fn with_raise() {
    fn raise(counter: &Cell<i32>) -> Result<(), Fault> {
        counter.set(counter.get() + 1);
        with!(_ = manager("a") => {
            counter.set(counter.get() + 10);
            fails("body")?;
        });
        counter.set(counter.get() + 100); // not reached
        Ok(())
    }

    let counter = Cell::new(0);
    assert!(raise(&counter).is_err());
    assert_eq!(counter.get(), 11);
}

#[test]
fn single_complex_target() {
    // A head is a name. What it lends can be put anywhere from there.
    let mut targets = [vec![0, 1, 2]];
    with!(value = null_context(7) => targets[0][1] = *value);
    assert_eq!(targets, [[0, 7, 2]]);
}

#[test]
fn multiple_complex_targets() {
    let mut targets = [0, 1, 2];
    with!(value = null_context((1, 2, 3)) => (targets[2], targets[1], targets[0]) = *value);
    assert_eq!(targets, [3, 2, 1]);
}

#[test]
fn with_extended_targets() {
    with!(range = null_context([1, 2, 3, 4]) => {
        let [first, middle @ .., last] = range;
        assert_eq!((*first, *middle, *last), (1, [2, 3], 4));
    });
}

#[test]
fn exit_false_doesnt_swallow_exception() {
    let record = record(|| {
        let ended: Result<u32, Fault> = with!(_ = manager("a") => fails("body"));
        ended.unwrap_err().to_string()
    });
    assert_eq!(record.value(), "body failed");
}

#[test]
fn no_exceptions() {
    let events = events(|| with!(a = manager("a"), b = manager("b") => { a.touch(); b.touch(); }));
    let expected = ["enter a", "enter b", "use a", "use b", "exit b: success", "exit a: success"];
    assert_eq!(events, expected);
}

#[test]
fn exception_in_expr_list() {
    let record = record(|| with!(_a = manager("a"), _b = entry_panics("b") => log("body")));
    assert_eq!(record.panic(), "b panicked");
    assert_eq!(record.events, ["enter a", "enter b", "exit a: panic"]);
}

#[test]
fn exception_in_enter() {
    fn run() -> Result<(), Fault> {
        with!(_a = manager("a"), _b = entry_fails("b")? => log("body of bad `with!` executed"));
        Ok(())
    }

    let record = record(|| run().unwrap_err().to_string());
    assert_eq!(record.events, ["enter a", "enter b", "exit a: failure"]);
    assert_eq!(record.value(), "b failed");
}

#[test]
fn exception_in_exit() {
    let record = record(|| {
        // `a` cannot swallow the error, as it does in Python, but sees it.
        let ended: Result<(), Error> = with!(_a = manager("a"), _b = failing("b") => log("body executed"));
        ended.unwrap_err().name().to_owned()
    });
    assert_eq!(record.events[2..], ["body executed", "exit b: success", "exit a: failure(b failed)"]);
    assert_eq!(record.value(), "_b");
}

#[test]
fn enter_returns_tuple() {
    with!(a = null_context((1, 2)), b = null_context((10, 20)) => {
        let ((a1, a2), (b1, b2)) = (*a, *b);
        assert_eq!([a1, a2, b1, b2], [1, 2, 10, 20]);
    });
}

#[test]
fn exception_location() {
    let line = line!() + 4;
    let ended = record(|| {
        with!(
            _first = manager("first"),
            _second = failing("second"),
            _third = manager("third") => {}
        )
    });
    let error = ended.value().unwrap_err();
    assert_eq!((error.name(), error.location().line()), ("_second", line));
}

/// The target of a manager is not the manager.
#[test]
fn bound_is_what_enter_returns() {
    struct Lends(RefCell<Vec<&'static str>>, u8);

    impl ContextManager for Lends {
        type Target = u8;
        type Exit = ();

        fn target(&mut self) -> &mut u8 {
            self.0.borrow_mut().push("target");
            &mut self.1
        }

        fn exit(self, outcome: Outcome<'_>) {
            log(format!("{:?} {} {}", self.0.into_inner(), self.1, seen(outcome)));
        }
    }

    let events = events(|| {
        with!(number = Lends(RefCell::default(), 1) => {
            *number += 1;
            *number += 1;
        });
    });
    assert_eq!(events, [r#"["target"] 3 success"#]);
}

#[test]
fn exit_runs_once() {
    let exits = Cell::new(0);
    with!(_ = guard(&exits, |exits| exits.set(exits.get() + 1)) => {});
    assert_eq!(exits.get(), 1);
}

//! `TestBaseExitStack` and `TestExitStack` of `test_contextlib.py`.

use std::cell::{Cell, RefCell};

use with_cleanup::{ContextManager, Error, ExitStack, Outcome, guard, guard_with, suppress, with};

use crate::support::{Fault, Laden, entry_fails, events, failing, fails, log, manager, record, seen};

/// An error and those that it suppresses, as Python's chain of `__context__`, in the order they happened.
fn chain(error: &Error) -> Vec<String> {
    let text = |error: &Error| std::error::Error::source(error).expect("it has a source").to_string();
    [text(error)].into_iter().chain(error.suppressed().iter().map(text)).collect()
}

/// The error of a body with the failures that it carries.
fn laden(error: &Laden) -> Vec<String> {
    [error.fault.to_string()].into_iter().chain(error.failures.iter().flat_map(chain)).collect()
}

fn raise(what: &'static str) -> impl FnOnce() -> Result<(), Fault> {
    move || Err(Fault::Of(what))
}

#[test]
fn no_resources() {
    assert_eq!(with!(_stack = ExitStack::new() => 1).expect("nothing fails"), 1);
}

#[test]
fn callback() {
    // Arguments are captured.
    let expected: [&[u8]; 4] = [&[], &[1], &[1, 2], &[3, 4]];
    let result = RefCell::new(Vec::new());
    with!(stack = ExitStack::new() => {
        for arguments in expected.iter().rev() {
            stack.defer(|| result.borrow_mut().push(*arguments));
        }
    })
    .expect("nothing fails");
    assert_eq!(result.into_inner(), expected);
}

#[test]
fn push() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.defer_with(|_, outcome| log(seen(outcome)));
            stack.enter(guard_with((), |(), outcome| log(seen(outcome))));
            // Where theirs swallows the error here, ours cannot: see `suppress`.
            stack.enter(guard_with((), |(), outcome| log(seen(outcome))));
            stack.defer_with(|_, outcome| log(seen(outcome)));
            fails("body")?;
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
        });
        ended.unwrap_err().to_string()
    });
    assert_eq!(record.events, ["failure(body failed)"; 4]);
    assert_eq!(record.value(), "body failed");
}

#[test]
fn enter_context() {
    let result = &RefCell::new(Vec::new());
    with!(stack = ExitStack::new() => {
        let append = |number| result.borrow_mut().push(number);
        stack.defer(move || append(4)); // added first, so it runs last
        append(1);
        stack.enter(guard((), move |()| append(3)));
        append(2);
    })
    .expect("nothing fails");
    assert_eq!(*result.borrow(), [1, 2, 3, 4]);
}

#[test]
fn enter_context_errors() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.enter(entry_fails("a").inspect_err(|_| assert!(stack.is_empty()))?);
            Ok::<_, Laden>(())
        });
        ended.unwrap_err().to_string()
    });
    assert_eq!(record.events, ["enter a"]);
    assert_eq!(record.value(), "a failed");
}

#[test]
fn close() {
    let result = &RefCell::new(Vec::new());
    with!(stack = ExitStack::new() => {
        stack.defer(|| result.borrow_mut().push(1));
        // To close it early, in its own scope.
        stack.take().close().expect("nothing fails");
        result.borrow_mut().push(2);
    })
    .expect("nothing fails");
    assert_eq!(*result.borrow(), [1, 2]);
}

#[test]
fn pop_all() {
    let result = &RefCell::new(Vec::new());
    let new_stack = with!(stack = ExitStack::new() => {
        stack.defer(|| result.borrow_mut().push(3));
        let new_stack = stack.take();
        result.borrow_mut().push(1);
        new_stack
    })
    .expect("nothing fails");
    result.borrow_mut().push(2);
    new_stack.close().expect("nothing fails");
    assert_eq!(*result.borrow(), [1, 2, 3]);
}

#[test]
fn exit_raise() {
    let ended = ExitStack::new().run(|stack| {
        stack.defer_with(|_, _| ());
        fails("body")?;
        Ok::<_, Laden>(())
    });
    assert_eq!(laden(&ended.unwrap_err()), ["body failed"]);
}

#[test]
fn exit_suppress() {
    // Around the stack, where it is seen; an exit swallows nothing.
    let ended = suppress(
        |error: &Laden| error.failures.is_empty(),
        || {
            ExitStack::new().run(|stack| {
                stack.defer(|| ());
                fails("body").map_err(Laden::from)
            })
        },
    );
    assert!(matches!(ended, Ok(None)));
}

#[test]
fn exit_exception_traceback() {
    // In place of frames: the line where the entry was added.
    let line = line!() + 2;
    let ended = ExitStack::new().run(|stack| {
        stack.defer(raise("ValueError"));
        fails("body")?;
        Ok::<_, Laden>(())
    });
    let Laden { fault, failures } = ended.unwrap_err();
    assert_eq!(fault.to_string(), "body failed");
    assert_eq!((failures[0].location().file(), failures[0].location().line()), (file!(), line));
}

/// What their `exit_exception_chaining_reference` does with `with`, as the reference.
#[test]
fn exit_exception_chaining_reference() {
    let record = record(|| {
        let ended =
            with!(_index = failing("index"), _key = failing("key"), _attribute = failing("attribute") => {});
        chain(&ended.unwrap_err())
    });
    let expected = [
        "exit attribute: success",
        "exit key: failure(attribute failed)",
        "exit index: failure(attribute failed)",
    ];
    assert_eq!(record.events[3..], expected);
    assert_eq!(record.value(), ["attribute failed", "key failed", "index failed"]);
}

#[test]
fn exit_exception_chaining() {
    let record = record(|| {
        let stack = ExitStack::new();
        for name in ["index", "key", "attribute"] {
            stack.enter(failing(name)).touch();
        }
        chain(&stack.close().unwrap_err())
    });
    let expected = [
        "exit attribute: success",
        "exit key: failure(attribute failed)",
        "exit index: failure(attribute failed)",
    ];
    assert_eq!(record.events[6..], expected);
    assert_eq!(record.value(), ["attribute failed", "key failed", "index failed"]);
}

#[test]
fn exit_exception_explicit_none_context() {
    // Whether it is in a stack or not, an exit that fails with an error of its own hides nothing of what it saw.
    let own = |outcome: Outcome<'_>| {
        log(seen(outcome));
        outcome.error().map_or(Ok(()), |_| Err(Fault::Of("own")))
    };
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.enter(guard_with((), |(), outcome| own(outcome)));
            fails("body")?;
            Ok::<_, Box<dyn std::error::Error>>(())
        });
        let by_stack = ended.unwrap_err().to_string();
        let ended: Result<Result<u32, Fault>, Error> =
            with!(_own = guard_with((), |(), outcome| own(outcome)) => fails("body"));
        (by_stack, ended.unwrap().unwrap_err().to_string())
    });
    assert_eq!(record.events, ["failure(body failed)"; 2]);
    assert_eq!(record.reports, ["enter failure(body failed): own failed", "_own failure: own failed"]);
    assert_eq!(record.value(), ("body failed".to_owned(), "body failed".to_owned()));
}

#[test]
fn exit_exception_non_suppressing() {
    let stack = ExitStack::new();
    stack.defer(|| ());
    stack.defer(raise("index"));
    assert_eq!(chain(&stack.close().unwrap_err()), ["index failed"]);

    let stack = ExitStack::new();
    stack.defer(raise("key"));
    stack.defer_with(|_, outcome| assert!(outcome.is_failure()));
    stack.defer(raise("index"));
    assert_eq!(chain(&stack.close().unwrap_err()), ["index failed", "key failed"]);
}

#[test]
fn exit_exception_with_correct_context() {
    let ended = ExitStack::new().run(|stack| {
        stack.enter(guard((), |()| raise("4")()));
        stack.enter(guard((), |()| raise("3")()));
        stack.enter(guard((), |()| raise("2")()));
        fails("1")?;
        Ok::<_, Laden>(())
    });
    // Each once.
    assert_eq!(laden(&ended.unwrap_err()), ["1 failed", "2 failed", "3 failed", "4 failed"]);
}

#[test]
fn exit_exception_with_existing_context() {
    // An entry that fails twice by itself has both, in a stack of its own.
    let nested = |first, second| {
        move || {
            let inner = ExitStack::new();
            inner.defer(raise(second));
            inner.defer(raise(first));
            inner.close()
        }
    };
    let ended = ExitStack::new().run(|stack| {
        stack.defer(nested("4", "5"));
        stack.defer(nested("2", "3"));
        fails("1")?;
        Ok::<_, Laden>(())
    });
    assert_eq!(laden(&ended.unwrap_err()), ["1 failed", "2 failed", "3 failed", "4 failed", "5 failed"]);
}

#[test]
fn excessive_nesting() {
    let count = if cfg!(miri) { 200 } else { 10_000 };
    let ran = Cell::new(0);
    let stack = ExitStack::new();
    for _ in 0..count {
        stack.defer(|| ran.set(ran.get() + 1));
    }
    stack.close().expect("nothing fails");
    assert_eq!(ran.get(), count);
}

#[test]
fn dont_reraise_runtime_error() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.enter(guard_with((), |(), outcome| {
                log(seen(outcome));
                Err::<(), _>(Fault::Of("unique"))
            }));
            stack.enter(guard_with((), |(), outcome| log(seen(outcome))));
            fails("runtime")?;
            Ok::<_, Box<dyn std::error::Error>>(())
        });
        ended.unwrap_err().to_string()
    });
    assert_eq!(record.events, ["failure(runtime failed)"; 2]);
    assert_eq!(record.reports, ["enter failure(runtime failed): unique failed"]);
    assert_eq!(record.value(), "runtime failed");
}

#[test]
fn instance_bypass() {
    // A field that is called `exit` is not the exit.
    struct Example {
        exit: fn(),
    }

    impl ContextManager for Example {
        type Target = Self;
        type Exit = ();

        fn target(&mut self) -> &mut Self {
            self
        }

        fn exit(self, _: Outcome<'_>) {
            log("method");
        }
    }

    let events = events(|| {
        let stack = ExitStack::new();
        stack.enter(Example { exit: || log("field") }).exit = || log("other");
        stack.close().expect("nothing fails");
    });
    assert_eq!(events, ["method"]);
}

#[test]
fn enter_context_in_a_loop() {
    let record = record(|| {
        ExitStack::new().run(|stack| {
            let targets: Vec<_> = ["a", "b"].into_iter().map(|name| stack.enter(manager(name))).collect();
            targets.into_iter().for_each(crate::support::Core::touch);
            Ok::<_, Error>(())
        })
    });
    let expected = ["enter a", "enter b", "use a", "use b", "exit b: success", "exit a: success"];
    assert_eq!(record.events, expected);
    record.value().expect("nothing fails");
}

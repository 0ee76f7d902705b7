//! `ContextManagerTestCase`: `@contextmanager`, which is `#[context_manager]` here.

use std::{
    cell::Cell,
    rc::{Rc, Weak},
};

use with_cleanup::{
    ContextManager as _, Error, ExitStack, Outcome, context_manager, try_finally, with, with_cleanup,
};

use crate::support::{Fault, Laden, events, fails, log, record, seen};

/// What most of their tests decorate: 1 before, 42 lent, 999 after.
#[context_manager]
fn woohoo() -> u32 {
    log("1");
    let mut lent = 42;
    yield_!(lent);
    log("999");
}

#[test]
fn contextmanager_plain() {
    assert_eq!(events(|| with!(x = woohoo() => log(x.to_string()))), ["1", "42", "999"]);
}

#[test]
fn contextmanager_finally() {
    #[context_manager]
    fn woohoo() -> u32 {
        log("1");
        let mut lent = 42;
        try_finally!({ yield_!(lent); } finally { log("999"); });
    }

    let record = record(|| {
        let ended: Result<u32, Fault> = with!(x = woohoo() => {
            log(x.to_string());
            fails("body")
        });
        ended.unwrap_err().to_string()
    });
    assert_eq!(record.events, ["1", "42", "999"]);
    assert_eq!(record.value(), "body failed");
}

#[test]
fn contextmanager_no_reraise() {
    let record = record(|| {
        let mut context = woohoo();
        assert_eq!(*context.target(), 42);
        context.exit(Outcome::failure(Some(&Fault::Of("foo"))));
    });
    assert_eq!(record.events, ["1", "999"]);
    record.value();
}

#[test]
fn contextmanager_except() {
    #[context_manager]
    fn woohoo() -> u32 {
        let mut lent = 42;
        let outcome = yield_!(lent);
        // It sees the error, and cannot swallow it.
        log(seen(outcome));
    }

    let record = record(|| {
        let ended: Result<u32, Fault> = with!(_x = woohoo() => fails("body"));
        ended.is_err()
    });
    assert_eq!(record.events, ["failure(body failed)"]);
    assert!(record.value());
}

/// Fails with an error of its own where the scope has failed.
#[context_manager]
fn wraps() -> Result<(), Fault> {
    let outcome = yield_!();
    if let Some(error) = outcome.error() {
        log(format!("caught {error}"));
        fails("chained")?;
    }
}

#[test]
fn contextmanager_do_not_unchain_non_stopiteration_exceptions() {
    #[with_cleanup(_ = wraps()?)]
    fn run() -> Result<(), Laden> {
        fails("body")?;
        Ok(())
    }

    let record = record(|| {
        let Laden { fault, failures } = run().unwrap_err();
        let failures: Vec<_> = failures.iter().map(Error::name).collect();
        format!("{fault} {failures:?}")
    });
    assert_eq!(record.events, ["caught body failed"]);
    assert_eq!(record.value(), r#"body failed ["wraps(..)"]"#);
}

#[test]
fn contextmanager_wrap_runtimeerror() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.enter(wraps()?);
            fails("body")?;
            Ok::<_, Laden>(())
        });
        let Laden { fault, failures } = ended.unwrap_err();
        (fault.to_string(), failures[0].downcast_ref().map(Fault::to_string))
    });
    assert_eq!(record.events, ["caught body failed"]);
    assert_eq!(record.value(), ("body failed".to_owned(), Some("chained failed".to_owned())));
}

#[test]
fn contextmanager_attribs() {
    // Attributes stay: without this one the unused function below would be a warning.
    #[context_manager]
    #[expect(dead_code, reason = "as the attribute says")]
    fn unused() -> () {
        yield_!();
    }

    // This one is for the report of a manager that is dropped alone.
    #[context_manager]
    #[track_caller]
    fn baz() -> Result<(), Fault> {
        yield_!();
        fails("baz")?;
    }

    let line = line!() + 1;
    let record = record(|| drop(baz()));
    assert_eq!(
        (&*record.reports, &*record.report_lines),
        (&["baz failure: baz failed".to_owned()][..], &[line][..])
    );
}

#[test]
fn keywords() {
    // No name of an argument is taken.
    #[context_manager]
    fn woohoo(func: u8, args: u8, outcome: u8, target: u8, this: u8) -> [u8; 5] {
        let mut lent = [func, args, outcome, target, this];
        yield_!(lent);
    }

    with!(lent = woohoo(11, 22, 33, 44, 55) => assert_eq!(*lent, [11, 22, 33, 44, 55]));
}

#[test]
fn nokeepref() {
    // Arguments live until the exit, unless the function drops them itself.
    #[context_manager]
    fn woohoo(kept: Rc<()>, dropped: Rc<()>) -> (Weak<()>, Weak<()>) {
        let mut weak = (Rc::downgrade(&kept), Rc::downgrade(&dropped));
        drop(dropped);
        yield_!(weak);
    }

    with!(weak = woohoo(Rc::new(()), Rc::new(())) => {
        assert!(weak.0.upgrade().is_some());
        assert!(weak.1.upgrade().is_none());
    });
}

#[test]
fn recursive() {
    #[context_manager]
    fn woohoo(depth: &Cell<u32>, calls: &Cell<u32>) -> () {
        calls.set(calls.get() + 1);
        let before = depth.get();
        depth.set(before + 1);
        yield_!();
        depth.set(depth.get() - 1);
        assert_eq!(depth.get(), before);
    }

    #[with_cleanup(_ = woohoo(depth, calls))]
    fn recursive(depth: &Cell<u32>, calls: &Cell<u32>) {
        if depth.get() < 10 {
            recursive(depth, calls);
        }
    }

    let (depth, calls) = (Cell::new(0), Cell::new(0));
    recursive(&depth, &calls);
    assert_eq!((depth.get(), calls.get()), (0, 10));
}

/// Of `TestContextDecorator`.
#[test]
fn contextmanager_as_decorator() {
    #[with_cleanup(_ = woohoo())]
    fn test(x: &str) {
        log(x);
    }

    assert_eq!(events(|| test("something")), ["1", "something", "999"]);
    assert_eq!(events(|| test("something else")), ["1", "something else", "999"]);
}

/// Of `TestBaseExitStack`: generators on a stack, each of which fails in its `finally`.
#[test]
fn exit_exception_with_correct_context() {
    #[context_manager]
    fn gets_the_context_right(what: &'static str) -> Result<(), Fault> {
        yield_!();
        fails(what)?;
    }

    let ended = ExitStack::new().run(|stack| {
        for what in ["4", "3", "2"] {
            stack.enter(gets_the_context_right(what)?);
        }
        fails("1")?;
        Ok::<_, Laden>(())
    });
    let Laden { fault, failures } = ended.unwrap_err();
    let failures: Vec<_> =
        failures.iter().filter_map(|failure| failure.downcast_ref().map(Fault::to_string)).collect();
    assert_eq!(
        (fault.to_string(), failures.join(", ")),
        ("1 failed".to_owned(), "2 failed, 3 failed, 4 failed".to_owned())
    );
}

//! `TestAbstractContextManager` and `TestContextDecorator`: managers around functions, here the heads of
//! `#[with_cleanup]`.

use with_cleanup::{ContextManager, Outcome, guard_with, with, with_cleanup};

use crate::support::{Fault, events, explode, fails, log, manager, record, seen};

#[test]
fn enter() {
    // A manager that is its own target, as the default is there.
    struct Own(u8);

    impl ContextManager for Own {
        type Target = Self;
        type Exit = ();

        fn target(&mut self) -> &mut Self {
            self
        }

        fn exit(self, _: Outcome<'_>) {
            log(format!("exit {}", self.0));
        }
    }

    assert_eq!(events(|| with!(own = Own(1) => own.0 += 1)), ["exit 2"]);
}

fn mycontext() -> impl ContextManager<Target = (), Exit = ()> {
    log("started");
    guard_with((), |(), outcome| log(seen(outcome)))
}

#[test]
fn contextdecorator() {
    assert_eq!(events(|| with!(_ = mycontext() => log("body"))), ["started", "body", "success"]);
}

#[test]
fn contextdecorator_with_exception() {
    let record = record(|| {
        let ended: Result<u32, Fault> = with!(_ = mycontext() => fails("foo"));
        ended.unwrap_err().to_string()
    });
    assert_eq!(record.events, ["started", "failure(foo failed)"]);
    assert_eq!(record.value(), "foo failed");
}

#[test]
fn decorator() {
    #[with_cleanup(_ = mycontext())]
    fn test() {
        log("body");
    }

    assert_eq!(events(test), ["started", "body", "success"]);
}

#[test]
fn decorator_with_exception() {
    #[with_cleanup(_ = mycontext())]
    fn test() -> Result<(), Fault> {
        log("body");
        fails("foo")?;
        Ok(())
    }

    #[with_cleanup(_ = mycontext())]
    fn panics() {
        explode("foo");
    }

    let failed = record(|| test().unwrap_err().to_string());
    assert_eq!(failed.events, ["started", "body", "failure(foo failed)"]);
    assert_eq!(failed.value(), "foo failed");

    let panicked = record(panics);
    assert_eq!(panicked.events, ["started", "panic"]);
    assert_eq!(panicked.panic(), "foo panicked");
}

#[test]
fn decorating_method() {
    #[derive(Debug, Default, PartialEq)]
    struct Test<T> {
        a: T,
        b: T,
        c: Option<T>,
    }

    impl<T> Test<T> {
        #[with_cleanup(_ = mycontext())]
        fn method(&mut self, a: T, b: T, c: Option<T>) -> &mut T {
            *self = Self { a, b, c };
            &mut self.a
        }
    }

    let events = events(|| {
        let mut test = Test::default();
        *test.method(0, 2, None) += 1;
        assert_eq!(test, Test { a: 1, b: 2, c: None });
        let mut test = Test::default();
        test.method("a", "b", Some("c"));
        assert_eq!(test, Test { a: "a", b: "b", c: Some("c") });
    });
    assert_eq!(events, ["started", "success", "started", "success"]);
}

#[test]
fn contextmanager_as_decorator() {
    #[with_cleanup(_woohoo = manager(y))]
    fn test(y: &'static str, x: &'static str) {
        log(x);
    }

    assert_eq!(events(|| test("1", "something")), ["enter 1", "something", "exit 1: success"]);
    // And again: each call enters its own.
    assert_eq!(events(|| test("1", "something else")), ["enter 1", "something else", "exit 1: success"]);
}

#[test]
fn recursive() {
    #[with_cleanup(_ = mycontext())]
    fn recursive(depth: u8) {
        if depth < 9 {
            recursive(depth + 1);
        }
    }

    let events = events(|| recursive(0));
    assert_eq!(events, [["started"; 10], ["success"; 10]].concat());
}

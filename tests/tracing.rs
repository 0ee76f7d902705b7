//! The events of the feature `tracing`.

use std::{
    env,
    fmt::{Debug, Write as _},
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    process::Command,
    sync::{Arc, Mutex},
};

use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span,
    subscriber::with_default,
};
use with_cleanup::{ExitStack, defer, guard, try_finally, with, with_cleanup};

/// Writes down the events of this crate, each as its message, its name, and what else it has but the place.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Vec<String>>>);

#[derive(Default)]
struct Line {
    message: String,
    name: String,
    number: Option<u64>,
    rest: String,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        match field.name() {
            "message" => self.message = format!("{value:?}"),
            "file" => assert!(format!("{value:?}").contains("tracing.rs")),
            _ => write!(self.rest, " {field}={value:?}").expect("a string takes everything"),
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "name" => value.clone_into(&mut self.name),
            "file" => assert!(value.ends_with("tracing.rs")),
            _ => write!(self.rest, " {value}").expect("a string takes everything"),
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        assert_eq!(field.name(), "line");
        self.number = Some(value);
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        write!(self.rest, " {field}={value}").expect("a string takes everything");
    }
}

impl Listener {
    fn hear(&self, event: &Event<'_>) {
        assert_eq!(event.metadata().target(), "with_cleanup");
        let mut line = Line::default();
        event.record(&mut line);
        assert!(line.number.is_some());
        let level = if *event.metadata().level() == Level::TRACE { "" } else { "ERROR " };
        let Line { message, name, rest, .. } = line;
        self.0.lock().expect("no test panics here").push(format!("{level}{message} {name}{rest}"));
    }
}

/// Calls something with every event.
struct Calling<F>(F);

impl<F: Fn(&Event<'_>) + 'static> Subscriber for Calling<F> {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _span: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _span: &span::Id, _values: &span::Record<'_>) {}

    fn record_follows_from(&self, _span: &span::Id, _follows: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        (self.0)(event);
    }

    fn enter(&self, _span: &span::Id) {}

    fn exit(&self, _span: &span::Id) {}
}

fn events(run: impl FnOnce()) -> Vec<String> {
    let listener = Listener::default();
    let told = listener.clone();
    with_default(Calling(move |event: &Event<'_>| told.hear(event)), run);
    let lines = listener.0.lock().expect("no test panics here");
    lines.clone()
}

#[test]
fn heads_tell_when_they_are_entered_and_how_they_exit() {
    let told = events(|| with!(_a = guard((), |()| ()), _b = "plain" => ()));
    assert_eq!(told, ["entered _a", "entered _b", "exiting _b success", "exiting _a success"]);

    let failing = || -> io::Result<()> {
        with!(_a = guard((), |()| ()) => Err::<(), _>(io::Error::other("no"))?);
        Ok(())
    };
    let told = events(|| assert!(failing().is_err()));
    assert_eq!(told, ["entered _a", "exiting _a failure"]);

    let told = events(|| {
        let panic = catch_unwind(|| try_finally!({ std::panic::resume_unwind(Box::new(())) } finally {}));
        assert!(panic.is_err());
    });
    assert_eq!(told, ["entered finally", "exiting finally panic"]);
}

#[test]
fn deferred_blocks_tell_whether_they_run() {
    #[with_cleanup]
    fn function() {
        defer!(());
        with_cleanup::defer_on_failure!(());
        with_cleanup::defer_on_success!(());
    }
    assert_eq!(
        events(function),
        [
            "entered defer",
            "entered defer_on_failure",
            "entered defer_on_success",
            "exiting defer_on_success success",
            "dismissed defer_on_failure",
            "exiting defer success",
        ]
    );
    let told = events(|| {
        defer!(());
    });
    assert_eq!(told, ["entered defer", "exiting defer"], "nothing tells it of its block");
}

#[test]
fn entries_of_a_stack_tell() {
    let told = events(|| {
        let stack = ExitStack::new();
        stack.enter(guard((), |()| ()));
        stack.defer(|| ());
        stack.defer_with(|stack, _| {
            stack.adopt(1, |_| ());
        });
        let unwanted = stack.defer(|| ());
        stack.dismiss(unwanted);
        stack.close().expect("no entry can fail");
    });
    assert_eq!(
        told,
        [
            "entered enter",
            "entered defer",
            "entered defer_with",
            "entered defer",
            "dismissed defer",
            "exiting defer_with success",
            "entered adopt",
            "exiting adopt success",
            "exiting defer success",
            "exiting enter success",
        ]
    );
}

#[test]
fn what_nobody_can_return_is_an_event() {
    let told = events(|| drop(guard((), |()| Err::<(), _>(io::Error::other("on fire")))));
    assert_eq!(told, ["ERROR cleanup failed guard failure error=on fire"]);
}

/// What a test prints to the standard error stream, in a process of its own.
fn printed(test: &str) -> String {
    let this = env::current_exe().expect("a test knows its program");
    let ended =
        Command::new(this).args(["--exact", test, "--ignored", "--nocapture"]).output().expect("it runs");
    assert!(ended.status.success());
    String::from_utf8(ended.stderr).expect("it prints text")
}

#[test]
fn without_a_subscriber_it_is_a_line() {
    let line = "cleanup of `guard` failed at tests/tracing.rs";
    assert_eq!(printed("fails_without_a_subscriber").matches(line).count(), 1);
    assert!(!printed("fails_with_a_subscriber").contains(line));
}

#[test]
#[ignore = "another test runs it"]
fn fails_without_a_subscriber() {
    drop(guard((), |()| Err::<(), _>(io::Error::other("on fire"))));
}

#[test]
#[ignore = "another test runs it"]
fn fails_with_a_subscriber() {
    assert_eq!(events(fails_without_a_subscriber).len(), 1);
}

#[test]
fn a_subscriber_that_panics_keeps_no_cleanup_from_running() {
    let mut exited = false;
    let body = catch_unwind(AssertUnwindSafe(|| {
        with_default(Calling(|_: &Event<'_>| std::panic::resume_unwind(Box::new("no event"))), || {
            with!(_a = guard((), |()| exited = true) => std::panic::resume_unwind(Box::new("the body")));
        });
    }));
    let payload = body.expect_err("the body panics");
    assert_eq!(payload.downcast_ref(), Some(&"the body"));
    assert!(exited);
}

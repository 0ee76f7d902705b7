use std::{
    cell::RefCell,
    fmt,
    panic::Location,
    pin::pin,
    sync::Once,
    task::{Context, Poll, Waker},
};

use tracing::{Event, Metadata, Subscriber, field::Field, instrument, span, subscriber};
use with_cleanup::{Error, defer, with_cleanup};
use with_cleanup_functions::{
    attributes::{self, Local, Server, Service, Traced},
    log::Log,
};

use crate::support::{closes, logs, refusals};

/// The output of a future that waits for nothing but its next turn.
fn run<T>(future: impl Future<Output = T>) -> T {
    let (mut future, mut context) = (pin!(future), Context::from_waker(Waker::noop()));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

fn run_send<T>(future: impl Future<Output = T> + Send) -> T {
    run(future)
}

#[test]
fn standard() {
    closes(attributes::before, 1, "d");
    closes(attributes::after, 2, "d");
    closes(|log| run_send(attributes::around(log, 0)), 3, "d");
    closes(|log| attributes::inside(log, 1), 1, "d");
    closes(attributes::configured, 4, "d");
}

#[test]
fn ours_twice() {
    // Capitals saw a success; what is written first stands closest to the body.
    logs(|log| attributes::twice(log).unwrap(), 20, "dBA");
}

#[test]
fn track_caller() {
    let inside = |location: &Location<'_>| location.file() == attributes::TRACKED_IN;
    closes(|log| attributes::tracked(log).map(inside), true, "d");
    closes(|log| attributes::tracked_after(log).map(inside), true, "d");
}

#[test]
fn tokio_main() {
    closes(attributes::main_before, 5, "d");
    closes(attributes::main_after, 6, "d");
}

#[test]
fn async_trait() {
    Recorder::start();
    let server = Server::default;
    closes(|log| run_send(server().call(log, 1)), 1, "d");
    closes(|log| run_send(server().call(log, 0)), 100, "d");
    logs(|log| run_send(server().twice(log)).unwrap(), 4, "ddt");
    closes(|log| run_send(server().name(log)).cloned(), String::new(), "n");
    closes(|log| run(server().wait(log)), 0, "d");

    // Behind `dyn`.
    let dynamic: &mut dyn Traced = &mut server();
    closes(|log| run_send(dynamic.run(log)), 19, "d");

    // Two fail here.
    logs(|log| run_send(server().end(log, 'v')).unwrap(), ('v', String::new()), "eH");
    let log = Log::refusing();
    let error = run_send(server().end(&log, 'v')).unwrap_err();
    assert_eq!((refusals(&error), log.take().as_str()), (2, "eh"));
}

#[test]
fn instrumented() {
    Recorder::start();
    closes(attributes::instrumented, 7, "d");
    closes(attributes::instrumented_after, 8, "d");
    closes(attributes::traced, 9, "d");
    closes(attributes::traced_after, 10, "d");
    closes(attributes::traced_result, 11, "d");
    closes(attributes::traced_result_after, 12, "d");
    closes(|log| run_send(futures::instrumented_future(log)), 13, "d");
    closes(|log| run_send(futures::instrumented_future_after(log)), 14, "d");
    closes(|log| run_send(futures::traced_future(log)), 15, "d");
    closes(|log| run_send(futures::traced_future_after(log)), 16, "d");
    closes(|log| run_send(futures::traced_future_result(log)), 17, "d");
    closes(|log| run_send(futures::traced_future_result_after(log)), 18, "d");
}

mod futures {
    use super::*;

    /// A span around a future, before.
    #[instrument(skip_all)]
    #[with_cleanup]
    pub(super) async fn instrumented_future(log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        tokio::task::yield_now().await;
        Ok(13)
    }

    /// A span around a future, after.
    #[with_cleanup]
    #[instrument(skip_all)]
    pub(super) async fn instrumented_future_after(log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        tokio::task::yield_now().await;
        Ok(14)
    }

    /// A span around a future and an event for an error, before.
    #[instrument(skip_all, err)]
    #[with_cleanup]
    pub(super) async fn traced_future(log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        tokio::task::yield_now().await;
        Ok(15)
    }

    /// A span around a future and an event for an error, after.
    #[with_cleanup]
    #[instrument(skip_all, err)]
    pub(super) async fn traced_future_after(log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        tokio::task::yield_now().await;
        Ok(16)
    }

    /// A span around a future and an event for each result, before.
    #[instrument(skip_all, err, ret)]
    #[with_cleanup]
    pub(super) async fn traced_future_result(log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        tokio::task::yield_now().await;
        Ok(17)
    }

    /// A span around a future and an event for each result, after.
    #[with_cleanup]
    #[instrument(skip_all, err, ret)]
    pub(super) async fn traced_future_result_after(log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        tokio::task::yield_now().await;
        Ok(18)
    }
}

thread_local! {
    /// How many spans are entered, and what the events in them say.
    static RECORDED: RefCell<(usize, Vec<String>)> = const { RefCell::new((0, Vec::new())) };
}

/// Records. It does so for every thread, because what one thread finds out about who listens is remembered for all.
struct Recorder;

impl Recorder {
    fn start() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| subscriber::set_global_default(Self).unwrap());
    }

    /// What happens while a function runs.
    fn of<T>(run: impl FnOnce(&Log) -> T, log: &Log) -> String {
        run(log);
        RECORDED.take().1.join(", ")
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut |field: &Field, value: &dyn fmt::Debug| {
            RECORDED.with_borrow_mut(|(inside, events)| events.push(format!("{inside} {field}: {value:?}")));
        });
    }

    fn enter(&self, _: &span::Id) {
        RECORDED.with_borrow_mut(|(inside, _)| *inside += 1);
    }

    fn exit(&self, _: &span::Id) {
        RECORDED.with_borrow_mut(|(inside, _)| *inside -= 1);
    }
}

/// The failure of a cleanup is an error like any other to the attribute, in whichever order they stand.
#[test]
fn instrument_sees_the_failure() {
    fn check(run: fn(&Log) -> Result<usize, Error>, on_success: &str) {
        assert_eq!(Recorder::of(run, &Log::default()), on_success);
        let failure = run(&Log::refusing()).unwrap_err();
        RECORDED.take();
        let location = failure.location().to_string();
        let events = Recorder::of(run, &Log::refusing());
        assert!(events.starts_with("1 error: ") && events.contains(&location), "{events}");
        assert!(!events.contains(','), "{events}");
    }

    Recorder::start();
    check(attributes::traced, "");
    check(attributes::traced_after, "");
    check(attributes::traced_result, "1 return: 11");
    check(attributes::traced_result_after, "1 return: 12");
    check(|log| run(futures::traced_future(log)), "");
    check(|log| run(futures::traced_future_after(log)), "");
    check(|log| run(futures::traced_future_result(log)), "1 return: 17");
    check(|log| run(futures::traced_future_result_after(log)), "1 return: 18");
    check(|log| run(Server::default().run(log)), "");
}

/// A log that a test can use without an argument, because tests have none.
fn refusing() -> &'static Log {
    Box::leak(Box::new(Log::refusing()))
}

/// Tests whose cleanups fail. Each has to fail then, so another test calls them.
mod failing {
    use super::*;

    #[test]
    #[with_cleanup]
    #[ignore = "it fails on purpose"]
    fn before() -> Result<(), Error> {
        let log = refusing();
        defer!(log.close('d')?);
        Ok(())
    }

    #[with_cleanup]
    #[test]
    #[ignore = "it fails on purpose"]
    fn after() -> Result<(), Error> {
        let log = refusing();
        defer!(log.close('d')?);
        Ok(())
    }

    #[tokio::test]
    #[with_cleanup]
    #[ignore = "it fails on purpose"]
    async fn future_before() -> Result<(), Error> {
        let log = refusing();
        defer!(log.close('d')?);
        tokio::task::yield_now().await;
        Ok(())
    }

    #[with_cleanup]
    #[tokio::test]
    #[ignore = "it fails on purpose"]
    async fn future_after() -> Result<(), Error> {
        let log = refusing();
        defer!(log.close('d')?);
        tokio::task::yield_now().await;
        Ok(())
    }

    #[test]
    fn all() {
        for test in [before, after, future_before, future_after] {
            assert_eq!(refusals(&test().unwrap_err()), 1);
        }
    }
}

/// Tests whose cleanups do not fail, and run.
mod passing {
    use super::*;

    #[test]
    #[with_cleanup]
    fn before() -> Result<(), Error> {
        let log = Log::default();
        defer!(log.close('d')?);
        Ok(())
    }

    #[tokio::test]
    #[with_cleanup]
    async fn future() {
        let log = Log::default();
        {
            defer!(log.note('d'));
            tokio::task::yield_now().await;
        }
        assert_eq!(log.take(), "d");
    }
}

//! What the functions of this crate return, and the events in their logs: `+` enters, `-` exits with success, `!` with
//! failure, `^` with a panic, and a space is a note.

use std::{
    fmt::Debug,
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use with_cleanup_lints::{
    defer, endless, from_macros, futures,
    log::{Log, Refused},
    loops, managers, nested, try_finally, with,
};

#[track_caller]
fn logs<T: Debug + PartialEq>(run: impl FnOnce(&Log) -> T, value: T, events: &str) {
    let log = Log::default();
    assert_eq!((run(&log), log.take().as_str()), (value, events));
}

/// The same for a scope that may be an [`Error`](with_cleanup::Error), of which only the name counts here.
#[track_caller]
fn fails<T: Debug + PartialEq>(
    run: impl FnOnce(&Log) -> Result<T, with_cleanup::Error>,
    value: Result<T, &str>,
    events: &str,
) {
    let log = Log::default();
    let result = run(&log);
    let named = result.as_ref().map_err(with_cleanup::Error::name);
    assert_eq!((named, log.take().as_str()), (value.as_ref().map_err(|name| *name), events));
}

#[test]
fn with_() {
    logs(with::block, 1, "+a-a");
    logs(with::expression, 0, "+a-a");
    logs(with::existing, (), "+a+b-b-a");
    logs(with::unnamed, (), "+a+b c-b-a");
    logs(with::empty, (), "+a-a");
    logs(with::later, 1, "+a+c-c b-a");
    logs(with::borrowing, 1, "+a-a");
    logs(with::borrowing_plain, (), "+a-a");
    logs(with::comma, 1, "+a+b-b-a");
    logs(with::mixed, 1, "+a-b-_-a");
    fails(|log| with::fallible(log, false), Ok(0), "+a+b-b-a");
    fails(|log| with::fallible(log, true), Err("list"), "+a+b-b-a");
    fails(|log| with::fallible_unit(log, false), Ok(()), "+a-a");
    fails(|log| with::fallible_unit(log, true), Err("list"), "+a-a");
    logs(|log| with::question(log, 'a'), Ok(0), "+a+b+c-c-b-a");
    logs(|log| with::question(log, 'b'), Err(Refused), "+a!a");
    logs(|log| with::question(log, 'c'), Err(Refused), "+a+b!b!a");
    logs(|log| with::jumps(log, None), 7, "+a+b-b-a");
    logs(|log| with::jumps(log, Some(0)), 0, "+a!a");
    logs(|log| with::jumps(log, Some(5)), 5, "+a+b-b-a");
    logs(|log| with::generic(log.step('g'), 'v'), (true, 'v'), "+g-g");
    logs(|log| with::closure::<3>(log)(), 12, "+a-a");
    logs(|log| with::coerced(log, &vec![1]).len(), 1, "+a-a");

    let mut counter = with::Counter::default();
    assert_eq!(counter.shared(), 0);
    assert_eq!(counter.unique().shared(), 1);
    assert_eq!(counter.owned(), "+a-a+a-a+a-a");
}

#[test]
fn loops_() {
    logs(loops::plain, 3, "+a-a+a-a+a-a");
    logs(loops::labelled, 1, "+a-a+a-a+b-b+c-c+c-c");
    logs(|log| loops::returns(log, false), Ok(0), "+a-a");
    logs(|log| loops::returns(log, true), Err(Refused), "+a!a");
    logs(|log| loops::returns_nothing(log, false), (), "+a-a b");
    logs(|log| loops::returns_nothing(log, true), (), "+a-a");
    logs(|log| loops::coerces(log, 0)(), 0, "+a-a");
    logs(|log| loops::coerces(log, 2)(), 2, "+a-a");
    logs(loops::inner, 3, "+a-a");
    logs(loops::forever, 3, "+a-a");
    logs(|log| loops::every_branch(log, 0), 7, "+a-a");
    logs(|log| loops::every_branch(log, 2), 2, "+a-a");
}

#[test]
fn try_finally_() {
    logs(try_finally::plain, 1, " a b");
    logs(try_finally::comma, (), " a b c-d");
    logs(try_finally::captures, 9, " a");
    logs(|log| try_finally::outcome(log, false), Ok(1), "+a-b");
    logs(|log| try_finally::outcome(log, true), Err(Refused), "!b");
    fails(|log| try_finally::question(log, false), Ok(1), " a");
    fails(|log| try_finally::question(log, true), Err("finally"), "");
    fails(|log| try_finally::results(log, false), Ok(()), " a b-c d");
    fails(|log| try_finally::results(log, true), Err("finally"), " a");
    logs(|log| try_finally::jumps(log, &[3, 0, 1, 2]), 7, " a0x0y0y");
    logs(|log| try_finally::jumps(log, &[2]), 2, "0x");
    assert_eq!(try_finally::generic(String::from("t")), (String::from("t"), String::from("t")));

    let mut connection = try_finally::Connection::default();
    assert_eq!((connection.send(), connection.ask(), connection.take().as_str()), (1, 1, " a b"));
}

#[test]
fn defer_() {
    logs(defer::forms, (), " e c d b a");
    logs(defer::captures, 6, " a c b d a b");
    logs(|log| defer::blocks(log, &[0, 2, 1, 2]), (), " b a d a c a e");
    logs(|log| defer::Job::default().run(log), 0, " a");
    logs(|log| defer::conditional(log, false), Ok(2), "+a+b-o s-a");
    logs(|log| defer::conditional(log, true), Err(Refused), "+a!e!o f!a");
    logs(|log| defer::nested(log, &[0, 1]), Ok(0), " s-b s v0n");
    logs(|log| defer::nested(log, &[2]), Ok(2), " s0n");
    logs(|log| defer::nested(log, &[3]), Err(Refused), " f0n");
    logs(|log| defer::nested(log, &[4, 5]), Err(Refused), "+c s f0y");
    logs(defer::last, (), "+a b c-a");
}

#[test]
fn nested_() {
    fails(|log| nested::all(log, false), Ok(1), "+a+b s+c-o-c e-b d-a");
    fails(|log| nested::all(log, true), Err("outer"), "+a+b s+c-o-c e-b d-a");
    fails(|log| nested::fallible(log, false), Ok(0), "+a-a+b c-b d");
    fails(|log| nested::fallible(log, true), Err("list"), "+a-a f+b c-b");
    logs(nested::operands, 7, "+a-a+b-b c+d-d+e-e");
    logs(
        |log| nested::jumps(log, &[4, 3, 0, 1, 2]),
        7,
        "+a+b+c-c+c-c d-b-a+a+b+c-c d-b-a+a+b+c-c d-b-a+a+b+c-c d-b-a",
    );
    logs(|log| nested::jumps(log, &[2]), 2, "+a+b+c-c d-b-a");
}

#[test]
fn from_macros_() {
    logs(from_macros::expression, 0, "+a-a");
    logs(|log| from_macros::block(log, false), 1, "+a-a");
    logs(|log| from_macros::block(log, true), 7, "+a-a");
    fails(|log| from_macros::tokens(log, false), Ok(1), "+a+b-b-a");
    fails(|log| from_macros::tokens(log, true), Err("log.fallible(..)"), "+a+b-b!a");
    logs(from_macros::finally, 5, " b a");
    logs(|log| from_macros::inside(log, false), Ok(1), "+m s-m");
    logs(|log| from_macros::inside(log, true), Err(Refused), "+m f!m");
}

#[test]
fn futures_() {
    logs(|log| ready(futures::heads(log)), 3, "+a+c s-c b-a");
    fails(|log| ready(futures::fallible(log, false)), Ok(0), "+a-a+a-a+a-a+b-b");
    fails(|log| ready(futures::fallible(log, true)), Err("list"), "+a-a+a-a+b-b");
    logs(|log| ready(futures::finally(log, false)), Ok(2), "+a-b a");
    logs(|log| ready(futures::finally(log, true)), Err(Refused), "!b a");
    logs(|log| ready(futures::blocks(log, 'v')), vec!['v', 'v'], "-a");
}

/// The output of a future that is `Send` and never waits.
fn ready<T>(future: impl Future<Output = T> + Send) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a future waits"),
    }
}

#[test]
fn endless_() {
    assert_eq!(endless::bailing(true), Ok(1));
    assert_eq!(endless::bailing(false), Err("no"));
    assert_eq!([endless::hidden(true), endless::hidden(false), endless::hidden_value()], [1, 2, 2]);
    assert_eq!([endless::nested(), endless::nested_finally()], [3, 3]);
    assert!(std::panic::catch_unwind(endless::cleanup).is_err());
    assert!(std::panic::catch_unwind(|| endless::cleanups(true)).is_err());
    assert_eq!(endless::cleanups(false).map_err(|error| error.name().to_owned()), Err("finally".to_owned()));
    assert_eq!([endless::configured(), endless::initialising()], [4, 5]);
}

#[test]
fn managers_() {
    let ends = |refuses| move |log: &Log| managers::all(log, refuses).map_err(|error| error.to_string());
    let entered = "+l+n+l";
    let log = Log::default();
    assert_eq!(ends([false, false])(&log), Ok(2));
    let events = log.take();
    assert!(events.starts_with(entered), "{events}");
    println!("{events}");
    logs(managers::by_hand, (), "+l-l");
    assert!(managers::arms(None).is_err());
}

use std::{
    fmt::Debug,
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use with_cleanup::Error;
use with_cleanup_functions::log::{Log, Refused};

/// Checks what a function returns, and what it logs.
#[track_caller]
pub(crate) fn logs<T: Debug + PartialEq>(run: impl FnOnce(&Log) -> T, value: T, events: &str) {
    let log = Log::default();
    assert_eq!((run(&log), log.take().as_str()), (value, events));
}

/// Checks a function that closes its log: once where that works, and once where it does not, which its caller has to
/// learn. Both times the same happens.
#[track_caller]
pub(crate) fn closes<T: Debug + PartialEq>(
    run: impl for<'l> Fn(&'l Log) -> Result<T, Error>,
    value: T,
    events: &str,
) {
    logs(|log| run(log).unwrap(), value, events);
    let log = Log::refusing();
    assert_eq!((refusals(&run(&log).unwrap_err()), log.take().as_str()), (1, events));
}

/// How many cleanups refused, where none did anything else.
#[track_caller]
pub(crate) fn refusals(error: &Error) -> usize {
    let all = [error].into_iter().chain(error.suppressed());
    all.inspect(|error| assert!(error.downcast_ref::<Refused>().is_some(), "{error:?}")).count()
}

/// The output of a future that is `Send` and never waits.
#[track_caller]
pub(crate) fn ready<T>(future: impl Future<Output = T> + Send) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a future waits"),
    }
}

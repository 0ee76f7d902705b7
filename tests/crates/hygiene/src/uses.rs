//! Every macro, for each module that puts decoys around it.

use super::*;

use ::core::{assert_eq, prelude::v1::test};
use ::with_cleanup::{
    context_manager, defer, defer_on_failure, defer_on_success, guard, guard_with, try_finally, with,
    with_cleanup,
};

/// Events, newest last, as the digits of a number.
type Log = ::core::cell::Cell<u32>;

fn push(log: &Log, event: u32) {
    log.set(log.get() * 10 + event);
}

fn ended(log: &Log, outcome: ::with_cleanup::Outcome<'_>) {
    push(log, if ::with_cleanup::Outcome::is_success(outcome) { 8 } else { 9 });
}

fn fallible(fails: bool) -> ::core::result::Result<(), ::core::fmt::Error> {
    if fails { ::core::result::Result::Err(::core::fmt::Error) } else { ::core::result::Result::Ok(()) }
}

#[test]
fn values() {
    let log = &Log::new(0);
    let value = with!(
        number = guard(1, |number| push(log, number)),
        plain = [2],
        _ = guard_with((), |(), outcome| ended(log, outcome))
        => {
            *number += plain[0];
            push(log, 2);
            *number
        }
    );
    with!(_ = guard(4, |number| push(log, number)) => push(log, value));
    assert_eq!((value, log.get()), (3, 28_334));
}

fn leaves(log: &Log, early: u32) -> ::core::result::Result<u32, ::core::fmt::Error> {
    with!(_ = guard_with((), |(), outcome| ended(log, outcome)) => {
        if early == 1 {
            return ::core::result::Result::Ok(early);
        }
        loop {
            with!(_ = guard(5, |number| push(log, number)) => {
                if early == 2 {
                    break;
                }
                fallible(true)?;
                continue;
            });
        }
        ::core::result::Result::Ok(early)
    })
}

#[test]
fn jumps() {
    let log = &Log::new(0);
    let results = [leaves(log, 1), leaves(log, 2), leaves(log, 3)];
    let refused = ::core::result::Result::Err(::core::fmt::Error);
    assert_eq!(results, [::core::result::Result::Ok(1), ::core::result::Result::Ok(2), refused]);
    assert_eq!(log.get(), 8_58_59);
}

#[test]
fn cleanups() {
    let log = &Log::new(0);
    let mut count = 1;
    try_finally!(<&mut count, &log, extra = 3> {
        *count += 1;
        push(log, *extra);
    } finally |outcome| {
        ended(log, outcome);
        push(log, *count);
        *extra = 0;
    });
    let result = try_finally!({ push(log, 1); } finally { fallible(count == 2)?; });
    ::core::assert!(result.is_err());
    let result = try_finally!({ push(log, 1); } finally { fallible(count == 1) });
    ::core::assert!(result.is_ok());
    assert_eq!(log.get(), 38_211);
}

#[test]
fn deferred() {
    let log = &Log::new(0);
    let mut count = 1;
    with!(_ = guard(1, |number| push(log, number)) => {
        defer!(push(log, 2));
        defer!(<&mut count> *count += 2);
        defer!(|outcome| ended(log, outcome));
        defer_on_success!(push(log, 3));
        defer_on_failure!(push(log, 4));
        *count += 2;
        push(log, *count);
    });
    assert_eq!((count, log.get()), (5, 33_821));
}

#[with_cleanup(number = guard(1, |number| push(log, number)), _ = guard_with((), |(), outcome| ended(log, outcome)))]
fn function(log: &Log, fails: bool) -> ::core::result::Result<u32, ::with_cleanup::Error> {
    defer!(fallible(fails)?);
    defer_on_success!(push(log, 3));
    defer_on_failure!(push(log, 4));
    if *number == 2 {
        return ::core::result::Result::Ok(2);
    }
    try_finally!({ push(log, 5); } finally { fallible(false)?; })?;
    with!(six = guard(6, |six| push(log, six)) => {
        if *six == 6 {
            return ::core::result::Result::Ok(*six);
        }
    });
    ::core::result::Result::Ok(*number)
}

#[with_cleanup]
fn plain(log: &Log) -> u32 {
    defer_on_success!(push(log, 1));
    2
}

#[with_cleanup]
fn never(log: &Log) -> ! {
    defer_on_failure!(push(log, 1));
    ::core::panic!()
}

#[with_cleanup(_ = guard(2, |number| push(log, number)))]
async fn future(log: &Log, fails: bool) -> ::core::result::Result<u32, ::with_cleanup::Error> {
    defer!(fallible(fails)?);
    ::core::future::ready(()).await;
    defer_on_failure!(push(log, 1));
    ::core::result::Result::Ok(3)
}

fn ready<T>(future: impl ::core::future::Future<Output = T>) -> T {
    let mut future = ::core::pin::pin!(future);
    let mut context = ::core::task::Context::from_waker(::core::task::Waker::noop());
    match ::core::future::Future::poll(::core::pin::Pin::as_mut(&mut future), &mut context) {
        ::core::task::Poll::Ready(output) => output,
        ::core::task::Poll::Pending => ::core::panic!("a future waits"),
    }
}

#[test]
fn functions() {
    let log = &Log::new(0);
    ::core::assert!(::core::matches!(function(log, false), ::core::result::Result::Ok(6)));
    assert_eq!(log.replace(0), 56_381);
    ::core::assert!(::core::matches!(function(log, true), ::core::result::Result::Err(_)));
    assert_eq!(log.replace(0), 56_391);
    assert_eq!((plain(log), log.replace(0)), (2, 1));

    let caught = ::std::panic::catch_unwind(::std::panic::AssertUnwindSafe(|| never(log)));
    ::core::assert!(::core::matches!(caught, ::core::result::Result::Err(_)));
    assert_eq!(log.replace(0), 1);

    let [well, failed] = [ready(future(log, false)), ready(future(log, true))];
    ::core::assert!(::core::matches!(well, ::core::result::Result::Ok(3)));
    ::core::assert!(::core::matches!(failed, ::core::result::Result::Err(_)));
    assert_eq!(log.get(), 22);
}

#[context_manager]
fn managed(log: &Log, start: u32) -> u32 {
    let mut number = start;
    let outcome = yield_!(number);
    ended(log, outcome);
    push(log, number);
}

#[context_manager]
fn managed_fallibly(fails: bool) -> ::core::result::Result<u32, ::core::fmt::Error> {
    fallible(fails)?;
    if fails {
        return ::core::result::Result::Err(::core::fmt::Error);
    }
    let mut number = 1;
    yield_!(number);
    if number > 2 {
        return;
    }
    fallible(number > 1)
}

#[test]
fn managers() {
    let log = &Log::new(0);
    with!(number = managed(log, 3) => *number += 1);
    assert_eq!(log.get(), 84);
    ::core::assert!(managed_fallibly(true).is_err());
    let exit = |number: u32| match managed_fallibly(false) {
        ::core::result::Result::Ok(manager) => with!(one = manager => *one = number).is_ok(),
        ::core::result::Result::Err(_) => false,
    };
    assert_eq!([exit(1), exit(2), exit(3)], [true, false, true]);
}

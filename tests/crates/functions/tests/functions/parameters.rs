use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::{Context, Waker},
};

use with_cleanup_functions::{
    log::Log,
    parameters::{self, Pair, with, with_move, without, without_move},
};

/// What happens in a function, and when what it returns drops, which may borrow from the log. A panic ends it like any
/// other.
fn events<T>(run: impl FnOnce(&'static Log) -> T, refuses: bool) -> String {
    let log = Box::leak(Box::<Log>::default());
    log.refuse(refuses);
    if let Ok(returned) = catch_unwind(AssertUnwindSafe(|| run(log))) {
        log.note('|');
        drop(returned);
    }
    log.take()
}

/// What happens when a future is dropped after it was asked so many times, or has ended.
fn future_events<T>(future: impl Future<Output = T>, polls: usize) {
    let (mut future, mut context) = (pin!(future), Context::from_waker(Waker::noop()));
    for _ in 0..polls {
        if future.as_mut().poll(&mut context).is_ready() {
            break;
        }
    }
}

/// Calls a function without the attribute and with it, with values that are named in the order of the alphabet, and
/// demands that the same happens.
macro_rules! same {
    ($(|$log:ident| $function:ident($($argument:expr),*);)*) => {$(
        for refuses in [false, true] {
            let without = events(|$log| without::$function($log, $($argument),*), refuses);
            let with = events(|$log| with::$function($log, $($argument),*), refuses);
            assert_eq!(with, without, "{}", stringify!($function));
            // All of them drop.
            assert!(without.len() > 3 && without.contains('a'), "{without}");
        }
    )*};
}

macro_rules! same_futures {
    ($(|$log:ident| $function:ident($($argument:expr),*);)*) => {$(
        for (polls, refuses) in (0..4).flat_map(|polls| [(polls, false), (polls, true)]) {
            let without = events(|$log| future_events(without::$function($log, $($argument),*), polls), refuses);
            let with = events(|$log| future_events(with::$function($log, $($argument),*), polls), refuses);
            assert_eq!(with, without, "{} after {polls}", stringify!($function));
            assert!(without.contains('a'), "{without}");
        }
    )*};
}

/// A function that is known to be different, without the attribute and with it.
macro_rules! different {
    ($(|$log:ident, $refuses:literal| $function:ident($($argument:expr),*): $without:literal, $with:literal;)*) => {$(
        let without = events(|$log| without_move::$function($log, $($argument),*), $refuses);
        let with = events(|$log| with_move::$function($log, $($argument),*), $refuses);
        assert_eq!([without.as_str(), with.as_str()], [$without, $with], "{}", stringify!($function));
    )*};
}

fn pair<'l>(log: &'l Log, left: char, right: char) -> Pair<'l> {
    Pair { left: log.dropped(left), right: log.dropped(right) }
}

#[test]
fn names() {
    same! {
        |log| unused(log.dropped('a'), log.dropped('b'));
        |log| unnamed(log.dropped('a'), log.dropped('b'), log.dropped('c'));
        |log| referenced(log.dropped('a'), log.dropped('b'));
        |log| deferred(log.dropped('a'), log.dropped('b'));
        |log| moved(log.dropped('a'), log.dropped('b'), log.dropped('c'));
        |log| captured(log.dropped('a'), log.dropped('b'), log.dropped('c'));
        |log| returned(log.dropped('a'), log.dropped('b'), log.dropped('c'));
        |log| assigned(log.dropped('a'), log.dropped('b'));
        |log| replaced(log.dropped('a'), log.dropped('b'));
    }
}

#[test]
fn patterns() {
    same! {
        |log| tuple((log.dropped('a'), log.dropped('b')), log.dropped('c'));
        |log| partial((log.dropped('a'), log.dropped('b'), log.dropped('c')), log.dropped('e'));
        |log| fields(pair(log, 'a', 'b'), pair(log, 'c', 'e'));
        |log| array(['a', 'b', 'c'].map(|event| log.dropped(event)), ['e', 'f', 'g'].map(|event| log.dropped(event)));
        |log| by_reference(log.dropped('a'), (log.dropped('b'), log.dropped('c')));
        |log| by_unique_reference(log.dropped('a'), (1, 1));
        |log| moved_field(pair(log, 'a', 'b'), pair(log, 'c', 'e'), log.dropped('f'));
    }
}

#[test]
fn ends() {
    same! {
        |log| failing(log.dropped('a'), log.dropped('b'));
        |log| panicking(log.dropped('a'), (log.dropped('b'), log.dropped('c')));
    }
}

/// Not begun, waiting once, waiting twice, and ended.
#[test]
fn futures() {
    same_futures! {
        |log| unused_future(log.dropped('a'), log.dropped('b'), log.dropped('c'));
        |log| referenced_future(log.dropped('a'), log.dropped('b'));
        |log| moved_future(log.dropped('a'), log.dropped('b'), log.dropped('c'));
        |log| patterns_future(
            (log.dropped('a'), log.dropped('b'), log.dropped('c')),
            pair(log, 'e', 'f'),
            [log.dropped('g'), log.dropped('h')]
        );
        |log| failing_future(log.dropped('a'), log.dropped('b'));
    }
}

/// Where the body does not move what it moves on another path, it drops at the body's end: before the parameters behind it.
#[test]
fn moved_on_some_paths() {
    different! {
        |log, false| sometimes(log.dropped('a'), log.dropped('b'), log.dropped('c'), true): "Bbdca|", "Bbdca|";
        |log, false| sometimes(log.dropped('a'), log.dropped('b'), log.dropped('c'), false): "dcba|", "dbca|";
        |log, false| several(log.dropped('a'), log.dropped('b'), log.dropped('c'), true): "BbAaCdc|", "BbAaCdc|";
        |log, false| several(log.dropped('a'), log.dropped('b'), log.dropped('c'), false): "Cdcba|", "Cdbac|";
        |log, false| either(log.dropped('a'), log.dropped('b'), log.dropped('c'), true): "dcb|a", "dbc|a";
        |log, false| either(log.dropped('a'), log.dropped('b'), log.dropped('c'), false): "dca|b", "dac|b";
        |log, false| left(log.dropped('a'), log.dropped('b'), false): "Aadb|", "Aadb|";
        |log, false| left(log.dropped('a'), log.dropped('b'), true): "dba|", "dab|";
        |log, false| refused(log.dropped('a'), log.dropped('b')): "?Aadb|", "?Aadb|";
        |log, true| refused(log.dropped('a'), log.dropped('b')): "?dba|", "?dab|";
        |log, true| panicked(log.dropped('a'), log.dropped('b')): "?dba", "?dab";
        |log, false| field(pair(log, 'a', 'b'), log.dropped('c'), true): "Aadcb|", "Aadcb|";
        |log, false| field(pair(log, 'a', 'b'), log.dropped('c'), false): "dcab|", "dacb|";
    }
}

/// A future owns its parameters, so there nothing changes, also when it is dropped while it waits.
#[test]
fn moved_on_some_paths_in_futures() {
    macro_rules! same {
        ($(|$log:ident, $polls:literal, $refuses:literal| $function:ident($($argument:expr),*): $events:literal;)*) => {$(
            let without = events(|$log| future_events(without_move::$function($log, $($argument),*), $polls), $refuses);
            let with = events(|$log| future_events(with_move::$function($log, $($argument),*), $polls), $refuses);
            assert_eq!([without.as_str(), with.as_str()], [$events, $events], "{}", stringify!($function));
        )*};
    }
    same! {
        |log, 0, false| sometimes_future(log.dropped('a'), log.dropped('b'), log.dropped('c'), true): "abc|";
        |log, 1, false| sometimes_future(log.dropped('a'), log.dropped('b'), log.dropped('c'), true): "dcba|";
        |log, 2, false| sometimes_future(log.dropped('a'), log.dropped('b'), log.dropped('c'), true): "Bbdca|";
        |log, 2, false| sometimes_future(log.dropped('a'), log.dropped('b'), log.dropped('c'), false): "dcba|";
        |log, 1, false| waiting_future(log.dropped('a'), log.dropped('b')): "dba|";
        |log, 2, false| waiting_future(log.dropped('a'), log.dropped('b')): "Bdba|";
        |log, 1, false| refused_future(log.dropped('a'), log.dropped('b')): "dba|";
        |log, 2, false| refused_future(log.dropped('a'), log.dropped('b')): "?Aadb|";
        |log, 2, true| refused_future(log.dropped('a'), log.dropped('b')): "?dba|";
    }
}

#[test]
fn head() {
    let events =
        events(|log| parameters::head(log, log.dropped('a'), log.dropped('b'), log.dropped('c')), false);
    assert_eq!(events, "Bdbca|");
}

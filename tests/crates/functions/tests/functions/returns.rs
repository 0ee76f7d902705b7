use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    task::{Context, Poll, Waker},
};

use with_cleanup_functions::{
    log::{Log, Refused},
    returns::{self, Shown, Store},
};

use crate::support::{closes, logs, ready, refusals};

#[test]
fn values() {
    logs(|log| returns::nothing(log, false), (), "bsd");
    logs(|log| returns::nothing(log, true), (), "sd");
    logs(|log| returns::plain(log, false), 2, "sd");
    logs(|log| returns::plain(log, true), 1, "sd");
    logs(|log| returns::option(log, Some(3)), Some(3), "s");
    logs(|log| returns::option(log, Some(0)), None, "s");
    logs(|log| returns::option(log, None), None, "f");
}

#[test]
fn never() {
    let log = Log::default();
    assert!(catch_unwind(AssertUnwindSafe(|| returns::never(&log))).is_err());
    assert_eq!(log.take(), "fd");

    let mut future = Box::pin(returns::never_future(&log));
    let Poll::Pending = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(log.take(), "");
    drop(future);
    assert_eq!(log.take(), "d");
}

#[test]
fn results() {
    closes(returns::alias, 1, "d");
    closes(returns::alias_of, (), "d");

    logs(|log| returns::input(log, false).unwrap(), 1, "d");
    logs(|log| returns::input(log, true).unwrap_err().kind(), io::ErrorKind::NotFound, "fd");
    let error = returns::input(&Log::refusing(), false).unwrap_err();
    let error = error.into_inner().unwrap().downcast::<with_cleanup::Error>().unwrap();
    assert_eq!(refusals(&error), 1);

    logs(|log| returns::boxed(log).unwrap(), 1, "d");
    let error = returns::boxed(&Log::refusing()).unwrap_err();
    let error = error.downcast::<with_cleanup::Error>().unwrap();
    assert_eq!(error.downcast_ref(), Some(&Refused));
}

#[test]
fn formatting() {
    logs(|log| Shown(log, false).to_string(), String::from("[]"), "s");
    logs(
        |log| {
            let mut text = String::new();
            std::fmt::write(&mut text, format_args!("{}", Shown(log, true))).map_err(|_| text)
        },
        Err(String::from("[")),
        "f",
    );
}

#[test]
fn references() {
    let store = |items: &[&str]| {
        let mut store = Store::default();
        for item in items {
            store.chained(&Log::default(), item).unwrap();
        }
        store
    };
    logs(|log| store(&[]).first(log).clone(), String::from("new"), "d");
    logs(|log| store(&["a"]).first(log).clone(), String::from("a"), "d");
    logs(|log| store(&["a", "b", "c"]).third(log).cloned(), Some(String::from("c3")), "d");
    logs(|log| store(&["a", "b"]).third(log).cloned(), None, "d");
    closes(|log| store(&["a", "b"]).second(log).cloned(), String::from("b"), "d");
    closes(|log| store(&[]).second(log).cloned(), String::new(), "d");
    closes(|log| store(&[]).chained(log, "a").map(|store| store.iter(&Log::default()).count()), 1, "d");
    logs(|log| store(&[]).name(log).to_owned(), String::new(), "d");

    // What is written through them arrives.
    let (log, mut store) = (Log::default(), store(&["a", "b"]));
    store.first(&log).push('1');
    store.second(&log).unwrap().push('2');
    store.iter(&log).for_each(|item| item.push('i'));
    assert_eq!(store.iter(&log).map(|item| &**item).collect::<Vec<_>>(), ["a1i", "b2i"]);

    // They outlive the log, which the function only borrows.
    let text = String::from(" text ");
    let trimmed = returns::trimmed(&Log::default(), &text);
    assert_eq!(trimmed, "text");
}

#[test]
fn lifetimes() {
    let mut numbers = [1, 2];
    let text = String::from("text");
    let (first, second) = returns::both(&Log::default(), &mut numbers, &text).unwrap();
    first[0] = second.len();
    assert_eq!(numbers, [4, 2]);

    let mut list = vec![1];
    let slice: &mut [usize] = &mut list;
    let borrowed: &mut [usize] = returns::borrowed(&Log::default(), slice).unwrap();
    borrowed[0] = 2;
    assert_eq!(list, [2]);
    closes(|log| returns::both(log, &mut [1], "a").map(|(first, second)| (first[0], second)), (1, "a"), "d");
}

#[test]
fn opaque() {
    logs(|log| returns::iterator(log, 2).sum::<usize>(), 1, "dii");
    closes(|log| returns::try_iterator(log, 3).map(Iterator::sum::<usize>), 3, "d");
    closes(|log| returns::try_iterator(log, 0).map(Iterator::sum::<usize>), 0, "d");
    logs(|log| returns::closure(log, 2)(3), 5, "d");
    logs(|log| ready(returns::future(log)), 1, "df");
    logs(
        |log| {
            let (closure, characters) = returns::pair(log);
            closure() + characters.count()
        },
        3,
        "d",
    );
    // It borrows nothing, as it says.
    let closure: Box<dyn Fn(usize) -> usize + Send> = Box::new(returns::closure(&Log::default(), 2));
    assert_eq!(closure(1), 3);
}

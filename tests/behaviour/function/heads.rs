//! Heads on the attribute.

use std::io;

use with_cleanup::{Error, defer, guard, guard_with, with_cleanup};

use super::{clean, source, suppressed};
use crate::{
    cases::{pause, poll},
    support::{Fault, Laden, Record, failing, fails, fallible, log, manager, record, seen},
};

#[test]
fn heads_are_around_the_body_and_see_what_the_function_returns() {
    #[with_cleanup(_a = manager("a"), list = guard_with(vec![1], |list: Vec<u8>, outcome| {
        log(format!("list {list:?}: {}", seen(outcome)));
    }))]
    fn run(way: &str) -> Result<usize, Fault> {
        list.push(2);
        match way {
            "question" => fails("body").map(|_| 0)?,
            "return" => return Ok(list.len()),
            _ => 0,
        };
        fails("tail").map(|_| 1)
    }

    let run = |way| record(|| run(way)).events;
    assert_eq!(run("return"), ["enter a", "list [1, 2]: success", "exit a: success"]);
    assert_eq!(
        run("question"),
        ["enter a", "list [1, 2]: failure(body failed)", "exit a: failure(body failed)"]
    );
    assert_eq!(run("tail"), ["enter a", "list [1, 2]: failure(tail failed)", "exit a: failure(tail failed)"]);
}

#[test]
fn heads_see_a_failure_that_the_body_left() {
    #[with_cleanup(_a = manager("a"))]
    fn run() -> Result<(), Error> {
        defer!(clean("b")?);
        Ok(())
    }

    let record = record(run);
    assert_eq!(record.events, ["enter a", "clean b", "exit a: failure(b failed)"]);
}

#[test]
fn the_failures_of_heads_come_after_those_of_the_body() {
    #[with_cleanup(_a = failing("a"), _b = failing("b"))]
    fn run() -> io::Result<()> {
        defer!(clean("c")?);
        Ok(())
    }

    let Record { ended, reports, .. } = record(run);
    let error = ended.expect("no panic").unwrap_err();
    let error = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()).expect("the failure");
    assert_eq!(
        (source(error).as_str(), suppressed(error)),
        ("c failed", vec!["b failed".into(), "a failed".into()])
    );
    assert_eq!(reports, [""; 0]);
}

#[test]
fn r3_a_head_that_is_not_entered_exits_those_before_it() {
    #[with_cleanup(_a = failing("a"), _b = fails("b")?, _c = manager("c"))]
    fn run() -> Result<(), Laden> {
        log("body");
        Ok(())
    }

    let Record { ended, events, .. } = record(run);
    assert_eq!(events, ["enter a", "exit a: failure"]);
    let error = ended.expect("no panic").unwrap_err();
    assert_eq!(error.to_string(), "b failed");
    assert_eq!(error.failures.iter().map(source).collect::<Vec<_>>(), ["a failed"]);
}

#[test]
fn a_head_may_be_a_parameter_or_borrow_one() {
    #[with_cleanup(list, lent = guard(&mut *text, |text| text.push('!')))]
    fn run(list: Vec<u8>, text: &mut String) -> usize {
        list.push(1);
        lent.push('b');
        list.len()
    }

    let mut text = String::from("a");
    assert_eq!(run(vec![0], &mut text), 2);
    assert_eq!(text, "ab!");
}

#[test]
fn heads_of_async_functions() {
    #[with_cleanup(_a = manager("a"), _b = { pause().await; fallible("b") })]
    async fn run() -> Result<u8, Error> {
        pause().await;
        defer!(clean("c")?);
        Ok(1)
    }

    let Record { ended, events, .. } = record(|| poll(run(), false));
    assert_eq!(
        events,
        ["enter a", "enter b", "clean c", "exit b: failure(c failed)", "exit a: failure(c failed)"]
    );
    assert!(ended.expect("no panic").expect("it ends").is_err());
}

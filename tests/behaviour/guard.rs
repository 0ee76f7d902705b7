//! `guard` and `guard_with`.

use with_cleanup::{ContextManager, Error, Guard, Outcome, guard, guard_with, with};

use crate::support::{Fault, Record, Token, events, fails, log, record, seen};

fn watching(name: &'static str) -> impl ContextManager<Target = &'static str, Exit = ()> {
    guard_with(name, |name, outcome| log(format!("{name} {}", seen(outcome))))
}

#[test]
fn a_guard_derefs_to_its_value() {
    let mut last = 0;
    {
        let mut numbers = guard(vec![1], |numbers| last = numbers[numbers.len() - 1]);
        numbers.push(2);
        assert_eq!(numbers.len(), 2);
        assert_eq!(format!("{numbers:?}"), "Guard { value: [1, 2], .. }");
    }
    assert_eq!(last, 2);
}

#[test]
fn a_dismissed_guard_gives_its_value_back_and_does_not_run() {
    let events = events(|| {
        let captured = Token::new();
        let token = Guard::dismiss(guard(Token::new(), move |_| {
            drop(captured);
            log("run");
        }));
        log("dismissed");
        drop(token);
    });
    assert_eq!(events, ["dismissed"]);
}

#[test]
fn r2_a_guard_runs_once_when_it_drops() {
    let events = events(|| {
        let _token = guard(Token::new(), |_| log("run"));
        log("end");
    });
    assert_eq!(events, ["end", "run"]);
}

#[test]
fn r5_a_guard_dropped_alone_is_failure_and_panic_while_unwinding() {
    let alone = || guard_with("alone", |name, outcome| log(format!("{name} {}", seen(outcome))));
    assert_eq!(events(|| drop(alone())), ["alone failure"]);
    let record = record(|| {
        let _alone = alone();
        panic!("panicked");
    });
    assert_eq!(record.events, ["alone panic"]);
}

#[test]
fn r5_a_guard_in_a_head_sees_the_outcome_of_the_scope() {
    assert_eq!(events(|| with!(_a = watching("a") => {})), ["a success"]);
    let record = record(|| with!(_a = watching("a") => fails("body")).is_err());
    assert_eq!(record.events, ["a failure(body failed)"]);
}

#[test]
fn r5_a_guard_as_a_name_in_a_head_sees_the_outcome_of_the_scope() {
    let events = events(|| {
        let file = watching("file");
        with!(file => {
            let name: &mut &str = file;
            *name = "renamed";
        });
    });
    assert_eq!(events, ["renamed success"]);
}

#[test]
fn r6_a_fallible_guard_makes_a_result_of_the_scope() {
    let infallible: u8 = with!(_a = guard(1, drop) => 2);
    let fallible: Result<u8, Error> = with!(_a = guard(1, |_| Ok::<(), Fault>(())) => 2);
    assert_eq!((infallible, fallible.expect("no error")), (2, 2));
    let failed: Result<u8, Error> = with!(a = guard(1, |_| Err::<(), _>("a failed")) => *a);
    assert_eq!(failed.unwrap_err().name(), "a");
}

#[test]
fn r7_the_error_of_a_guard_dropped_alone_is_reported() {
    let Record { ended, reports, .. } = record(|| drop(guard((), |()| Err::<(), _>("text"))));
    assert_eq!(ended, Ok(()));
    assert_eq!(reports, ["guard failure: text"]);

    let unwinding = record(|| {
        let _guard = guard((), |()| Err::<(), _>("text"));
        panic!("panicked");
    });
    assert_eq!(unwinding.panic(), "panicked");
    assert_eq!(unwinding.reports, ["guard panic: text"]);
}

#[test]
fn a_guard_exits_by_hand() {
    let exits = |outcome: Outcome<'_>| events(|| watching("a").exit(outcome));
    assert_eq!(exits(Outcome::success()), ["a success"]);
    assert_eq!(exits(Outcome::panic()), ["a panic"]);
}

//! R10: a second panic is contained.

use std::error::Error as StdError;

use with_cleanup::{Error, defer, guard, try_finally, with};

use crate::support::{
    Does, Endless, Raii, explode, failing, log, manager, panicking, record, while_unwinding,
};

/// A value whose drop panics.
fn panics_in_drop(name: &'static str) -> Raii {
    Raii::enter(name, Does::Well, Does::Panic).expect("it enters")
}

#[test]
fn r2_what_an_error_says_of_itself_may_panic() {
    #[derive(Debug)]
    struct Unspeakable;

    impl AsRef<dyn StdError + Send + Sync> for Unspeakable {
        fn as_ref(&self) -> &(dyn StdError + Send + Sync + 'static) {
            panic!("unspeakable")
        }
    }

    let record = record(|| with!(_a = manager("a"), _b = manager("b") => Err::<(), _>(Unspeakable)));
    assert_eq!(record.panic(), "unspeakable");
    assert_eq!(record.events[2..], ["exit b: panic", "exit a: panic"]);
}

#[test]
fn r10_a_panic_during_the_bodys_panic_is_contained() {
    let record = record(|| with!(_a = manager("a"), _b = panicking("b") => panic!("body panicked")));
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.events[2..], ["exit b: panic", "exit a: panic"]);
    assert_eq!(record.reports, ["_b panic: panicked: b panicked"]);
}

#[test]
fn r10_a_second_panic_is_contained() {
    let record = record(|| with!(_a = manager("a"), _b = panicking("b"), _c = panicking("c") => {}));
    assert_eq!(record.panic(), "c panicked");
    assert_eq!(record.events[3..], ["exit c: success", "exit b: panic", "exit a: panic"]);
    assert_eq!(record.reports, ["_b panic: panicked: b panicked"]);
}

#[test]
fn r10_third_panic_is_contained_too() {
    let record = record(|| with!(_a = panicking("a"), _b = panicking("b"), _c = panicking("c") => {}));
    assert_eq!(record.panic(), "c panicked");
    assert_eq!(record.reports, ["_b panic: panicked: b panicked", "_a panic: panicked: a panicked"]);
}

#[test]
fn r10_panics_of_nested_scopes_are_contained() {
    let record = record(|| {
        with!(_a = panicking("a") => with!(_b = panicking("b") => with!(_c = panicking("c") => {})));
    });
    assert_eq!(record.panic(), "c panicked");
    assert_eq!(record.events[3..], ["exit c: success", "exit b: panic", "exit a: panic"]);
    assert_eq!(record.reports, ["_b panic: panicked: b panicked", "_a panic: panicked: a panicked"]);
}

#[test]
fn r10_panics_are_contained_where_a_jump_leaves() {
    fn run() -> u8 {
        with!(_a = panicking("a"), _b = panicking("b"), _c = panicking("c") => return 1)
    }

    let record = record(run);
    assert_eq!(record.panic(), "c panicked");
    assert_eq!(record.reports, ["_b panic: panicked: b panicked", "_a panic: panicked: a panicked"]);
}

#[test]
fn r10_panics_in_drops_of_held_values_are_contained() {
    let at_end =
        record(|| with!(_a = panics_in_drop("a"), _b = panics_in_drop("b"), _c = panics_in_drop("c") => {}));
    assert_eq!(at_end.panic(), "c panicked");
    assert_eq!(at_end.events[3..], ["drop c", "drop b", "drop a"]);
    assert_eq!(at_end.reports, ["_b panic: panicked: b panicked", "_a panic: panicked: a panicked"]);

    let in_body = record(|| with!(_a = panics_in_drop("a") => panic!("body panicked")));
    assert_eq!(in_body.panic(), "body panicked");
    assert_eq!(in_body.reports, ["_a panic: panicked: a panicked"]);
}

#[test]
fn r10_panicking_defers_are_contained() {
    let record = record(|| {
        defer!(explode("first deferred"));
        defer!(explode("second deferred"));
        defer!(explode("third deferred"));
    });
    assert_eq!(record.panic(), "third deferred panicked");
    assert_eq!(
        record.reports,
        ["defer panic: panicked: second deferred panicked", "defer panic: panicked: first deferred panicked"]
    );
}

#[test]
fn r10_panicking_finallys_are_contained() {
    let record = record(|| {
        try_finally!({
            try_finally!({ log("body"); } finally { explode("inner"); });
        } finally { explode("outer"); });
    });
    assert_eq!(record.panic(), "inner panicked");
    assert_eq!(record.reports, ["finally panic: panicked: outer panicked"]);
}

#[test]
fn r10_panicking_guards_are_contained() {
    let record = record(|| {
        let _first = guard((), |()| panic!("first panicked"));
        let _second = guard((), |()| panic!("second panicked"));
        let _third = guard((), |()| panic!("third panicked"));
    });
    assert_eq!(record.panic(), "third panicked");
    assert_eq!(
        record.reports,
        ["guard panic: panicked: second panicked", "guard panic: panicked: first panicked"]
    );
}

#[test]
fn r10_a_panicking_exit_in_a_destructor_during_unwinding_is_contained() {
    let record = record(|| {
        while_unwinding(|| {
            with!(_a = manager("a"), _b = panicking("b") => log("body"));
            log("after the scope");
        });
    });
    assert_eq!(record.panic(), "outer panicked");
    assert_eq!(
        record.events,
        ["enter a", "enter b", "body", "exit b: success", "exit a: panic", "after the scope"]
    );
    assert_eq!(record.reports, ["_b panic: panicked: b panicked"]);
}

#[test]
fn r10_a_contained_panic_does_not_hide_the_failures_beside_it() {
    let record = record(|| {
        while_unwinding(|| {
            let result = with!(_a = failing("a"), _b = panicking("b"), _c = failing("c") => {});
            let error = result.expect_err("two exits failed");
            let suppressed: Vec<_> = error.suppressed().iter().map(Error::name).collect();
            log(format!("{} {suppressed:?}", error.name()));
        });
    });
    assert_eq!(record.panic(), "outer panicked");
    assert_eq!(
        record.events[3..],
        ["exit c: success", "exit b: failure(c failed)", "exit a: panic", r#"_c ["_a"]"#]
    );
    assert_eq!(record.reports, ["_b panic: panicked: b panicked"]);
}

#[test]
fn r10_a_guard_that_panics_in_a_destructor_during_unwinding_is_contained() {
    let record = record(|| {
        while_unwinding(|| {
            drop(guard((), |()| panic!("guard panicked")));
            defer!(explode("defer"));
        });
    });
    assert_eq!(record.panic(), "outer panicked");
    assert_eq!(
        record.reports,
        ["guard panic: panicked: guard panicked", "defer panic: panicked: defer panicked"]
    );
}

#[test]
fn r10_a_body_may_panic_and_be_caught_in_a_destructor_during_unwinding() {
    let record = record(|| {
        while_unwinding(|| {
            let caught = std::panic::catch_unwind(|| {
                with!(_a = manager("a"), _b = panicking("b") => panic!("body panicked"));
            });
            log(format!("caught {}", caught.is_err()));
        });
    });
    assert_eq!(record.panic(), "outer panicked");
    assert_eq!(record.events[2..], ["exit b: panic", "exit a: panic", "caught true"]);
    assert_eq!(record.reports, ["_b panic: panicked: b panicked"]);
}

#[test]
fn r10_the_payload_of_a_contained_panic_may_be_no_text() {
    let record = record(|| {
        with!(_a = guard((), |()| std::panic::panic_any(7)) => panic!("body panicked"));
    });
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.reports, ["_a panic: panicked"]);
}

#[test]
fn r10_the_payload_of_a_contained_panic_may_panic_when_it_drops() {
    let record = record(|| {
        with!(_a = manager("a"), _b = guard((), |()| std::panic::panic_any(Endless)) => {
            panic!("body panicked")
        });
    });
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.events, ["enter a", "exit a: panic"]);
    assert_eq!(record.reports, ["_b panic: panicked"]);
}

//! R1, R2, R3 and R12: what is entered when, and that it exits once.

use with_cleanup::with;

use crate::support::{
    Fault, Record, entry_fails, entry_panics, events, fails, fallible, log, manager, raii, record,
};

#[test]
fn r1_heads_are_entered_left_to_right_and_exit_right_to_left() {
    let events = events(|| with!(_a = manager("a"), _b = raii("b"), _c = manager("c") => log("body")));
    assert_eq!(
        events,
        ["enter a", "enter b", "enter c", "body", "exit c: success", "drop b", "exit a: success"]
    );
}

#[test]
fn r1_a_head_is_entered_before_the_next_expression_is_evaluated() {
    let events = events(|| {
        with!(
            _a = { log("first expression"); manager("a") },
            _b = { log("second expression"); manager("b") } => {}
        );
    });
    let entries = ["first expression", "enter a", "second expression", "enter b"];
    assert_eq!(events[..4], entries);
}

#[test]
fn r1_a_later_head_may_use_an_earlier_binding() {
    let sum = with!(
        numbers = vec![1, 2],
        count = { numbers.push(3); numbers.len() } => numbers.iter().sum::<usize>() + *count
    );
    assert_eq!(sum, 9);
}

#[test]
fn r1_a_later_manager_that_borrows_an_earlier_one_exits_before_it() {
    struct Pushes<'v>(&'v mut Vec<&'static str>);

    impl Drop for Pushes<'_> {
        fn drop(&mut self) {
            self.0.push("dropped");
        }
    }

    struct Shown(Vec<&'static str>);

    impl Drop for Shown {
        fn drop(&mut self) {
            log(format!("{:?}", self.0));
        }
    }

    let events = events(|| {
        with!(all = Shown(Vec::new()), pushes = Pushes(&mut all.0) => pushes.0.push("body"));
    });
    assert_eq!(events, [r#"["body", "dropped"]"#]);
}

#[test]
fn r2_every_round_of_a_loop_exits_its_own_manager() {
    let events = events(|| {
        for name in ["a", "b", "c"] {
            with!(_m = manager(name) => if name == "b" { continue });
            log("next");
        }
    });
    assert_eq!(
        events,
        [
            "enter a",
            "exit a: success",
            "next",
            "enter b",
            "exit b: success",
            "enter c",
            "exit c: success",
            "next"
        ]
    );
}

#[test]
fn r2_an_exit_hidden_in_another_macro_exits_the_manager() {
    macro_rules! leave {
        () => {
            return log("leaving")
        };
    }

    fn run() {
        with!(_m = manager("m") => {
            if true {
                leave!();
            }
            log("not reached");
        });
    }

    assert_eq!(events(run), ["enter m", "leaving", "exit m: failure"]);
}

#[test]
fn r2_a_body_that_never_ends_leaves_through_its_own_jumps_only() {
    let events = events(|| {
        'all: for name in ["a", "b"] {
            with!(_m = manager(name) => {
                let mut rounds = 0;
                loop {
                    rounds += 1;
                    if rounds == 3 {
                        if name == "b" {
                            break 'all;
                        }
                        continue 'all;
                    }
                }
            });
        }
    });
    assert_eq!(events, ["enter a", "exit a: success", "enter b", "exit b: success"]);
}

#[test]
fn r3_a_failed_entry_exits_the_managers_before_it_only() {
    fn run() -> Result<(), Fault> {
        with!(_a = manager("a"), _b = raii("b"), _c = entry_fails("c")?, _d = manager("d") => log("body"));
        Ok(())
    }

    let Record { ended, events, .. } = record(run);
    assert_eq!(ended.expect("no panic").unwrap_err().to_string(), "c failed");
    assert_eq!(events, ["enter a", "enter b", "enter c", "drop b", "exit a: failure"]);
}

#[test]
fn r3_a_panicking_entry_exits_the_managers_before_it_only() {
    let record = record(|| {
        with!(_a = manager("a"), _b = entry_panics("b"), _c = manager("c") => log("body"));
    });
    assert_eq!(record.panic(), "b panicked");
    assert_eq!(record.events, ["enter a", "enter b", "exit a: panic"]);
}

#[test]
fn r3_a_return_from_a_later_head_is_a_failed_entry() {
    fn run(value: Option<u8>) -> u8 {
        with!(_a = manager("a"), value = match value { Some(value) => value, None => return 0 } => *value)
    }

    let left = record(|| run(None));
    assert_eq!(left.events, ["enter a", "exit a: failure"]);
    assert_eq!(left.value(), 0);
    let ended = record(|| run(Some(1)));
    assert_eq!(ended.events, ["enter a", "exit a: success"]);
    assert_eq!(ended.value(), 1);
}

#[test]
fn r3_the_first_entry_fails_with_nothing_to_exit() {
    fn run() -> Result<u32, Fault> {
        Ok(with!(_number = fails("number")?, _b = fallible("b") => 1)?)
    }

    let Record { ended, events, .. } = record(run);
    assert!(ended.expect("no panic").is_err());
    assert_eq!(events, [""; 0]);
}

#[test]
fn r12_an_underscore_holds_its_manager() {
    let events = events(|| with!(_ = manager("a"), _ = raii("b") => log("body")));
    assert_eq!(events, ["enter a", "enter b", "body", "drop b", "exit a: success"]);
}

#[test]
fn r12_a_bare_expression_holds_its_manager() {
    let events = events(|| with!(manager("a"), raii("b") => log("body")));
    assert_eq!(events, ["enter a", "enter b", "body", "drop b", "exit a: success"]);
}

#[test]
fn r12_a_name_takes_a_variable_that_exists() {
    let events = events(|| {
        let (a, b) = (manager("a"), raii("b"));
        log("made");
        with!(a, b => {
            a.touch();
            b.touch();
        });
        log("after");
    });
    assert_eq!(
        events,
        ["enter a", "enter b", "made", "use a", "use b", "drop b", "exit a: success", "after"]
    );
}

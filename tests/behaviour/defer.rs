//! `defer!`, `defer_on_success!` and `defer_on_failure!` as statements, and their captures.

use with_cleanup::{defer, defer_on_failure, defer_on_success, with};

use crate::support::{Fault, Record, events, explode, fails, log, manager, raii, record, seen};

#[test]
fn r1_defers_run_last_first_among_the_drops_of_other_locals() {
    let events = events(|| {
        let _a = raii("a");
        defer!(log("first"));
        let _b = raii("b");
        defer! {
            log("second");
            log("second still");
        }
        log("end");
    });
    assert_eq!(events, ["enter a", "enter b", "end", "second", "second still", "drop b", "first", "drop a"]);
}

#[test]
fn r2_a_defer_in_a_loop_runs_each_round() {
    let events = events(|| {
        for number in 0..3 {
            defer!(log(format!("deferred {number}")));
            if number == 1 {
                continue;
            }
            log(format!("round {number}"));
        }
    });
    assert_eq!(events, ["round 0", "deferred 0", "deferred 1", "round 2", "deferred 2"]);
}

#[test]
fn r2_a_defer_runs_on_every_way_out() {
    fn run(way: &str) -> Result<u32, Fault> {
        defer!(log("deferred"));
        if way == "return" {
            return Ok(1);
        }
        match way {
            "?" => Ok(fails("body")?),
            "panic" => panic!("body panicked"),
            _ => fails("body"),
        }
    }

    for way in ["return", "?", "panic", "end"] {
        assert_eq!(record(|| drop(run(way))).events, ["deferred"], "{way}");
    }
}

#[test]
fn r2_a_defer_after_the_way_out_does_not_run() {
    fn run(early: bool) {
        if early {
            return;
        }
        defer!(log("deferred"));
    }

    assert_eq!(events(|| run(true)), [""; 0]);
    assert_eq!(events(|| run(false)), ["deferred"]);
}

#[test]
fn captures_rebind_the_name_for_the_rest_of_the_block() {
    let mut lines = vec!["before"];
    {
        defer!(<&mut lines> lines.push("deferred"));
        let lines: &mut Vec<&str> = lines;
        lines.push("block");
    }
    lines.push("after");
    assert_eq!(lines, ["before", "block", "deferred", "after"]);
}

#[test]
fn captures_may_be_two_and_of_any_form() {
    let events = events(|| {
        let mut count = 0;
        let text = String::from("text");
        let part = raii("part");
        {
            defer!(<&mut count, &text, part, last = "made"> {
                *count += 1;
                part.touch();
                log(format!("{count} {text} {last}"));
            });
            *count += 10;
            part.touch();
            *last = "changed";
            log(format!("{}", text.len()));
        }
        log(format!("{count}"));
    });
    assert_eq!(events, ["enter part", "use part", "4", "use part", "11 text changed", "drop part", "11"]);
}

#[test]
fn captures_of_several_defers_stack() {
    let mut lines = Vec::new();
    {
        defer!(<&mut lines> lines.push("first"));
        defer!(<lines> lines.push("second"));
        lines.push("block");
    }
    assert_eq!(lines, ["block", "second", "first"]);
}

#[test]
fn r5_the_outcome_of_a_body_reaches_its_defers() {
    fn run(way: &str) -> Result<u32, Fault> {
        with!(_m = manager("m") => {
            defer!(|outcome| log(seen(outcome)));
            defer_on_success!(log("on success"));
            defer_on_failure!(log("on failure"));
            match way {
                "err" => fails("body"),
                "?" => Ok(fails("body")?),
                "return" => return Ok(1),
                "panic" => panic!("body panicked"),
                _ => Ok(1),
            }
        })
    }

    let deferred = |way| record(|| drop(run(way))).events[1..3].to_vec();
    assert_eq!(deferred("end"), ["on success", "success"]);
    assert_eq!(deferred("return"), ["on success", "success"]);
    assert_eq!(deferred("err"), ["on failure", "failure"]);
    assert_eq!(deferred("?"), ["on failure", "failure"]);
    assert_eq!(deferred("panic"), ["on failure", "panic"]);
}

#[test]
fn r5_a_body_that_ends_in_a_defer_is_a_success() {
    let events = events(|| {
        with!(_m = manager("m") => {
            log("body");
            defer_on_success!(log("success"));
        });
    });
    assert_eq!(events, ["enter m", "body", "success", "exit m: success"]);
}

#[test]
fn r9_a_loop_and_a_closure_in_a_defer_have_their_own_jumps() {
    let events = events(|| {
        defer! {
            for number in 0.. {
                if number == 2 {
                    break;
                }
                log(number.to_string());
            }
            let early = || {
                if true {
                    return "early";
                }
                "late"
            };
            log(early());
        }
    });
    assert_eq!(events, ["0", "1", "early"]);
}

#[test]
fn r9_a_hidden_return_ends_only_the_deferred_block() {
    macro_rules! leave {
        () => {
            return
        };
    }

    let events = events(|| {
        {
            defer! {
                log("deferred");
                if true {
                    leave!();
                }
                log("not reached");
            }
        }
        log("after");
    });
    assert_eq!(events, ["deferred", "after"]);
}

#[test]
fn r10_a_panicking_defer_goes_on() {
    let Record { ended, events, reports, .. } = record(|| {
        defer!(log("the rest"));
        defer!(explode("defer"));
        log("end");
    });
    assert_eq!(ended.expect_err("it panics"), "defer panicked");
    assert_eq!(events, ["end", "the rest"]);
    assert_eq!(reports, [""; 0]);
}

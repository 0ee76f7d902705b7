//! `try_finally!`: R5 to R9 as they show there, and its captures.

use std::{fmt::Debug, io};

use with_cleanup::{Error, try_finally, with};

use crate::support::{Fault, Raii, Record, events, fails, log, manager, raii, record, seen};

#[test]
fn r2_finally_runs_once_after_the_body() {
    assert_eq!(events(|| try_finally!({ log("body"); } finally { log("finally"); })), ["body", "finally"]);
}

#[test]
fn r5_finally_sees_the_outcome() {
    fn run(way: &str) -> Result<u32, Fault> {
        try_finally!({
            match way {
                "?" => fails("body"),
                "return" => return Ok(1),
                "panic" => panic!("body panicked"),
                _ => Ok(fails("body")?),
            }
        } finally |outcome| {
            log(seen(outcome));
        })
    }

    assert_eq!(record(|| drop(run("?"))).events, ["failure(body failed)"]);
    assert_eq!(record(|| drop(run("return"))).events, ["success"]);
    assert_eq!(record(|| drop(run("panic"))).events, ["panic"]);
    assert_eq!(record(|| drop(run("other"))).events, ["failure"]);
}

#[test]
fn r4_all_spellings_are_the_same() {
    let events = events(|| {
        try_finally!({ log("body 1"); } finally { log("finally 1"); });
        try_finally!(
            {
                log("body 2");
            },
            {
                log("finally 2");
            }
        );
        try_finally!(
            {
                log("body 3");
            },
            |outcome| {
                log(format!("finally 3 {}", seen(outcome)));
            }
        );
    });
    assert_eq!(events, ["body 1", "finally 1", "body 2", "finally 2", "body 3", "finally 3 success"]);
}

#[test]
fn captures_by_mut_are_mutated_in_both_blocks() {
    let mut log = Vec::new();
    let value = try_finally!(<&mut log> {
        let log: &mut Vec<&str> = log;
        log.push("body");
        log.len()
    } finally {
        let log: &mut Vec<&str> = log;
        log.push("finally");
    });
    log.push("after");
    assert_eq!(value, 1);
    assert_eq!(log, ["body", "finally", "after"]);
}

#[test]
fn captures_by_reference_are_shared_with_the_code_around() {
    let text = String::from("text");
    let outside = &text;
    let lengths = try_finally!(<&text> {
        let text: &String = text;
        (text.len(), outside.len())
    } finally {
        assert_eq!(*text, "text");
    });
    assert_eq!(lengths, (4, 4));
    assert_eq!(text, "text");
}

#[test]
fn captures_by_move_are_mutated_in_both_blocks_and_dropped_after_the_cleanup() {
    let events = events(|| {
        let part = raii("part");
        let mut count = 1;
        try_finally!(<part, count> {
            let part: &mut Raii = part;
            part.touch();
            *count += 1;
        } finally {
            part.touch();
            *count += 1;
            log(format!("finally {count}"));
        });
        count += 10;
        log(format!("after {count}")); // the number was copied in
    });
    assert_eq!(events, ["enter part", "use part", "use part", "finally 3", "drop part", "after 11"]);
}

#[test]
fn captures_by_expression_are_mutated_in_both_blocks() {
    let mut pair = (Vec::new(), 0);
    try_finally!(<list = &mut pair.0, count = 5> {
        list.push(*count);
        *count += 1;
    } finally {
        list.push(*count);
    });
    assert_eq!(pair.0, [5, 6]);
}

#[test]
fn captures_of_all_forms_go_together() {
    let mut by_mut = vec![1];
    let by_reference = vec![2];
    let by_move = vec![3];
    try_finally!(<&mut by_mut, &by_reference, by_move, by_expression = vec![4]> {
        by_mut.push(by_reference[0]);
        by_move.push(by_mut[0]);
        by_expression.push(by_move[0]);
    } finally {
        assert_eq!(*by_mut, [1, by_reference[0]]);
        assert_eq!(*by_move, [3, 1]);
        assert_eq!(*by_expression, [4, 3]);
        by_mut.append(by_expression);
    });
    assert_eq!(by_mut, [1, 2, 4, 3]);
    assert_eq!(by_reference, [2]);
}

#[test]
fn r3_a_capture_that_fails_runs_neither_block() {
    fn run() -> Result<(), Fault> {
        try_finally!(<part = raii("part"), number = fails("capture")?> {
            log(format!("body {number}"));
        } finally {
            log(format!("finally {number}"));
            part.touch();
        });
        Ok(())
    }

    let Record { ended, events, .. } = record(run);
    assert!(ended.expect("no panic").is_err());
    assert_eq!(events, ["enter part", "drop part"]);
}

#[test]
fn r4_a_return_from_the_body_coerces() {
    fn run() -> Box<dyn Debug> {
        try_finally!({
            if true {
                return Box::new(1);
            }
            Box::new("end")
        } finally {})
    }

    assert_eq!(format!("{:?}", run()), "1");
}

#[test]
fn r6_a_fallible_finally_makes_a_result() {
    let result: Result<u8, Error> = try_finally!({ 1 } finally { io::Result::Ok(()) });
    assert_eq!(result.expect("no error"), 1);
    let failed = try_finally!({ 1 } finally { Err::<(), _>(io::Error::from(io::ErrorKind::StorageFull)) });
    assert_eq!(io::Error::from(failed.unwrap_err()).kind(), io::ErrorKind::StorageFull);
}

#[test]
fn r7_a_failing_finally_comes_second_to_the_bodys_error() {
    fn run() -> Result<u32, Fault> {
        Ok(try_finally!({ fails("body")? } finally { fails("cleanup")?; })?)
    }

    let Record { ended, reports, .. } = record(run);
    assert_eq!(ended.expect("no panic").unwrap_err().to_string(), "body failed");
    assert_eq!(reports, ["finally failure: cleanup failed"]);
}

#[test]
fn r9_a_loop_in_finally_has_its_own_jumps() {
    let events = events(|| {
        try_finally!({} finally {
            for number in 0..5 {
                if number == 0 {
                    continue;
                }
                if number == 3 {
                    break;
                }
                log(number.to_string());
            }
            let found = 'found: {
                if true {
                    break 'found "found";
                }
                "not found"
            };
            log(found);
        });
    });
    assert_eq!(events, ["1", "2", "found"]);
}

#[test]
fn r9_a_closure_in_finally_has_its_own_return() {
    let events = events(|| {
        try_finally!({} finally {
            let word = |early: bool| {
                if early {
                    return "early";
                }
                "late"
            };
            log(word(true));
            log(word(false));
        });
    });
    assert_eq!(events, ["early", "late"]);
}

#[test]
fn r9_a_hidden_return_ends_only_the_cleanup() {
    macro_rules! leave {
        () => {
            return
        };
    }

    let events = events(|| {
        with!(_m = manager("m") => {
            try_finally!({ log("body"); } finally {
                log("finally");
                if true {
                    leave!();
                }
                log("not reached");
            });
            log("after");
        });
    });
    assert_eq!(events, ["enter m", "body", "finally", "after", "exit m: success"]);
}

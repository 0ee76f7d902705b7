//! R4 and R8: a body's jumps and its value mean what they mean outside a scope.

use std::{error::Error, fmt::Debug};

use with_cleanup::{guard, try_finally, with};

use crate::support::{Fault, Record, events, failing, fails, log, manager, raii, record};

#[test]
fn r4_the_operand_of_a_return_coerces() {
    fn run(early: bool) -> Box<dyn Debug> {
        with!(_a = manager("a"), _b = raii("b") => {
            if early {
                return Box::new(1);
            }
            Box::new("end")
        })
    }

    assert_eq!(record(|| format!("{:?}", run(true))).value(), "1");
    assert_eq!(record(|| format!("{:?}", run(false))).value(), "\"end\"");
}

#[test]
fn r4_the_operand_of_a_return_coerces_inside_a_result() {
    fn run(early: bool) -> Result<Box<dyn Debug>, Box<dyn Error>> {
        with!(_a = manager("a") => {
            if early {
                return Ok(Box::new(1));
            }
            Err("end".into())
        })
    }

    assert_eq!(record(|| format!("{:?}", run(true))).value(), "Ok(1)");
    let ended = record(|| format!("{:?}", run(false)));
    assert!(ended.events[1].starts_with("exit a: failure"), "{:?}", ended.events);
    assert_eq!(ended.value(), "Err(\"end\")");
}

#[test]
fn r4_the_value_of_a_body_coerces() {
    let boxed: Box<dyn Fn(u8) -> u8> = with!(_a = raii("a") => Box::new(|number| number + 1));
    assert_eq!(boxed(1), 2);
    let slice: &[u8] = with!(_a = raii("a") => { &[1, 2, 3] });
    assert_eq!(slice.len(), 3);
    let number: u8 = try_finally!({ "7".parse().expect("a number") } finally {});
    assert_eq!(number, 7);
}

#[test]
fn r4_the_value_of_a_break_coerces() {
    let boxed: Box<dyn Debug> = 'found: { with!(_a = raii("a") => break 'found Box::new(1)) };
    assert_eq!(format!("{boxed:?}"), "1");
}

#[test]
fn r4_a_break_with_a_value_leaves_the_loop_it_means() {
    let mut rounds = 0;
    let found = loop {
        rounds += 1;
        with!(_a = raii("a") => {
            if rounds == 3 {
                break rounds * 10;
            }
        });
    };
    assert_eq!((rounds, found), (3, 30));

    let labelled = 'outer: loop {
        rounds += 1;
        for inner in 0..10 {
            with!(_a = raii("a") => {
                if rounds * inner == 35 {
                    break 'outer (rounds, inner);
                }
            });
        }
    };
    assert_eq!(labelled, (5, 7));
}

#[test]
fn r4_a_labelled_continue_goes_on_with_the_loop_it_means() {
    let events = events(|| {
        'outer: for outer in ["a", "b"] {
            for inner in 0..3 {
                with!(_m = manager(outer) => {
                    if inner == 1 {
                        continue 'outer;
                    }
                    log(format!("{outer}{inner}"));
                });
            }
        }
    });
    let round = |name: &str| {
        [
            format!("enter {name}"),
            format!("{name}0"),
            format!("exit {name}: success"),
            format!("enter {name}"),
            format!("exit {name}: success"),
        ]
    };
    assert_eq!(events, [round("a"), round("b")].concat());
}

#[test]
fn r4_the_jumps_of_inner_loops_stay_in_the_body() {
    let events = events(|| {
        with!(_m = manager("m") => {
            for number in 0..5 {
                if number == 1 {
                    continue;
                }
                if number == 3 {
                    break;
                }
                log(number.to_string());
            }
            let found = 'block: {
                if true {
                    break 'block "found";
                }
                "not found"
            };
            log(found);
            let mut rounds = 0;
            let value = loop {
                rounds += 1;
                if rounds == 2 {
                    break "value";
                }
            };
            log(value);
        });
    });
    assert_eq!(events, ["enter m", "0", "2", "found", "value", "exit m: success"]);
}

#[test]
fn r4_the_returns_of_closures_and_functions_stay_in_the_body() {
    fn run() -> &'static str {
        with!(_m = failing("m") => {
            let early = |number: i32| {
                if number > 0 {
                    return "positive";
                }
                "other"
            };
            fn nested(number: i32) -> &'static str {
                if number > 0 {
                    return "nested";
                }
                "other"
            }
            log(early(1));
            log(nested(1));
        })
        .map_or("m failed", |()| "m exited well")
    }

    let Record { ended, events, .. } = record(run);
    assert_eq!(ended.expect("no panic"), "m failed");
    assert_eq!(events, ["enter m", "positive", "nested", "exit m: success"]);
}

#[test]
fn r4_a_question_mark_converts_the_error() {
    fn run() -> Result<u32, Box<dyn Error>> {
        with!(_a = manager("a") => Ok(fails("body")?))
    }

    fn number() -> Option<u32> {
        with!(_a = manager("a") => Some(None::<u32>? + 1))
    }

    assert_eq!(record(|| run().map_err(|error| error.to_string())).value(), Err("body failed".to_owned()));
    let option = record(number);
    assert_eq!(option.events, ["enter a", "exit a: failure"]);
    assert_eq!(option.value(), None);
}

#[test]
fn r4_a_name_is_a_mutable_reference_to_the_target() {
    let outside: Vec<i32> = with!(numbers = vec![1, 2], text = String::from("a") => {
        let numbers: &mut Vec<i32> = numbers;
        let text: &mut String = text;
        numbers.push(3);
        text.push('b');
        std::mem::take(numbers)
    });
    assert_eq!(outside, [1, 2, 3]);
}

#[test]
fn r4_all_spellings_of_a_body_are_the_same() {
    let expression = with!(_a = raii("a") => 1 + 1);
    let block = with!(_a = raii("a") => { 1 + 1 });
    let after_comma = with!(_a = raii("a"), { 1 + 1 });
    assert_eq!([expression, block, after_comma], [2; 3]);
}

#[test]
fn r4_a_jump_leaves_nested_scopes_one_by_one() {
    fn run() -> Result<u32, Fault> {
        with!(_a = manager("a") => {
            with!(_b = manager("b") => {
                try_finally!({
                    if true {
                        return Ok(1);
                    }
                    fails("body")
                } finally |outcome| {
                    log(format!("finally {}", outcome.is_success()));
                })
            })
        })
    }

    let Record { ended, events, .. } = record(run);
    assert_eq!(ended.expect("no panic").expect("no error"), 1);
    assert_eq!(events, ["enter a", "enter b", "finally true", "exit b: success", "exit a: success"]);
}

#[test]
fn r8_a_question_mark_leaves_a_scope_that_can_fail() {
    fn run() -> Result<(), Fault> {
        with!(_m = failing("m") => { fails("body")?; })?;
        Ok(())
    }

    let Record { ended, reports, .. } = record(run);
    assert_eq!(ended.expect("no panic").unwrap_err().to_string(), "body failed");
    assert_eq!(reports, ["_m failure: m failed"]);
}

#[test]
fn r8_a_written_err_leaves_a_scope_that_can_fail() {
    fn short() -> Result<(), Fault> {
        with!(_m = failing("m") => {
            if true {
                return Err(Fault::Of("body"));
            }
        })?;
        Ok(())
    }

    type Answer = Result<(), Fault>;

    fn long() -> Answer {
        with!(_m = failing("m") => {
            if true {
                return Answer::Err(Fault::Of("body"));
            }
        })?;
        Ok(())
    }

    for run in [short, long] {
        let Record { ended, events, reports, .. } = record(run);
        assert_eq!(ended.expect("no panic").unwrap_err().to_string(), "body failed");
        assert_eq!(events, ["enter m", "exit m: failure"]);
        assert_eq!(reports, ["_m failure: m failed"]);
    }
}

#[test]
fn r8_a_written_err_may_name_its_result() {
    fn run(early: bool) -> Result<(), String> {
        with!(_ = guard((), |()| Ok::<(), String>(())) => {
            if early {
                return Result::<(), String>::Err("written".to_owned());
            }
        })
        .map_err(|error| error.to_string())
    }
    assert_eq!(run(true), Err("written".to_owned()));
    assert_eq!(run(false), Ok(()));
}

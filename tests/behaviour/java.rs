//! Java's `try`-with-resources (JLS 14.20.3) and `Throwable.addSuppressed`.
//!
//! | rule | test |
//! | --- | --- |
//! | resources close in the reverse order of their initialisation | [`resources_close_in_reverse_order`] |
//! | a resource closes also when the block completes abruptly | [`a_resource_closes_when_the_block_completes_abruptly`] |
//! | if an initialisation throws, those before it close, and the block does not run | [`if_an_initialisation_throws_those_before_it_close`] |
//! | … and what their `close` throws is suppressed by that | [`what_close_throws_is_suppressed_by_the_initialisation`] |
//! | an exception of the block suppresses those of `close` | [`an_exception_of_the_block_suppresses_those_of_close`] |
//! | if only `close` throws, that is thrown | [`if_only_close_throws_that_is_thrown`] |
//! | of several `close` that throw the first suppresses the others | [`the_first_exception_of_close_suppresses_the_others`] |
//! | all resources close, whatever the others throw | [`all_resources_close_whatever_the_others_throw`] |
//! | a resource that is null does not close | [`a_resource_that_is_null_does_not_close`] |
//! | a resource may be a variable that exists | [`a_resource_may_be_a_variable_that_exists`] |
//! | the resources close before `catch` and `finally` of the same statement run | [`resources_close_before_catch_and_finally_run`] |
//! | `getSuppressed` has them in the order they were added | [`suppressed_exceptions_have_an_order`] |
//! | suppression may be disabled | without meaning: an error whose type does not carry failures leaves them to the hook: [`an_exception_that_carries_nothing_leaves_them_to_the_hook`] |
//! | an exception cannot suppress itself | without meaning: an error is owned once |
//! | the variable is final | answered by the compiler: its value cannot be moved out, `ui-tests/fail/with/target_moved_out.rs` |
//! | the type must be `AutoCloseable` | without meaning: what is no manager is held, and drops |

use with_cleanup::{ExitStack, closing, try_finally, with, with_cleanup};

use crate::support::{
    Fault, Laden, Record, entry_fails, events, failing, fails, log, manager, panicking, raii, record,
};

/// The error of the block, and what it suppresses.
fn laden(error: &Laden) -> String {
    let failures: Vec<_> = error.failures.iter().map(with_cleanup::Error::name).collect();
    format!("{error} {failures:?}")
}

#[test]
fn resources_close_in_reverse_order() {
    let events = events(|| with!(_a = manager("a"), _b = raii("b"), _c = manager("c") => log("block")));
    assert_eq!(events[3..], ["block", "exit c: success", "drop b", "exit a: success"]);
}

#[test]
fn a_resource_closes_when_the_block_completes_abruptly() {
    fn block(how: u8) -> Result<u8, Fault> {
        loop {
            with!(_a = manager("a") => match how {
                0 => break,
                1 => return Ok(1),
                2 => return Err(Fault::Of("returned")),
                _ => drop(fails("block")?),
            });
        }
        Ok(0)
    }

    for how in 0..4 {
        let Record { events, .. } = record(|| block(how).is_ok());
        assert_eq!(events, ["enter a", if how < 2 { "exit a: success" } else { "exit a: failure" }]);
    }
}

#[test]
fn if_an_initialisation_throws_those_before_it_close() {
    fn run() -> Result<(), Fault> {
        with!(_a = manager("a"), _b = entry_fails("b")?, _c = manager("c") => log("block"));
        Ok(())
    }

    let record = record(|| run().unwrap_err().to_string());
    assert_eq!(record.events, ["enter a", "enter b", "exit a: failure"]);
    assert_eq!(record.value(), "b failed");
}

#[test]
fn what_close_throws_is_suppressed_by_the_initialisation() {
    #[with_cleanup]
    fn run() -> Result<(), Laden> {
        with!(_a = failing("a"), _b = entry_fails("b")? => log("block"))?;
        Ok(())
    }

    let record = record(|| laden(&run().unwrap_err()));
    assert_eq!(record.value(), r#"b failed ["_a"]"#);
}

#[test]
fn an_exception_of_the_block_suppresses_those_of_close() {
    #[with_cleanup]
    fn run() -> Result<(), Laden> {
        with!(_a = failing("a"), _b = failing("b") => { fails("block")?; })?;
        Ok(())
    }

    let record = record(|| laden(&run().unwrap_err()));
    assert_eq!(record.reports, [""; 0]);
    assert_eq!(record.value(), r#"block failed ["_b", "_a"]"#);
}

#[test]
fn if_only_close_throws_that_is_thrown() {
    let record = record(|| {
        let error = with!(_a = manager("a"), _b = failing("b") => {}).unwrap_err();
        (error.downcast_ref().map(Fault::to_string), error.suppressed().len())
    });
    assert_eq!(record.value(), (Some("b failed".to_owned()), 0));
}

#[test]
fn the_first_exception_of_close_suppresses_the_others() {
    let record = record(|| {
        let error = with!(_a = failing("a"), _b = failing("b"), _c = failing("c") => {}).unwrap_err();
        let suppressed: Vec<_> = error.suppressed().iter().map(|error| error.name().to_owned()).collect();
        (error.name().to_owned(), suppressed)
    });
    assert_eq!(record.value(), ("_c".to_owned(), vec!["_b".to_owned(), "_a".to_owned()]));
}

#[test]
fn all_resources_close_whatever_the_others_throw() {
    let record = record(|| with!(_a = manager("a"), _b = failing("b"), _c = panicking("c") => {}).is_ok());
    assert_eq!(record.events[3..], ["exit c: success", "exit b: panic", "exit a: panic"]);
    assert_eq!(record.panic(), "c panicked");
    assert_eq!(record.reports, ["_b panic: b failed"]);
}

#[test]
fn a_resource_that_is_null_does_not_close() {
    let close = |resource: &mut Option<&str>| {
        if let Some(resource) = resource {
            log(format!("close {resource}"));
        }
    };
    assert_eq!(events(|| with!(_ = closing(None, close), _ = closing(Some("a"), close) => {})), ["close a"]);
}

#[test]
fn a_resource_may_be_a_variable_that_exists() {
    let events = events(|| {
        let (a, b) = (manager("a"), manager("b"));
        with!(a, b => {
            b.touch();
            a.touch();
        });
    });
    assert_eq!(events[2..], ["use b", "use a", "exit b: success", "exit a: success"]);
}

#[test]
fn resources_close_before_catch_and_finally_run() {
    fn run() -> Result<u32, Fault> {
        try_finally!({
            let ended = with!(_a = failing("a") => fails("block"))?;
            ended.or_else(|error| {
                log(format!("catch {error}"));
                Ok(0)
            })
        } finally {
            log("finally");
        })
    }

    let record = record(|| run().is_ok());
    assert_eq!(record.events, ["enter a", "exit a: failure(block failed)", "catch block failed", "finally"]);
    assert_eq!(record.reports, ["_a failure: a failed"]);
}

#[test]
fn suppressed_exceptions_have_an_order() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            for name in ["a", "b", "c"] {
                stack.enter(failing(name));
            }
            fails("block").map_err(Laden::from)
        });
        let failures = ended.unwrap_err().failures;
        failures.iter().filter_map(|failure| failure.downcast_ref().map(Fault::to_string)).collect::<Vec<_>>()
    });
    assert_eq!(record.value(), ["c failed", "b failed", "a failed"]);
}

#[test]
fn an_exception_that_carries_nothing_leaves_them_to_the_hook() {
    #[with_cleanup]
    fn run() -> Result<(), Fault> {
        with!(_a = failing("a"), _b = failing("b") => { fails("block")?; })?;
        Ok(())
    }

    let record = record(|| run().unwrap_err().to_string());
    assert_eq!(record.reports, ["_b failure: b failed", "_a failure: a failed"]);
    assert_eq!(record.value(), "block failed");
}

//! What users asked for elsewhere, and get here.

use std::{
    collections::VecDeque,
    io::{self, BufWriter, Write},
};

use with_cleanup::{Error, defer, defer_on_failure, guard_with, with, with_cleanup};

use crate::{
    cases::poll,
    support::{Fault, fails, log, record, while_unwinding},
};

/// bluss/scopeguard#39 asks for `?` in `defer!`: the cleanup of a file or a connection is fallible, and what is deferred
/// can only panic or swallow the error.
#[test]
fn scopeguard_39_question_mark_in_defer() {
    fn close(file: &str) -> io::Result<()> {
        log(format!("close {file}"));
        Err(io::ErrorKind::StorageFull.into())
    }

    #[with_cleanup]
    fn run(file: &str) -> io::Result<()> {
        defer!(close(file)?);
        Ok(())
    }

    let record = record(|| run("draft"));
    assert_eq!(record.events, ["close draft"]);
    assert_eq!(record.value().unwrap_err().kind(), io::ErrorKind::StorageFull);
}

/// bluss/scopeguard#22 asks how a deferred block may change a variable that the code behind it reads: a window slides over
/// numbers, and at the end of each round the oldest leaves and the newest enters.
#[test]
fn scopeguard_22_the_block_and_the_cleanup_use_one_variable() {
    fn find(window: usize, numbers: &[u64]) -> Option<u64> {
        let mut numbers = numbers.iter();
        let mut preamble: VecDeque<&u64> = numbers.by_ref().take(window).collect();
        for value in numbers {
            defer!(<&mut preamble> {
                preamble.pop_front();
                preamble.push_back(value);
            });
            let is_sum = preamble
                .iter()
                .enumerate()
                .any(|(at, a)| preamble.iter().skip(at + 1).any(|b| **a + **b == *value));
            if is_sum {
                continue;
            }
            return Some(*value);
        }
        None
    }

    let numbers = [35, 20, 15, 25, 47, 40, 62, 55, 65, 95, 102, 117, 150, 182, 127, 219, 299, 277, 309, 576];
    assert_eq!(find(5, &numbers), Some(127));
}

/// bluss/scopeguard#43 asks that what runs on unwinding keeps quiet where the scope itself does not unwind, but the thread
/// did already, as in a destructor: `thread::panicking` alone cannot tell.
#[test]
fn scopeguard_43_on_failure_while_already_unwinding() {
    #[with_cleanup]
    fn run() {
        defer_on_failure!(log("abort"));
        log("no panic of its own");
    }

    let record = record(|| while_unwinding(run));
    assert_eq!(record.panic(), "outer panicked");
    assert_eq!(record.events, ["no panic of its own"]);
}

/// rust-lang/rfcs#3901 asks for a cleanup that runs only if a block ends in an error, written once, whichever `?`, `return`
/// or `break` leaves it.
#[test]
fn rfcs_3901_cleanup_for_errors_only() {
    #[with_cleanup]
    fn run(step: &str) -> Result<&'static str, Fault> {
        defer_on_failure!(log("undo"));
        if step == "first" {
            fails("first")?;
        }
        if step == "early" {
            return Ok("early");
        }
        if step == "second" {
            return Err(Fault::Of("second"));
        }
        Ok("end")
    }

    for (step, events) in [("first", 1), ("second", 1), ("early", 0), ("none", 0)] {
        assert_eq!(record(|| run(step)).events, ["undo"; 1][..events], "{step}");
    }
}

/// rust-lang/rust#32677: a `BufWriter` flushes when it drops, and ignores the error, so data is lost and nobody knows. A
/// manager flushes where there is somebody to tell, and does not flush what failed half-way.
#[test]
fn rust_32677_a_writer_whose_flush_fails() {
    /// A disk with no room left.
    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            log("write");
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn save(bad: bool) -> io::Result<()> {
        let writer = guard_with(BufWriter::new(Full), |writer: BufWriter<Full>, outcome| {
            if outcome.is_success() {
                return writer.into_inner().map(drop).map_err(io::IntoInnerError::into_error);
            }
            let (Full, _unwritten) = writer.into_parts();
            Ok(())
        });
        with!(writer => {
            writer.write_all(b"all of it")?;
            if bad {
                fails("half-way").map_err(io::Error::other)?;
            }
        })?;
        Ok(())
    }

    #[with_cleanup]
    fn save_deferred() -> io::Result<()> {
        let mut writer = BufWriter::new(Full);
        defer!(<&mut writer> writer.flush()?);
        writer.write_all(b"all of it")
    }

    assert_eq!(record(|| save(false)).value().unwrap_err().kind(), io::ErrorKind::StorageFull);
    let failed = record(|| save(true));
    assert_eq!(failed.events, [""; 0]);
    assert_eq!(failed.value().unwrap_err().to_string(), "half-way failed");
    assert_eq!(record(save_deferred).value().unwrap_err().kind(), io::ErrorKind::StorageFull);
}

/// tokio-rs/tracing#1227: an attribute that writes the function's return type where `impl Trait` may not stand breaks the
/// function.
#[test]
fn tracing_1227_a_result_of_an_impl_trait() {
    #[with_cleanup]
    fn numbers(bad: bool) -> Result<impl Iterator<Item = u32>, Fault> {
        defer!(if bad {
            Err(Fault::Of("cleanup"))?;
        });
        Ok([1, 2].into_iter().map(|number| number + 1))
    }

    #[with_cleanup(_head = crate::support::manager("head"))]
    async fn later() -> Result<impl Iterator<Item = u32>, Error> {
        defer!(log("deferred"));
        Ok([1, 2].into_iter().map(|number| number + 1))
    }

    assert_eq!(numbers(false).unwrap().sum::<u32>(), 5);
    assert!(numbers(true).is_err());
    let later = record(|| poll(later(), false).map(|numbers| numbers.unwrap().sum::<u32>()));
    assert_eq!(later.events, ["enter head", "deferred", "exit head: success"]);
    assert_eq!(later.value(), Some(5));
}

/// tokio-rs/tracing#3306: an attribute that writes the return type into the body breaks a function whose body has another
/// item of that name.
#[test]
fn tracing_3306_an_item_in_the_body_that_shadows_the_return_type() {
    #[derive(Debug, PartialEq)]
    struct Found {
        number: u8,
    }

    // In the functions the name means something else.
    type Made = Found;

    #[with_cleanup]
    fn find() -> Result<Found, Error> {
        #[expect(dead_code, reason = "its name is the point")]
        struct Found;
        defer!(log("deferred"));
        Ok(Made { number: 1 })
    }

    #[with_cleanup]
    async fn find_later() -> Result<Found, Error> {
        #[expect(dead_code, reason = "its name is the point")]
        struct Found;
        defer!(log("deferred"));
        Ok(Made { number: 2 })
    }

    assert_eq!(find().unwrap(), Found { number: 1 });
    assert_eq!(poll(find_later(), false).unwrap().unwrap(), Found { number: 2 });
}

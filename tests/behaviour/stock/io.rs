//! `BufWriter` and `LineWriter` flush where there is somebody to tell.

use std::{
    io::{self, BufWriter, LineWriter, Write},
    panic::{AssertUnwindSafe, catch_unwind},
};

use with_cleanup::{ContextManager, Error, with, with_cleanup};

use crate::support::{Does, Fault, Record, Token, failing, fails, log, record};

/// A writer that logs what it is told, and what it does then. Box and token let Miri and `record` see that it drops once.
struct Sink {
    write: Does,
    flush: Does,
    _token: Token,
}

fn sink(write: Does, flush: Does) -> Sink {
    Sink { write, flush, _token: Token::new() }
}

fn perform(what: &str, does: Does) -> io::Result<()> {
    log(what);
    match does {
        Does::Well => Ok(()),
        Does::Fail => Err(io::ErrorKind::StorageFull.into()),
        Does::Panic => panic!("{what} panicked"),
    }
}

impl Write for Sink {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        perform(&format!("write {}", String::from_utf8_lossy(text)), self.write)?;
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        perform("flush", self.flush)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        log("drop");
    }
}

/// A scope around a `BufWriter` of some text, and one of a trait object.
fn buffered(write: Does, flush: Does, test: impl Fn(Record<Result<(), Error>>)) {
    let boxed = || Box::new(sink(write, flush)) as Box<dyn Write>;
    test(record(
        || with!(out = BufWriter::new(sink(write, flush)) => write!(out, "a").expect("it has room")),
    ));
    test(record(|| with!(out = BufWriter::new(boxed()) => write!(out, "a").expect("it has room"))));
}

/// The same with a `LineWriter`.
fn lines(write: Does, flush: Does, test: impl Fn(Record<Result<(), Error>>)) {
    let boxed = || Box::new(sink(write, flush)) as Box<dyn Write>;
    test(record(
        || with!(out = LineWriter::new(sink(write, flush)) => write!(out, "a").expect("it has room")),
    ));
    test(record(|| with!(out = LineWriter::new(boxed()) => write!(out, "a").expect("it has room"))));
}

#[test]
fn it_flushes_what_is_in_it_too() {
    let well = |record: Record<Result<(), Error>>| {
        assert_eq!(record.events, ["write a", "flush", "drop"]);
        assert_eq!(record.reports, [""; 0]);
        assert!(record.value().is_ok());
    };
    buffered(Does::Well, Does::Well, well);
    lines(Does::Well, Does::Well, well);
}

/// That a write failed is the scope's error.
fn write_failed(record: Record<Result<(), Error>>) {
    assert_eq!(record.events, ["write a", "drop"]);
    assert_eq!(record.reports, [""; 0]);
    let error = record.value().expect_err("the disk is full");
    assert_eq!(error.name(), "out");
    assert_eq!(io::Error::from(error).kind(), io::ErrorKind::StorageFull);
}

/// That a flush failed is the scope's error.
fn flush_failed(record: Record<Result<(), Error>>) {
    assert_eq!(record.events, ["write a", "flush", "drop"]);
    assert_eq!(io::Error::from(record.value().unwrap_err()).kind(), io::ErrorKind::StorageFull);
}

#[test]
fn r11_a_write_or_flush_that_fails_is_the_failure_and_is_not_tried_again() {
    buffered(Does::Fail, Does::Well, write_failed);
    buffered(Does::Well, Does::Fail, flush_failed);
}

#[test]
fn r11_a_write_or_flush_of_lines_that_fails_is_the_failure_and_is_not_tried_again() {
    lines(Does::Fail, Does::Well, write_failed);
    lines(Does::Well, Does::Fail, flush_failed);
}

#[test]
fn r11_a_write_or_flush_that_panics_is_not_tried_again() {
    let write = |record: Record<_>| {
        assert_eq!(record.panic(), "write a panicked");
        assert_eq!(record.events, ["write a", "drop"]);
    };
    buffered(Does::Panic, Does::Well, write);
    lines(Does::Panic, Does::Well, write);
    let flush = |record: Record<_>| {
        assert_eq!(record.panic(), "flush panicked");
        assert_eq!(record.events, ["write a", "flush", "drop"]);
    };
    buffered(Does::Well, Does::Panic, flush);
    lines(Does::Well, Does::Panic, flush);
}

#[test]
fn it_flushes_whatever_the_outcome() {
    for write in [Does::Well, Does::Fail] {
        let failed = record(|| {
            with!(out = BufWriter::new(sink(write, Does::Well)) => {
                out.write_all(b"a").expect("it is buffered");
                fails("body")
            })
        });
        assert_eq!(failed.events.first().expect("it writes"), "write a");
        let reports: &[&str] = if write == Does::Fail { &["out failure: no storage space"] } else { &[] };
        assert_eq!(failed.reports, reports);

        let panicked = record(|| {
            with!(out = BufWriter::new(sink(write, Does::Well)) => {
                out.write_all(b"a").expect("it is buffered");
                panic!("body panicked");
            })
        });
        assert_eq!(panicked.panic(), "body panicked");
        assert_eq!(panicked.events.first().expect("it writes"), "write a");
        assert_eq!(panicked.reports.len(), reports.len());
    }
}

/// What the buffer holds may have been written, in part.
#[test]
fn r11_a_buffer_whose_write_panicked_is_not_written_again() {
    let goes_on = record(
        || with!(out = BufWriter::with_capacity(1, sink(Does::Panic, Does::Well)) => out.write_all(b"abc").is_ok()),
    );
    assert_eq!(goes_on.panic(), "write abc panicked");

    let caught = record(|| {
        with!(out = BufWriter::new(sink(Does::Panic, Does::Well)) => {
            out.write_all(b"a").expect("it is buffered");
            assert!(catch_unwind(AssertUnwindSafe(|| out.flush())).is_err());
        })
    });
    assert_eq!(caught.events, ["write a", "drop"]);
    let error = io::Error::from(caught.value().expect_err("what of it is written is not known"));
    assert_eq!(error.kind(), io::ErrorKind::Other);

    let panicked = record(|| {
        with!(out = BufWriter::new(sink(Does::Panic, Does::Well)) => {
            out.write_all(b"a").expect("it is buffered");
            out.flush().expect("it panics before");
        })
    });
    assert_eq!(panicked.panic(), "write a panicked");
    assert_eq!(panicked.events, ["write a", "drop"]);
    assert_eq!(panicked.reports.len(), 1);
}

#[test]
fn a_line_writer_keeps_its_lines() {
    let record =
        record(|| with!(out = LineWriter::new(sink(Does::Well, Does::Well)) => write!(out, "a\nb").unwrap()));
    assert_eq!(record.events, ["write a\n", "write b", "flush", "drop"]);
}

#[test]
fn r7_a_failed_flush_stands_beside_other_failures() {
    let record = record(
        || with!(_a = failing("a"), out = BufWriter::new(sink(Does::Fail, Does::Well)) => write!(out, "text").unwrap()),
    );
    let error = record.value().expect_err("two exits fail");
    assert_eq!((error.name(), error.suppressed()[0].name()), ("out", "_a"));
}

#[test]
fn r8_it_may_be_left_by_a_return_in_a_function_that_returns_its_failure() {
    #[with_cleanup]
    fn save(write: Does) -> io::Result<u8> {
        with!(out = BufWriter::new(sink(write, Does::Well)) => {
            write!(out, "text")?;
            return Ok(1);
        })
    }

    assert_eq!(record(|| save(Does::Well)).value().expect("no error"), 1);
    assert_eq!(record(|| save(Does::Fail)).value().unwrap_err().kind(), io::ErrorKind::StorageFull);
}

/// A value of its own, so that a scope's type tells.
#[test]
fn r6_its_exit_is_fallible() {
    fn exit<C: ContextManager<Exit = io::Result<()>>>(_: &C) {}

    exit(&BufWriter::new(Vec::new()));
    exit(&LineWriter::new(Vec::new()));
    let size: Result<usize, Error> = with!(out = BufWriter::new(Vec::new()) => out.write(b"ab").unwrap());
    assert_eq!(size.map_err(|_| Fault::Of("flush")).unwrap(), 2);
}

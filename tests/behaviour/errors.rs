//! `Error`: what a failed scope returns.

use std::{error::Error as _, fmt, io};

use with_cleanup::{Error, guard, try_finally, with};

use crate::support::{Fault, Record, failing, fails, fallible, record};

/// An error with a cause.
#[derive(Debug)]
struct Caused(io::Error);

impl fmt::Display for Caused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("could not close")
    }
}

impl std::error::Error for Caused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

fn caused() -> Result<(), Caused> {
    Err(Caused(io::Error::other("the disk is full")))
}

/// The error of a scope whose exits fail.
fn failed<T>(run: impl FnOnce() -> Result<T, Error>) -> Error {
    record(|| run().err().expect("it fails")).value()
}

#[test]
fn it_is_one_pointer_wide_and_may_go_anywhere() {
    fn goes_anywhere<T: std::error::Error + Send + Sync + 'static>() {}

    goes_anywhere::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

#[test]
fn it_has_the_name_and_the_line_of_the_head() {
    let line = line!() + 4;
    let error = failed(|| {
        with!(
            _first = fallible("first"),
            second = failing("second"),
            _third = fallible("third") => {
                second.touch();
            }
        )
    });
    assert_eq!(error.name(), "second");
    assert_eq!((error.location().file(), error.location().line()), (file!(), line));
    assert_eq!(error.location().column(), 13);
}

#[test]
fn it_has_the_line_of_a_head_without_a_name() {
    let line = line!() + 3;
    let error = failed(|| {
        with!(
            failing("unnamed") => {}
        )
    });
    assert_eq!(error.name(), "failing(..)");
    assert_eq!(error.location().line(), line);
    let underscore = failed(|| with!(_ = failing("unnamed") => {}));
    assert_eq!(underscore.name(), "failing(..)");
    let raw = failed(|| with!(r#type = failing("raw") => r#type.touch()));
    assert_eq!(raw.name(), "type");
}

#[test]
fn it_has_the_line_of_finally() {
    let line = line!() + 4;
    let error = failed(|| {
        try_finally!({
            1
        } finally {
            fails("cleanup")?;
        })
    });
    assert_eq!(error.name(), "finally");
    assert_eq!(error.location().line(), line);
}

#[test]
fn it_displays_one_line_without_the_source() {
    let error = failed(|| with!(file = guard((), |()| caused()) => *file));
    assert_eq!(error.to_string(), format!("cleanup of `file` failed at {}", error.location()));
}

#[test]
fn it_displays_the_whole_story_when_asked() {
    let error = failed(|| {
        with!(
            first = guard(1, |_| Err::<(), _>("first failed")),
            second = guard(2, |_| caused()),
            third = guard(3, |_| caused()) => *first + *second + *third
        )
    });
    let [second, first] = error.suppressed() else { panic!("{error:#}") };
    let whole = format!(
        "cleanup of `third` failed at {}: could not close: the disk is full\n\
         suppressed: cleanup of `second` failed at {}: could not close: the disk is full\n\
         suppressed: cleanup of `first` failed at {}: first failed",
        error.location(),
        second.location(),
        first.location()
    );
    assert_eq!(format!("{error:#}"), whole);
}

#[test]
fn its_source_is_the_failure_itself() {
    let error = failed(|| with!(_a = guard((), |()| caused()) => {}));
    let source = error.source().expect("it has one");
    assert!(source.is::<Caused>());
    assert_eq!(source.source().expect("it has one").to_string(), "the disk is full");
    assert!(matches!(error.downcast_ref::<Caused>(), Some(Caused(_))));
    assert!(error.downcast_ref::<Fault>().is_none());
}

#[test]
fn its_suppressed_failures_are_in_the_order_they_happened() {
    let error =
        failed(|| with!(_a = failing("a"), _b = failing("b"), _c = failing("c"), _d = failing("d") => {}));
    let names: Vec<_> = error.suppressed().iter().map(Error::name).collect();
    assert_eq!((error.name(), &names[..]), ("_d", &["_c", "_b", "_a"][..]));
    assert!(error.suppressed().iter().all(|later| later.suppressed().is_empty()));
}

#[test]
fn it_becomes_an_io_error_of_the_same_kind() {
    let refused = || Err::<(), _>(io::Error::from(io::ErrorKind::ConnectionRefused));
    let error = io::Error::from(failed(|| with!(_a = guard((), |()| refused()) => {})));
    assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    assert_eq!(error.get_ref().expect("it has one").downcast_ref::<Error>().expect("ours").name(), "_a");
    let other = io::Error::from(failed(|| with!(_a = failing("a") => {})));
    assert_eq!(other.kind(), io::ErrorKind::Other);
}

#[test]
fn it_converts_by_a_question_mark() {
    fn to_io() -> io::Result<u8> {
        Ok(with!(_a = guard((), |()| Err::<(), _>(io::Error::from(io::ErrorKind::NotFound))) => 1)?)
    }

    fn to_box() -> Result<u8, Box<dyn std::error::Error + Send + Sync>> {
        Ok(with!(_a = failing("a") => 1)?)
    }

    assert_eq!(record(to_io).value().unwrap_err().kind(), io::ErrorKind::NotFound);
    assert!(record(to_box).value().unwrap_err().is::<Error>());
}

#[test]
fn one_that_comes_out_of_an_exit_is_not_wrapped_again() {
    let inner = |()| with!(_x = failing("x"), _y = failing("y") => {});
    let error = failed(|| with!(_outer = guard((), inner), _later = fallible("later") => {}));
    assert_eq!(error.name(), "_y");
    assert!(matches!(error.downcast_ref(), Some(Fault::Of("y"))));
    assert_eq!(error.suppressed().iter().map(Error::name).collect::<Vec<_>>(), ["_x"]);
}

#[test]
fn one_that_comes_second_out_of_an_exit_is_suppressed_with_its_own() {
    let inner = |()| with!(_x = failing("x"), _y = failing("y") => {});
    let error = failed(|| with!(_a = failing("a"), _outer = guard((), inner), _b = failing("b") => {}));
    let names: Vec<_> = error.suppressed().iter().map(Error::name).collect();
    assert_eq!((error.name(), &names[..]), ("_b", &["_y", "_x", "_a"][..]));
}

#[test]
fn one_that_comes_out_of_a_finally_by_a_question_mark_is_not_wrapped_again() {
    let error = failed(|| {
        try_finally!({} finally {
            with!(_x = failing("x"), _y = failing("y") => {})?;
        })
    });
    assert_eq!((error.name(), error.suppressed()[0].name()), ("_y", "_x"));
}

#[test]
fn one_that_is_reported_is_one_report_a_failure() {
    let inner = |()| with!(_x = failing("x"), _y = failing("y") => {});
    let Record { ended, reports, .. } = record(|| drop(guard((), inner)));
    assert_eq!(ended, Ok(()));
    assert_eq!(reports, ["_y failure: y failed", "_x failure: x failed"]);
}

#[test]
fn it_shows_all_in_debug() {
    let error = failed(|| with!(_a = failing("a"), _b = failing("b") => {}));
    let shown = format!("{error:?}");
    assert!(shown.starts_with("Error { name: \"_b\", location: "), "{shown}");
    assert!(shown.contains("source: Of(\"b\"), suppressed: [Error { name: \"_a\""), "{shown}");
}

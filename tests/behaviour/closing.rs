//! `closing` and `null_context`.

use with_cleanup::{ContextManager, Error, Guard, Outcome, closing, null_context, with};

use crate::support::{Does, Fault, Raii, Record, Token, events, fails, log, raii, record};

/// A connection that logs its end. Its close does what it is told to.
struct Conn {
    close: Does,
    _raii: Raii,
}

fn conn(close: Does) -> Conn {
    Conn { close, _raii: raii("conn") }
}

impl Conn {
    fn close(&mut self) -> Result<(), Fault> {
        log("close");
        match self.close {
            Does::Well => Ok(()),
            Does::Fail => Err(Fault::Of("close")),
            Does::Panic => panic!("close panicked"),
        }
    }
}

#[test]
fn r2_it_closes_and_then_drops() {
    let record = record(|| with!(_conn = closing(conn(Does::Well), Conn::close) => log("body")));
    assert_eq!(record.events, ["enter conn", "body", "close", "drop conn"]);
    assert_eq!(record.reports, [""; 0]);
    assert!(record.value().is_ok());
}

#[test]
fn r6_its_exit_is_what_the_close_returns() {
    let infallible: usize = with!(list = closing(vec![1], Vec::clear) => list.len());
    let fallible: Result<u8, Error> = with!(_conn = closing(conn(Does::Well), Conn::close) => 1);
    assert_eq!((infallible, fallible.expect("no error")), (1, 1));
}

#[test]
fn a_closure_may_close() {
    let mut closed = Vec::new();
    with!(list = closing(vec![1], |list| closed.append(list)) => list.push(2));
    assert_eq!(closed, [1, 2]);
}

#[test]
fn r6_the_scope_returns_the_failure_of_the_close() {
    let record = record(|| with!(conn = closing(conn(Does::Fail), Conn::close) => conn.close = Does::Fail));
    assert_eq!(record.events, ["enter conn", "close", "drop conn"]);
    let error = record.value().unwrap_err();
    assert_eq!(
        (error.name(), error.downcast_ref::<Fault>().unwrap().to_string()),
        ("conn", "close failed".into())
    );
}

#[test]
fn r11_a_close_that_panics_does_not_run_again_and_the_value_drops() {
    let record = record(|| with!(_conn = closing(conn(Does::Panic), Conn::close) => {}));
    assert_eq!(record.panic(), "close panicked");
    assert_eq!(record.events, ["enter conn", "close", "drop conn"]);
}

#[test]
fn r2_it_closes_whatever_the_outcome() {
    let failed = record(|| with!(_conn = closing(conn(Does::Fail), Conn::close) => fails("body")).map(drop));
    assert_eq!(failed.events, ["enter conn", "close", "drop conn"]);
    let panicked =
        record(|| with!(_conn = closing(conn(Does::Fail), Conn::close) => panic!("body panicked")));
    assert_eq!(panicked.panic(), "body panicked");
    assert_eq!(panicked.events, ["enter conn", "close", "drop conn"]);
    assert_eq!(panicked.reports, ["_conn panic: close failed"]);
}

#[test]
fn r7_dropped_alone_it_closes_and_reports() {
    let line = line!() + 1;
    let dropped = || drop(closing(conn(Does::Fail), Conn::close));
    let Record { ended, events, reports, report_lines } = record(dropped);
    assert_eq!(ended, Ok(()));
    assert_eq!(events, ["enter conn", "close", "drop conn"]);
    assert_eq!(reports, ["closing failure: close failed"]);
    assert_eq!(report_lines, [line]);
}

#[test]
fn r10_a_panic_of_the_close_during_a_panic_is_contained() {
    let record = record(|| {
        let _conn = closing(conn(Does::Panic), Conn::close);
        panic!("body panicked");
    });
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.events, ["enter conn", "close", "drop conn"]);
    assert_eq!(record.reports, ["closing panic: panicked: close panicked"]);
}

#[test]
fn dismissed_it_gives_the_value_back() {
    let events = events(|| {
        let _conn = Guard::dismiss(closing(conn(Does::Well), Conn::close));
        log("dismissed");
    });
    assert_eq!(events, ["enter conn", "dismissed", "drop conn"]);
}

#[test]
fn a_null_context_lends_its_value_and_drops_it() {
    fn run(mut manager: impl ContextManager<Target = Raii, Exit = ()>) {
        manager.target().touch();
        manager.exit(Outcome::success());
        log("exited");
    }

    let events = events(|| {
        let _token = Token::new();
        run(null_context(raii("a")));
        with!(b = null_context(raii("b")) => b.touch());
    });
    assert_eq!(events, ["enter a", "use a", "drop a", "exited", "enter b", "use b", "drop b"]);
}

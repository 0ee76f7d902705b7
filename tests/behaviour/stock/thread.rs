//! `joining`.

use std::{
    error::Error as _,
    panic::panic_any,
    sync::mpsc,
    thread::{self, JoinHandle},
};

use with_cleanup::{ThreadPanicked, guard, joining, with};

use crate::support::{Endless, Fault, fails, log, record};

/// Starts a thread without the name, and so the noise, of a test's. Its panic is of no interest to the tests' hook.
fn spawn<R: Send + 'static>(run: impl FnOnce() -> R + Send + 'static) -> JoinHandle<R> {
    thread::Builder::new().name("worker".to_owned()).spawn(run).expect("a thread")
}

#[test]
fn it_joins_after_the_body_and_after_later_heads() {
    let (sender, numbers) = mpsc::channel();
    let (done, sum) = mpsc::channel();
    let worker = joining(spawn(move || done.send(numbers.iter().sum::<i32>()).expect("it is received")));
    let record = record(|| {
        with!(
            _after = guard((), |()| log(format!("the sum is {}", sum.try_recv().expect("the thread has ended")))),
            worker,
            sender => {
                assert_eq!(worker.thread().name(), Some("worker"));
                sender.send(3).expect("it is received");
                sender.send(4).expect("it is received");
            }
        )
    });
    assert_eq!(record.events, ["the sum is 7"]);
    assert!(record.value().is_ok());
}

#[test]
fn r7_the_failure_of_the_thread_is_the_failure() {
    let record = record(|| with!(_worker = joining(spawn(|| Err::<(), _>(Fault::Of("thread")))) => {}));
    let error = record.value().expect_err("the thread fails");
    assert_eq!((error.name(), error.location().file()), ("_worker", file!()));
    assert!(matches!(error.downcast_ref(), Some(Fault::Of("thread"))));
}

#[test]
fn r7_the_panic_of_the_thread_is_an_error_with_its_message() {
    let record = record(|| with!(_worker = joining(spawn(|| panic!("panic {}", 1))) => {}));
    let error = record.value().expect_err("the thread panics");
    assert_eq!(error.source().expect("it has").to_string(), "thread `worker` panicked: panic 1");
    let panicked = error.downcast_ref::<ThreadPanicked>().expect("a panic");
    assert_eq!((panicked.thread(), panicked.message()), (Some("worker"), Some("panic 1")));
}

#[test]
fn the_payload_of_the_threads_panic_may_be_no_text_and_may_panic_when_it_drops() {
    let record = record(|| with!(_worker = joining(thread::spawn(|| panic_any(Endless))) => {}));
    assert_eq!(record.value().unwrap_err().source().unwrap().to_string(), "a thread panicked");
}

#[test]
fn it_joins_whatever_the_outcome() {
    for panics in [false, true] {
        let (done, ended) = mpsc::channel();
        let record = record(|| {
            let worker = joining(spawn(move || {
                done.send(()).expect("it is received");
                Err::<(), _>(Fault::Of("thread"))
            }));
            with!(_worker = worker => if panics { panic!("body panicked") } else { fails("body") }).is_ok()
        });
        assert_eq!(ended.try_recv(), Ok(()));
        let (outcome, value) =
            if panics { ("panic", Err("body panicked".to_owned())) } else { ("failure", Ok(true)) };
        assert_eq!(record.reports, [format!("_worker {outcome}: thread failed")]);
        assert_eq!(record.ended, value);
    }
}

#[test]
fn r7_dropped_alone_it_joins_and_reports() {
    let failed = record(|| drop(joining(spawn(|| Err::<(), _>(Fault::Of("thread"))))));
    assert_eq!(failed.reports, ["joining failure: thread failed"]);
    let panicked = record(|| drop(joining(spawn(|| panic!("panicked")))));
    assert_eq!(panicked.reports, ["joining failure: thread `worker` panicked: panicked"]);
    assert_eq!(panicked.ended, Ok(()));
}

//! `killing_on_failure`. The children are this test binary again, which is told what to do.

use std::{
    env,
    io::{self, Read, Write},
    path::Path,
    process::{Child, Command, Stdio, exit},
    thread,
    time::Duration,
};

use with_cleanup::{ChildFailed, ContextManager, Outcome, killing_on_failure, with};

use crate::support::{fails, record};

const CHILD: &str = "WITH_CLEANUP_TEST_OF_A_CHILD";

/// Starts a child that tells when it runs, and then does this.
fn child(does: &str) -> Child {
    let mut child = Command::new(env::current_exe().expect("the path of the tests"))
        .args(["--exact", "stock::process::a_child_of_the_tests", "--nocapture"])
        .env(CHILD, does)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts");
    let output = child.stdout.as_mut().expect("it is a pipe");
    let (mut told, mut byte) = (Vec::new(), [0]);
    while !told.ends_with(b"it runs\n") {
        output.read_exact(&mut byte).expect("the child tells");
        told.extend(byte);
    }
    child
}

/// What the children do; a test that does nothing in the tests themselves.
#[test]
#[cfg_attr(miri, ignore = "is of use to processes")]
fn a_child_of_the_tests() {
    let Some(does) = env::var_os(CHILD) else { return };
    println!("it runs");
    match does.to_str().expect("text") {
        "wait for the end of the input" => drop(io::stdin().read_to_end(&mut Vec::new())),
        "fail" => exit(3),
        "sleep" => {
            thread::sleep(Duration::from_secs(20));
            exit(4);
        }
        other => panic!("{other}"),
    }
}

/// Whether there is a process of this number, be it one that has ended and waits to be reaped. Only Linux can tell.
fn is_there(id: u32) -> bool {
    Path::new(&format!("/proc/{id}")).exists()
}

#[test]
#[cfg_attr(miri, ignore = "starts a process")]
fn a_child_is_waited_for_on_success() {
    let child = child("wait for the end of the input");
    let id = record(|| {
        with!(child = killing_on_failure(child) => {
            child.stdin.as_mut().expect("it is a pipe").write_all(b"text").expect("it is read");
            child.id()
        })
    });
    assert_eq!(id.reports, [""; 0]);
    assert!(!is_there(id.value().expect("it ends well")));
}

#[test]
#[cfg_attr(miri, ignore = "starts a process")]
fn r7_a_status_that_is_no_success_is_the_failure() {
    let child = child("fail");
    let record = record(|| with!(_child = killing_on_failure(child) => {}));
    let error = record.value().expect_err("the child fails");
    let error: &io::Error = error.downcast_ref().expect("an I/O error");
    let failed: &ChildFailed = error.get_ref().and_then(|error| error.downcast_ref()).expect("it tells");
    assert_eq!(failed.status().code(), Some(3));
    assert_eq!(error.to_string(), format!("the child process failed: {}", failed.status()));
}

#[test]
#[cfg_attr(miri, ignore = "starts a process")]
fn a_child_is_killed_and_reaped_on_failure() {
    let child = child("sleep");
    let id = child.id();
    let record = record(|| with!(_child = killing_on_failure(child) => fails("body")));
    assert_eq!((record.reports.len(), is_there(id)), (0, false));
    assert!(record.value().expect("the kill does not fail").is_err());
}

#[test]
#[cfg_attr(miri, ignore = "starts a process")]
fn a_child_is_killed_and_reaped_on_panic_and_where_it_is_dropped_alone() {
    let (first, second) = (child("sleep"), child("sleep"));
    let ids = [first.id(), second.id()];
    let panicked = record(|| with!(_child = killing_on_failure(first) => panic!("body panicked")));
    assert_eq!((panicked.panic(), panicked.reports.len()), ("body panicked", 0));
    let dropped = record(|| drop(killing_on_failure(second)));
    assert_eq!((dropped.ended, dropped.reports.len()), (Ok(()), 0));
    assert_eq!(ids.map(is_there), [false, false]);
}

#[test]
#[cfg_attr(miri, ignore = "starts a process")]
fn a_child_that_has_exited_already_is_no_error_of_a_kill() {
    for waits in [false, true] {
        let mut child = child("fail");
        // The end of its output is the end of the process, or nearly.
        child.stdout.take().expect("it is a pipe").read_to_end(&mut Vec::new()).expect("it ends");
        if waits {
            child.wait().expect("it ends");
        }
        let killed = record(|| killing_on_failure(child).exit(Outcome::failure(None)));
        assert!(killed.value().is_ok());
    }
}

//! The report hook.

use std::{env, process::Command, sync::Mutex};

use with_cleanup::{Report, guard, set_report_hook, take_report_hook, with};

use crate::support::{failing, let_the_hook_panic, manager, panicking, record};

/// Makes the failure that is reported.
fn fail(name: &'static str) {
    drop(guard((), |()| Err::<(), _>(name)));
}

#[test]
fn r7_each_failure_is_one_report() {
    let record = record(
        || with!(_a = failing("a"), _b = panicking("b"), _c = failing("c") => panic!("body panicked")),
    );
    assert_eq!(record.reports.len(), 3);
}

#[test]
fn r10_a_panicking_hook_is_contained() {
    let record = record(|| {
        let_the_hook_panic();
        fail("a text");
        with!(_a = manager("a"), _b = failing("b"), _c = panicking("c") => panic!("body panicked"))
    });
    assert_eq!(record.panic(), "body panicked");
    assert_eq!(record.events.last().expect("it exits"), "exit a: panic");
    let reports = ["guard failure: a text", "_c panic: panicked: c panicked", "_b panic: b failed"];
    assert_eq!(record.reports, reports);
}

/// The hook is the process's, so this test has a process of its own.
#[test]
#[cfg_attr(miri, ignore = "starts a process")]
fn r7_the_hook_can_be_set_and_taken() {
    const CHILD: &str = "WITH_CLEANUP_TEST_OF_THE_HOOK";
    if env::var_os(CHILD).is_some() {
        return set_and_take();
    }
    let child = Command::new(env::current_exe().expect("the path of the tests"))
        .args(["--exact", "reports::r7_the_hook_can_be_set_and_taken", "--nocapture"])
        .env(CHILD, "1")
        .output()
        .expect("the child runs");
    let stderr = String::from_utf8(child.stderr).expect("text");
    assert!(child.status.success(), "{stderr}");
    let lines: Vec<_> =
        stderr.lines().filter(|line| line.starts_with("cleanup of `guard` failed at ")).collect();
    let [first, second, third] = lines[..] else { panic!("{stderr}") };
    assert!(first.ends_with(": to the default hook"), "{first}");
    assert!(second.ends_with(": to the default hook that was taken"), "{second}");
    assert!(third.ends_with(": to the default hook again"), "{third}");
}

/// What the child does.
fn set_and_take() {
    static REPORTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

    fn keep(report: &Report<'_>) {
        let location = report.location();
        let told = format!("{} {:?} {}", report.name(), report.outcome(), report.error());
        assert_eq!(report.to_string(), format!("cleanup of `guard` failed at {location}"));
        assert_eq!(location.file(), file!());
        REPORTS.lock().expect("no panic while locked").push(told);
    }

    fail("to the default hook");
    let default = take_report_hook();
    set_report_hook(Box::new(move |report| {
        keep(report);
        if report.error().to_string().ends_with("that was taken") {
            default(report);
        }
    }));
    fail("kept");
    fail("to the default hook that was taken");
    let ours = take_report_hook();
    fail("to the default hook again");
    set_report_hook(ours);
    fail("kept once more");
    let kept = [
        "guard Failure kept",
        "guard Failure to the default hook that was taken",
        "guard Failure kept once more",
    ];
    assert_eq!(*REPORTS.lock().expect("no panic while locked"), kept);
}

#[test]
fn a_report_has_the_name_and_the_line_of_the_head() {
    let line = line!() + 4;
    let record = record(|| {
        with!(
            _first = manager("first"),
            second = failing("second") => {
                second.touch();
                panic!("body panicked");
            }
        )
    });
    assert_eq!(record.reports, ["second panic: second failed"]);
    assert_eq!(record.report_lines, [line]);
}

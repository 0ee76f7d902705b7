//! The example `deploy`, run as its user runs it: what it prints, what it returns, and that it leaves nothing behind.

use std::{
    ffi::OsStr,
    fs, iter,
    path::PathBuf,
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::example::{command, entries};

mod example;
#[path = "../examples/deploy/steps.rs"]
mod steps;

const STEPS: [&str; 5] = [
    "step 1: copy the release",
    "step 2: write the configuration",
    "step 3: migrate the orders",
    "step 4: switch to the release",
    "step 5: record the release",
];
const UNDOS: [&str; 4] = [
    "undo of step 1: remove the release",
    "undo of step 2: remove the configuration",
    "undo of step 3: restore the orders",
    "undo of step 4: switch back",
];
const USAGE: &str = "usage: deploy [--fail-at STEP] [--undo-fails STEP]    with a STEP from 1 to 5";

/// What the example prints of a site where these steps are made, and not undone.
fn site(made: &[usize]) -> Vec<&'static str> {
    let made = |step, yes: &[&'static str], no: &[&'static str]| {
        if made.contains(&step) { yes.to_vec() } else { no.to_vec() }
    };
    [
        vec!["  config/", r#"    1.0.toml: "workers = 4\n""#],
        made(2, &[r#"    2.0.toml: "workers = 8\n""#], &[]),
        made(4, &[r#"  current: "2.0\n""#], &[r#"  current: "1.0\n""#]),
        made(5, &[r#"  history: "1.0\n2.0\n""#], &[r#"  history: "1.0\n""#]),
        made(
            3,
            &[
                r#"  orders.before-2.0.csv: "customer,total\nMoira,12.50\n""#,
                r#"  orders.csv: "customer,total,currency\nMoira,12.50,EUR\n""#,
            ],
            &[r#"  orders.csv: "customer,total\nMoira,12.50\n""#],
        ),
        vec!["  releases/", "    1.0/", r#"      index.html: "<h1>Hello</h1>\n""#],
        made(
            1,
            &[
                "    2.0/",
                r#"      index.html: "<h1>Welcome</h1>\n""#,
                r#"      style.css: "h1 { color: teal }\n""#,
            ],
            &[],
        ),
        vec![
            "  upload/",
            r#"    index.html: "<h1>Welcome</h1>\n""#,
            r#"    style.css: "h1 { color: teal }\n""#,
        ],
    ]
    .concat()
}

#[test]
fn every_step_succeeds() {
    Deploy::run::<&str>([]).succeeded();
}

#[test]
fn a_failing_step_undoes_those_before_it() {
    for step in 1..=5 {
        let deploy = Deploy::run(["--fail-at", &step.to_string()]);
        deploy.failed_at(step, None);
    }
}

#[test]
fn a_failing_undo_stops_no_other() {
    for arguments in [["--fail-at", "4", "--undo-fails", "2"], ["--undo-fails", "2", "--fail-at", "4"]] {
        let deploy = Deploy::run(arguments);
        deploy.printed(&[
            &["before:"],
            &site(&[]),
            &[
                "step 1: copy the release",
                "step 2: write the configuration",
                "step 3: migrate the orders",
                "step 4: switch to the release",
                "undo of step 3: restore the orders",
                "undo of step 2: remove the configuration",
                "undo of step 1: remove the release",
                "after:",
            ],
            &site(&[2]),
        ]);
        let place = place_of_undo(2);
        deploy.ended_with(
            1,
            &[
                "deploy: step 4 failed: as asked on the command line",
                &format!(
                    "suppressed: cleanup of `defer_on_failure` failed at {place}: undo of step 2 failed: as asked \
                     on the command line"
                ),
            ],
        );
    }
}

#[test]
fn any_undo_may_fail() {
    for undo in 1..5 {
        let deploy = Deploy::run(["--fail-at", "5", "--undo-fails", &undo.to_string()]);
        deploy.failed_at(5, Some(undo));
    }
}

#[test]
fn an_undo_that_does_not_run_does_not_fail() {
    for undo in 1..=5 {
        let undo = undo.to_string();
        Deploy::run(["--undo-fails", &undo]).succeeded();
        Deploy::run(["--fail-at", "1", "--undo-fails", &undo]).failed_at(1, None);
    }
}

#[test]
fn bad_arguments() {
    for arguments in [
        &["--fail-at"][..],
        &["--undo-fails"],
        &["--fail-at", "0"],
        &["--fail-at", "6"],
        &["--fail-at", "-1"],
        &["--fail-at", "257"],
        &["--fail-at", "four"],
        &["--fail-at", ""],
        &["--fail-at", "--undo-fails", "2"],
        &["--fail-at", "4", "--fail-at", "4"],
        &["--undo-fails", "2", "--undo-fails", "3"],
        &["--undo-fails", "6"],
        &["--fail-at=4"],
        &["--fail", "4"],
        &["4"],
        &["--fail-at", "4", "now"],
        &[""],
    ] {
        let deploy = Deploy::run(arguments);
        deploy.printed(&[]);
        deploy.ended_with(2, &[USAGE]);
    }
}

#[test]
fn nowhere_to_put_the_directory() {
    let tmp = TempDir::new().unwrap();
    let output = command("deploy", &tmp.path().join("missing")).output().unwrap();
    assert_eq!(output.stdout, b"");
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.starts_with("deploy: ") && complaint.lines().count() == 1, "{complaint}");
    assert_eq!(output.status.code(), Some(1));
}

#[cfg(unix)]
mod unix {
    use std::{os::unix::ffi::OsStrExt as _, process::Stdio};

    use super::*;

    #[test]
    fn an_argument_that_is_no_text() {
        for arguments in [&[b"\xff".as_slice()][..], &[b"--fail-at", b"\xff"]] {
            let deploy = Deploy::run(arguments.iter().copied().map(OsStr::from_bytes));
            deploy.printed(&[]);
            deploy.ended_with(2, &[USAGE]);
        }
    }

    #[test]
    fn nobody_reads_what_it_prints() {
        // The end of a pipe whose other end is closed for sure.
        let mut reader = Command::new("true").stdin(Stdio::piped()).spawn().unwrap();
        let pipe = reader.stdin.take().unwrap();
        reader.wait().unwrap();

        let tmp = TempDir::new().unwrap();
        let output = command("deploy", tmp.path()).args(["--fail-at", "2"]).stdout(pipe).output().unwrap();
        Deploy::ended(&output, &tmp).ended_with(1, &["deploy: step 2 failed: as asked on the command line"]);
    }
}

/// A step that fails has done nothing, and what it meets stays as it was.
mod a_step {
    use super::*;

    #[test]
    fn that_copies_a_part_removes_it() {
        let tmp = TempDir::new().unwrap();
        let (from, to) = (tmp.path().join("from"), tmp.path().join("to"));
        fs::create_dir_all(from.join("a directory is not copied")).unwrap();
        fs::write(from.join("file"), "text").unwrap();

        steps::copy(&from, &to).unwrap_err();
        assert_eq!(entries(tmp.path()), [from]);
    }

    #[test]
    fn that_would_copy_into_a_directory_leaves_it() {
        let tmp = TempDir::new().unwrap();
        let to = tmp.path().join("to");
        fs::create_dir(&to).unwrap();

        steps::copy(tmp.path(), &to).unwrap_err();
        assert!(to.exists());
    }

    #[test]
    fn that_would_create_a_file_twice_leaves_the_first() {
        let tmp = TempDir::new().unwrap();
        let path = tmp.path().join("file");
        steps::create(&path, "first").unwrap();

        steps::create(&path, "second").unwrap_err();
        assert_eq!(fs::read(path).unwrap(), b"first");
    }

    #[test]
    fn that_cannot_read_the_orders_puts_them_back() {
        let tmp = TempDir::new().unwrap();
        let (orders, backup) = (tmp.path().join("orders"), tmp.path().join("backup"));
        fs::write(&orders, b"\xff").unwrap();

        steps::migrate(&orders, &backup).unwrap_err();
        assert_eq!(fs::read(&orders).unwrap(), b"\xff");
        assert_eq!(entries(tmp.path()), [orders]);
    }

    #[test]
    fn that_cannot_switch_leaves_no_draft() {
        let tmp = TempDir::new().unwrap();
        let current = tmp.path().join("current");
        fs::create_dir_all(current.join("a file replaces no directory")).unwrap();

        steps::switch(&current, "2.0").unwrap_err();
        steps::point(&current, "2.0").unwrap_err();
        assert_eq!(entries(tmp.path()), [current]);
    }

    /// The program never undoes this step, because it is the last.
    #[test]
    fn that_appended_is_undone() {
        let tmp = TempDir::new().unwrap();
        let history = tmp.path().join("history");
        fs::write(&history, "1.0\n").unwrap();

        let length = steps::append(&history, "2.0\n").unwrap();
        assert_eq!(fs::read(&history).unwrap(), b"1.0\n2.0\n");
        steps::cut(&history, length).unwrap();
        assert_eq!(fs::read(&history).unwrap(), b"1.0\n");
    }
}

/// What a run of the example showed.
#[derive(Debug)]
struct Deploy {
    printed: Vec<String>,
    complaints: Vec<String>,
    code: Option<i32>,
}

impl Deploy {
    #[track_caller]
    fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Self {
        let tmp = TempDir::new().unwrap();
        let output = command("deploy", tmp.path()).args(arguments).output().unwrap();
        Self::ended(&output, &tmp)
    }

    /// The run is over, and has left nothing in the place for temporary files.
    #[track_caller]
    fn ended(output: &Output, tmp: &TempDir) -> Self {
        let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
        let deploy = Self {
            printed: lines(&output.stdout),
            complaints: lines(&output.stderr),
            code: output.status.code(),
        };
        assert_eq!(entries(tmp.path()), [] as [PathBuf; 0], "left behind by {deploy:?}");
        deploy
    }

    #[track_caller]
    fn printed(&self, expected: &[&[&str]]) {
        assert_eq!(self.printed, expected.concat(), "{self:?}");
    }

    #[track_caller]
    fn ended_with(&self, code: i32, complaints: &[&str]) {
        assert_eq!(self.complaints, complaints, "{self:?}");
        assert_eq!(self.code, Some(code), "{self:?}");
    }

    /// Every step was made, and none undone.
    #[track_caller]
    fn succeeded(&self) {
        self.printed(&[&["before:"], &site(&[]), &STEPS, &["after:"], &site(&[1, 2, 3, 4, 5])]);
        self.ended_with(0, &[]);
    }

    /// The step failed, those before it were undone in reverse, and one of these undos may have failed.
    #[track_caller]
    fn failed_at(&self, step: usize, undo: Option<usize>) {
        let undos: Vec<_> = UNDOS[..step - 1].iter().rev().copied().collect();
        self.printed(&[
            &["before:"],
            &site(&[]),
            &STEPS[..step],
            &undos,
            &["after:"],
            &site(undo.as_slice()),
        ]);
        let failed = format!("deploy: step {step} failed: as asked on the command line");
        let suppressed = undo.map(|undo| {
            format!(
                "suppressed: cleanup of `defer_on_failure` failed at {}: undo of step {undo} failed: as asked on \
                 the command line",
                place_of_undo(undo)
            )
        });
        let complaints: Vec<_> = iter::once(&failed).chain(&suppressed).map(String::as_str).collect();
        self.ended_with(1, &complaints);
    }
}

/// Where the example registers the undo of a step.
fn place_of_undo(step: usize) -> String {
    let source = include_str!("../examples/deploy/main.rs");
    let call = format!("defer_on_failure!(drill.undo({step}, ");
    let (line, column) =
        (1..).zip(source.lines()).find_map(|(number, line)| Some((number, line.find(&call)? + 1))).unwrap();
    let file = ["examples", "deploy", "main.rs"].iter().collect::<PathBuf>();
    format!("{}:{line}:{column}", file.display())
}

//! The small examples, run as their user runs them: what they print, to the letter, and that they leave nothing behind.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::example::{command, entries};

mod example;

/// What the example prints. It succeeds, is silent otherwise, and leaves no temporary file.
#[track_caller]
fn output(name: &str) -> String {
    let tmp = TempDir::new().unwrap();
    let output = command(name, tmp.path()).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert!(output.status.success());
    assert_eq!(entries(tmp.path()), Vec::<PathBuf>::new());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn lesson() {
    let lesson = r#" using A
 closed A
caught: boom in A
 using B
 closed B
caught: boom in B
 opened: ["C", "D", "E"]
 closed E
 closed D
 closed C
tmp file exists? true
tmp still exists? false
"#;
    assert_eq!(output("lesson"), lesson);
}

#[test]
fn order() {
    assert_eq!(output("order"), "[\"in:A\", \"in:B\", \"body\", \"out:B\", \"out:A\"]\n");
}

#[test]
fn writing() {
    let writing =
        "written: \"roses are red\\nviolets are blue\\n\"\nrefused: a line is empty\nleft behind: false\n";
    assert_eq!(output("writing"), writing);
}

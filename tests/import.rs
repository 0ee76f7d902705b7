//! The example `import`, run as a user runs it: what it prints, what it returns and what it leaves behind.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
};

use tempfile::TempDir;

const HEADER: &str = "station,date,min_c,max_c,rain_mm,gust_kmh,observer,note\n";
const BAD_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/readings-2025-04.csv");

const COMMITTED: &[&str] = &[
    "  + lock",
    "    + input",
    "      + transaction",
    "      - transaction (commit)",
    "    - input",
    "  - lock",
];
const ROLLED_BACK: &[&str] = &[
    "  + lock",
    "    + input",
    "      + transaction",
    "      - transaction (roll back)",
    "    - input",
    "  - lock",
];
const NO_INPUT: &[&str] = &["  + lock", "  - lock"];

#[test]
fn imports_the_good_file_and_nothing_of_the_bad_one() {
    let import = Import::run::<&str>([]);
    import.printed(&[
        &["+ directory", "readings-2025-03.csv"],
        COMMITTED,
        &["  301 rows", "readings-2025-04.csv"],
        ROLLED_BACK,
        &[
            "in the database:",
            "  readings-2025-03.csv: 301 readings of 10 stations, -5.5 to 15.3 °C, 547.0 mm of rain",
            "  readings-2025-04.csv: nothing",
            "- directory",
            "the directory is gone",
        ],
    ]);
    import.complained(&[&format!("{BAD_FILE}: line 121: max_c is \"13.l\": invalid float literal")]);
    import.ended_with(0);
}

#[test]
fn the_data_is_what_the_first_test_says_it_is() {
    let data = |name: &str| fs::read_to_string(Path::new(BAD_FILE).with_file_name(name)).unwrap();
    let (good, bad) = (data("readings-2025-03.csv"), data("readings-2025-04.csv"));
    assert_eq!(good.lines().count(), 1 + 301);
    assert_eq!(bad.lines().count(), 1 + 203);
    assert_eq!(bad.lines().nth(121 - 1), Some("Glen Tarroch,2025-04-18,6.1,13.l,0.0,38,Catriona Muir,"));
}

#[test]
fn the_bad_row_is_all_that_is_wrong_with_the_bad_file() {
    let mended = fs::read_to_string(BAD_FILE).unwrap().replace("13.l", "13.1");
    let import = Import::of("mended.csv", mended);
    import.printed_of("mended.csv", COMMITTED, "  203 rows", |held| {
        held.starts_with("203 readings of 7 stations, ")
    });
    import.complained(&[]);
    import.ended_with(0);
}

#[test]
fn a_bad_row_of_the_users_own_is_a_failure() {
    let import = Import::run([BAD_FILE]);
    import.complained(&[&format!("{BAD_FILE}: line 121: max_c is \"13.l\": invalid float literal")]);
    import.ended_with(1);
}

#[test]
fn other_files_are_imported_all_the_same() {
    let files = tempfile::tempdir().unwrap();
    let (missing, fine) = (files.path().join("missing.csv"), files.path().join("fine.csv"));
    fs::write(&fine, [HEADER, "Ardlinn,2025-05-01,8.1,17.9,0.2,,Moira Sinclair,\n"].concat()).unwrap();
    let import = Import::run([&missing, &fine]);
    import.printed(&[
        &["+ directory", "missing.csv"],
        NO_INPUT,
        &["fine.csv"],
        COMMITTED,
        &[
            "  1 rows",
            "in the database:",
            "  missing.csv: nothing",
            "  fine.csv: 1 readings of 1 stations, 8.1 to 17.9 °C, 0.2 mm of rain",
            "- directory",
            "the directory is gone",
        ],
    ]);
    import.ended_with(1);
}

#[test]
fn a_missing_file_is_one_line() {
    let import = Import::run(["no/such/file.csv"]);
    import.printed_of("file.csv", NO_INPUT, "", |held| held == "nothing");
    import.complained_of("no/such/file.csv", "");
    import.ended_with(1);
}

#[test]
fn a_directory_is_no_input() {
    let directory = tempfile::tempdir().unwrap();
    let import = Import::run([directory.path()]);
    import.complained_of(&directory.path().display().to_string(), "");
    import.ended_with(1);
}

#[test]
fn tells_what_is_wrong_with_a_file() {
    let row = "Ardlinn,2025-05-01,8.1,17.9,0.2,31,Moira Sinclair,\n";
    let header = "line 1 is not the header station,date,min_c,max_c,rain_mm,gust_kmh,observer,note";
    let cases: &[(&[&str], &str)] = &[
        (&[""], "the file is empty"),
        (&["station;date\n", row], header),
        (&[row, row], header),
        (&[HEADER, row, "Ardlinn,2025-05-02,8.1\n"], "line 3: columns: 3 instead of 8"),
        (&[HEADER, row, "Ardlinn,2025-05-02,,17.9,,,,\n"], "line 3: min_c is \"\": invalid float literal"),
        (&[HEADER, row, "Ardlinn,2025-05-02,8.1,17.9,,-3,,\n"], "line 3: gust_kmh is \"-3\": invalid digit found in string"),
        (
            &[HEADER, row, "Ardlinn,2025-02-30,8.1,17.9,,,,\n"],
            "line 3: CHECK constraint failed: date is a day like 2025-03-31",
        ),
        (&[HEADER, row, "Ardlinn,2025-05-02,18.1,17.9,,,,\n"], "line 3: CHECK constraint failed: min_c <= max_c"),
        (&[HEADER, row, row], "line 3: UNIQUE constraint failed: reading.station, reading.date"),
    ];
    for &(content, complaint) in cases {
        assert_refused(&content.concat(), complaint);
        // And the same from a system that ends its lines in two bytes.
        assert_refused(&content.concat().replace('\n', "\r\n"), complaint);
    }
    assert_refused(&[HEADER, row, "\n\nArdlinn,x,8.1,1,,,,"].concat(), "lines 3 to 5: CHECK constraint failed: date is a day like 2025-03-31");
    assert_refused([HEADER.as_bytes(), row.as_bytes(), b"\xc5rdlinn,,,,,,,\n"].concat(), "line 3: not UTF-8");
    assert_refused(b"\xff\xfes\0t\0a\0", "not UTF-8");
}

fn assert_refused(content: impl AsRef<[u8]>, complaint: &str) {
    let import = Import::of("refused.csv", content);
    import.printed_of("refused.csv", ROLLED_BACK, "", |held| held == "nothing");
    import.complained(&[&format!("{}: {complaint}", import.file("refused.csv").display())]);
    import.ended_with(1);
}

#[test]
fn nowhere_to_put_the_directory() {
    let tmp = tempfile::tempdir().unwrap();
    let output = command(&tmp.path().join("missing")).output().unwrap();
    assert!(output.stdout.is_empty());
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.starts_with("import: ") && complaint.lines().count() == 1, "{complaint}");
    assert_eq!(output.status.code(), Some(1));
}

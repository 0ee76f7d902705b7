//! The example `import`, run as its user runs it: what it prints, what it returns, and that it leaves nothing behind.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

use crate::example::{command, entries};

mod example;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");
const HEADER: &str = "station,date,min_c,max_c,rain_mm,gust_kmh,observer,note\n";
const ROW: &str = "Ardlinn,2025-05-01,8.1,17.9,0.2,31,Moira Sinclair,\n";

const BAD_ROW: &str = "line 121: max_c is \"13.l\": invalid float literal";

const COMMITTED: [&str; 6] = [
    "  + lock",
    "    + input",
    "      + transaction",
    "      - transaction (commit)",
    "    - input",
    "  - lock",
];
const ROLLED_BACK: [&str; 6] = [
    "  + lock",
    "    + input",
    "      + transaction",
    "      - transaction (roll back)",
    "    - input",
    "  - lock",
];
const NOT_OPENED: [&str; 2] = ["  + lock", "  - lock"];
const END: [&str; 2] = ["- directory", "the directory is gone"];

#[test]
fn imports_the_good_file_and_nothing_of_the_bad_one() {
    let import = Import::run::<&str>([]);
    import.printed(&[
        &["+ directory", "readings-2025-03.csv"],
        &COMMITTED,
        &["  301 rows", "readings-2025-04.csv"],
        &ROLLED_BACK,
        &[
            "in the database:",
            "  readings-2025-03.csv: 301 readings of 10 stations, -5.5 to 15.3 °C, 547.0 mm of rain",
            "  readings-2025-04.csv: nothing",
        ],
        &END,
    ]);
    import.failed_with(0, &[format!("{}: {BAD_ROW}", data("readings-2025-04.csv").display())]);
}

#[test]
fn the_data_has_one_bad_row() {
    let read = |name| fs::read_to_string(data(name)).unwrap();
    let (good, bad) = (read("readings-2025-03.csv"), read("readings-2025-04.csv"));
    assert_eq!(good.lines().count(), 1 + 301);
    assert_eq!(bad.lines().nth(121 - 1), Some("Glen Tarroch,2025-04-18,6.1,13.l,0.0,38,Catriona Muir,"));

    let files = Files::new();
    let mended = Import::run([files.with("mended.csv", bad.replace("13.l", "13.1"))]);
    mended.printed(&[
        &["+ directory", "mended.csv"],
        &COMMITTED,
        &[
            "  203 rows",
            "in the database:",
            "  mended.csv: 203 readings of 7 stations, -3.3 to 17.6 °C, 376.2 mm of rain",
        ],
        &END,
    ]);
    mended.failed_with(0, &[]);
}

#[test]
fn a_bad_row_in_a_file_of_the_user_is_a_failure() {
    let bad = data("readings-2025-04.csv");
    let import = Import::run([&bad]);
    import.refused("readings-2025-04.csv", &ROLLED_BACK);
    import.failed_with(1, &[format!("{}: {BAD_ROW}", bad.display())]);
}

#[test]
fn files_after_a_missing_one_are_imported() {
    let files = Files::new();
    let (missing, fine) = (files.path("missing.csv"), files.with("fine.csv", [HEADER, ROW].concat()));
    let import = Import::run([&missing, &fine]);
    import.printed(&[
        &["+ directory", "missing.csv"],
        &NOT_OPENED,
        &["fine.csv"],
        &COMMITTED,
        &[
            "  1 rows",
            "in the database:",
            "  missing.csv: nothing",
            "  fine.csv: 1 readings of 1 stations, 8.1 to 17.9 °C, 0.2 mm of rain",
        ],
        &END,
    ]);
    import.failed_with(1, &[unreadable(&missing)]);
}

#[test]
fn a_missing_file() {
    let missing = Path::new("no/such/file.csv");
    let import = Import::run([missing]);
    import.refused("file.csv", &NOT_OPENED);
    import.failed_with(1, &[unreadable(missing)]);
}

#[test]
fn a_directory() {
    let import = Import::run([DATA]);
    import.failed_with(1, &[unreadable(Path::new(DATA))]);
}

fn unreadable(path: &Path) -> String {
    format!("{}: {}", path.display(), fs::read(path).unwrap_err())
}

#[test]
fn an_empty_file() {
    refuses("", "the file is empty");
}

#[test]
fn another_header() {
    let complaint = "line 1 is not the header station,date,min_c,max_c,rain_mm,gust_kmh,observer,note";
    refuses(["station;date\n", ROW].concat(), complaint);
    refuses([ROW, ROW].concat(), complaint);
}

#[test]
fn bytes_that_are_no_text() {
    refuses(b"\xff\xfes\0t\0a\0t\0", "not UTF-8");
    refuses([HEADER.as_bytes(), ROW.as_bytes(), b"\xc5s,,,,,,,\n"].concat(), "line 3: not UTF-8");
}

#[test]
fn a_bad_row() {
    let day = "CHECK constraint failed: date is a day like 2025-03-31";
    for (row, complaint) in [
        ("Ardlinn,2025-05-02,8.1", "columns: 3 instead of 8"),
        ("Ardlinn,2025-05-02,mild,17.9,,,,", "min_c is \"mild\": invalid float literal"),
        ("Ardlinn,2025-05-02,8.1,17.9,,-3,,", "gust_kmh is \"-3\": invalid digit found in string"),
        ("Ardlinn,2025-02-30,8.1,17.9,,,,", day),
        ("Ardlinn,2025-05-02,18.1,17.9,,,,", "CHECK constraint failed: min_c <= max_c"),
        (ROW.trim_end(), "UNIQUE constraint failed: reading.station, reading.date"),
    ] {
        let content = [HEADER, ROW, row].concat();
        let complaint = format!("line 3: {complaint}");
        refuses(&content, &complaint);
        refuses(content.replace('\n', "\r\n") + "\r\n", &complaint);
    }
    refuses([HEADER, ROW, "\n\nArdlinn,2025-02-30,8.1,17.9,,,,"].concat(), &format!("lines 3 to 5: {day}"));
}

fn refuses(content: impl AsRef<[u8]>, complaint: &str) {
    let files = Files::new();
    let file = files.with("refused.csv", content);
    let import = Import::run([&file]);
    import.refused("refused.csv", &ROLLED_BACK);
    import.failed_with(1, &[format!("{}: {complaint}", file.display())]);
}

#[test]
fn nowhere_to_put_the_directory() {
    let files = Files::new();
    let output = command("import", &files.path("missing")).output().unwrap();
    assert_eq!(output.stdout, b"");
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.starts_with("import: ") && complaint.lines().count() == 1, "{complaint}");
    assert_eq!(output.status.code(), Some(1));
}

#[cfg(unix)]
mod unix {
    use std::{
        fs::OpenOptions,
        io::{BufRead as _, BufReader, Write as _},
    };

    use super::*;

    #[test]
    fn nobody_reads_what_it_prints() {
        // The end of a pipe whose other end is closed for sure.
        let mut reader = Command::new("true").stdin(Stdio::piped()).spawn().unwrap();
        let pipe = reader.stdin.take().unwrap();
        reader.wait().unwrap();

        let tmp = TempDir::new().unwrap();
        let output = command("import", tmp.path()).stdout(pipe).output().unwrap();
        let import = Import::ended(&output, &tmp);
        import.failed_with(0, &[format!("{}: {BAD_ROW}", data("readings-2025-04.csv").display())]);
    }

    /// Starts an import and interrupts it while it holds the lock and reads, to do something to its directory.
    fn meddle(meddle: impl FnOnce(&Path, u32)) -> Import {
        let files = Files::new();
        let pipe = files.path("pipe.csv");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        // Open for both, so that opening waits for nobody.
        let mut input = OpenOptions::new().read(true).write(true).open(&pipe).unwrap();

        let tmp = TempDir::new().unwrap();
        let mut child = command("import", tmp.path())
            .arg(&pipe)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while line != "      + transaction\n" {
            line.clear();
            assert_ne!(stdout.read_line(&mut line).unwrap(), 0, "it ended early");
        }

        let dir = entries(tmp.path()).pop().unwrap();
        meddle(&dir, child.id());
        input.write_all([HEADER, ROW].concat().as_bytes()).unwrap();
        drop(input);
        let rest = stdout.lines().map(Result::unwrap).collect();
        let output = child.wait_with_output().unwrap();
        Import { printed: rest, ..Import::ended(&output, &tmp) }
    }

    #[test]
    fn the_lock_holds_the_process_id() {
        let import = meddle(|dir, child| {
            assert_eq!(fs::read_to_string(dir.join("readings.lock")).unwrap(), child.to_string());
            assert!(dir.join("readings.db").is_file());
        });
        import.printed(&[
            &COMMITTED[3..],
            &[
                "  1 rows",
                "in the database:",
                "  pipe.csv: 1 readings of 1 stations, 8.1 to 17.9 °C, 0.2 mm of rain",
            ],
            &END,
        ]);
        import.failed_with(0, &[]);
    }

    #[test]
    fn a_lock_that_cannot_be_released_is_an_error() {
        let import = meddle(|dir, _| fs::remove_file(dir.join("readings.lock")).unwrap());
        import.printed(&[
            &COMMITTED[3..5],
            &["in the database:", "  pipe.csv: 1 readings of 1 stations, 8.1 to 17.9 °C, 0.2 mm of rain"],
            &END,
        ]);
        assert_eq!(import.complaints.len(), 1, "{import:?}");
        assert!(import.complaints[0].contains("pipe.csv: cleanup of `_lock` failed at "), "{import:?}");
        assert_eq!(import.code, Some(1));
    }

    #[test]
    fn a_directory_that_cannot_be_removed_is_an_error() {
        let import = meddle(|dir, _| fs::remove_dir_all(dir).unwrap());
        assert_eq!(import.printed.last().unwrap(), "the directory is gone");
        assert!(
            import.complaints.last().unwrap().starts_with("import: cleanup of `dir` failed at "),
            "{import:?}"
        );
        assert_eq!(import.code, Some(1));
    }
}

/// What a run of the example showed.
#[derive(Debug)]
struct Import {
    printed: Vec<String>,
    complaints: Vec<String>,
    code: Option<i32>,
}

impl Import {
    fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Self {
        let tmp = TempDir::new().unwrap();
        let output = command("import", tmp.path()).args(arguments).output().unwrap();
        Self::ended(&output, &tmp)
    }

    /// The run is over, and has left nothing in the place for temporary files.
    #[track_caller]
    fn ended(output: &Output, tmp: &TempDir) -> Self {
        let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
        let import = Self {
            printed: lines(&output.stdout),
            complaints: lines(&output.stderr),
            code: output.status.code(),
        };
        assert_eq!(entries(tmp.path()), [] as [PathBuf; 0], "left behind by {import:?}");
        import
    }

    #[track_caller]
    fn printed(&self, expected: &[&[&str]]) {
        assert_eq!(self.printed, expected.concat(), "{self:?}");
    }

    /// Nothing of the one file is in the database.
    #[track_caller]
    fn refused(&self, name: &str, events: &[&str]) {
        let held = format!("  {name}: nothing");
        self.printed(&[&["+ directory", name], events, &["in the database:", &held], &END]);
    }

    #[track_caller]
    fn failed_with(&self, code: i32, complaints: &[String]) {
        let complaints: Vec<_> = complaints.iter().map(|complaint| format!("import: {complaint}")).collect();
        assert_eq!(self.complaints, complaints, "{self:?}");
        assert_eq!(self.code, Some(code), "{self:?}");
    }
}

/// A directory for input.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn with(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }
}

fn data(name: &str) -> PathBuf {
    // Joined as the example does it, because the path is part of what it prints.
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data").join(name)
}

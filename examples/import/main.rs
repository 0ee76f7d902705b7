//! Imports weather readings from CSV files into a database, each file whole or not at all.
//!
//! ```text
//! cargo run --example import               the files in `examples/data`, of which one has a bad row
//! cargo run --example import -- FILE...    your own
//! ```
//!
//! With `--features tracing` it also prints what it enters and exits, as lines of JSON on the standard error stream.
//!
//! An import holds a lock, its input and a transaction. They are the heads of one `with!`, in [`import`]: taken in
//! that order, released in reverse, whatever happens, and no error of a release is lost.

use std::{
    env,
    error::Error,
    fmt::Display,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{self, ExitCode},
};

use rusqlite::Connection;
use with_cleanup::{ContextManager, Outcome, guard, try_finally, with};

mod readings;

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// The files in `examples/data`: a good one, and one with a letter in a number.
const DEMO: [&str; 2] = ["readings-2025-03.csv", "readings-2025-04.csv"];
const BAD_IN_DEMO: usize = 1;

fn main() -> ExitCode {
    #[cfg(feature = "tracing")]
    tracing_subscriber::fmt()
        .json()
        .with_timer(tracing_subscriber::fmt::time::uptime())
        .with_max_level(tracing::Level::TRACE)
        .with_writer(io::stderr)
        .init();
    let mut files: Vec<_> = env::args_os().skip(1).map(PathBuf::from).collect();
    let mut expected = 0;
    if files.is_empty() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
        files = DEMO.map(|name| data.join(name)).into();
        expected = BAD_IN_DEMO;
    }
    match run(&files) {
        Ok(failed) if failed == expected => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            complain(error);
            ExitCode::FAILURE
        }
    }
}

/// Imports the files into a database in a temporary directory, and returns how many of them failed.
fn run(files: &[PathBuf]) -> Result<usize> {
    let dir = tempfile::Builder::new().prefix("import-").tempdir()?;
    let path = dir.path().to_owned();
    log("+ directory");
    try_finally!({
        // A `TempDir` that is dropped keeps quiet when it can't remove its directory, so this one is closed. The
        // connection is plainly dropped, before the directory goes that its file lies in.
        let failed = with!(
            dir = guard(dir, |dir| dir.close().inspect(|()| log("- directory"))),
            db = readings::database(dir.path())? => {
                let mut failed = 0;
                for file in files {
                    if let Err(error) = import(file, db, dir.path()) {
                        complain(format_args!("{}: {error:#}", file.display()));
                        failed += 1;
                    }
                }
                log("in the database:");
                for file in files {
                    log(format_args!("  {}: {}", name(file), readings::held(db, file)?));
                }
                failed
            }
        )?;
        Ok(failed)
    } finally {
        log(if path.exists() { "the directory is still there" } else { "the directory is gone" });
    })
}

/// Imports one file: all of its rows, or none.
fn import(file: &Path, db: &mut Connection, dir: &Path) -> Result<()> {
    log(name(file));
    let rows = with!(
        _lock = lock(dir.join("readings.lock"))?,
        input = open(file)?,
        transaction = Transaction::begin(db)? => {
            readings::insert(input, file, transaction)? // leaving here rolls back, reaching the end commits
        }
    )?; // and if the commit fails, or the lock can't be removed, that is an error here
    log(format_args!("  {rows} rows"));
    Ok(())
}

/// Takes a lock: a file that holds the process id, for whoever finds it.
fn lock(path: PathBuf) -> Result<impl ContextManager<Exit = io::Result<()>>> {
    let mut file = File::create_new(&path).map_err(|error| match fs::read_to_string(&path) {
        Ok(owner) => format!("process {owner} holds the lock {}", path.display()),
        Err(_) => format!("cannot lock {}: {error}", path.display()),
    })?;
    // Guarded before it is written, so that it is removed also when that fails.
    let lock = guard(path, |path| fs::remove_file(path).inspect(|()| log("  - lock")));
    log("  + lock");
    write!(file, "{}", process::id())?;
    Ok(lock)
}

fn open(path: &Path) -> io::Result<impl ContextManager<Target = File, Exit = ()>> {
    let file = File::open(path)?;
    log("    + input");
    Ok(guard(file, |file| {
        drop(file);
        log("    - input");
    }))
}

/// Commits if its scope succeeds, and rolls back if that fails or panics.
struct Transaction<'db>(rusqlite::Transaction<'db>);

impl<'db> Transaction<'db> {
    fn begin(db: &'db mut Connection) -> rusqlite::Result<Self> {
        let transaction = db.transaction()?;
        log("      + transaction");
        Ok(Self(transaction))
    }
}

impl<'db> ContextManager for Transaction<'db> {
    type Target = rusqlite::Transaction<'db>;
    type Exit = rusqlite::Result<()>;

    fn target(&mut self) -> &mut Self::Target {
        &mut self.0
    }

    fn exit(self, outcome: Outcome<'_>) -> Self::Exit {
        if outcome.is_success() {
            self.0.commit().inspect(|()| log("      - transaction (commit)"))
        } else {
            self.0.rollback().inspect(|()| log("      - transaction (roll back)"))
        }
    }
}

fn name(file: &Path) -> impl Display {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy()
}

// `println!` and `eprintln!` panic when nobody reads any more. There is work to finish and to clean up all the same.

fn log(event: impl Display) {
    writeln!(io::stdout(), "{event}").ok();
}

fn complain(error: impl Display) {
    writeln!(io::stderr(), "import: {error:#}").ok();
}

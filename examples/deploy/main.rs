//! Deploys a release in five steps, and takes back those that were made when one fails.
//!
//! ```text
//! cargo run --example deploy                                        every step succeeds
//! cargo run --example deploy -- --fail-at 4                         the fourth fails, and three are undone
//! cargo run --example deploy -- --fail-at 4 --undo-fails 2          one of the undos fails too
//! ```
//!
//! A step that has succeeded registers its undo with `defer_on_failure!`, in [`deploy`]. An undo may fail: the others run
//! all the same, and [`DeployError`] takes the failure along. The steps are in a temporary directory, and real.

use std::{
    env,
    error::Error,
    fmt::{self, Display},
    fs,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use with_cleanup::{Suppressed, defer, defer_on_failure, with_cleanup};

use crate::drill::Drill;

mod drill;
mod site;
mod steps;

const USAGE: &str = "usage: deploy [--fail-at STEP] [--undo-fails STEP]    with a STEP from 1 to 5";
const BAD_USAGE: u8 = 2;

fn main() -> ExitCode {
    let Some(drill) = Drill::parse(env::args_os().skip(1)) else {
        complain(USAGE);
        return ExitCode::from(BAD_USAGE);
    };
    match run(&drill) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("deploy: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Deploys to a site in a temporary directory, and shows what is there before and after.
#[with_cleanup]
fn run(drill: &Drill) -> Result<(), DeployError> {
    let dir = tempfile::Builder::new().prefix("deploy-").tempdir()?;
    let site = dir.path().to_owned();
    // A `TempDir` that is dropped keeps quiet when it can't remove its directory, so this one is closed.
    defer!(dir.close()?);
    site::lay_out(&site)?;
    log("before:");
    site::show(&site)?;
    defer! {
        log("after:");
        site::show(&site)?;
    }
    deploy(&site, drill)
}

/// Deploys release 2.0, or leaves the site as it was. An undo that fails is in the error too.
#[with_cleanup]
fn deploy(site: &Path, drill: &Drill) -> Result<(), DeployError> {
    let (upload, release) = (site.join("upload"), site.join("releases").join("2.0"));
    drill.step(1, "copy the release", || steps::copy(&upload, &release))?;
    defer_on_failure!(drill.undo(1, "remove the release", || fs::remove_dir_all(&release))?);

    let config = site.join("config").join("2.0.toml");
    drill.step(2, "write the configuration", || steps::create(&config, "workers = 8\n"))?;
    defer_on_failure!(drill.undo(2, "remove the configuration", || fs::remove_file(&config))?);

    let (orders, backup) = (site.join("orders.csv"), site.join("orders.before-2.0.csv"));
    drill.step(3, "migrate the orders", || steps::migrate(&orders, &backup))?;
    defer_on_failure!(drill.undo(3, "restore the orders", || fs::rename(&backup, &orders))?);

    let current = site.join("current");
    let old = drill.step(4, "switch to the release", || steps::switch(&current, "2.0\n"))?;
    defer_on_failure!(drill.undo(4, "switch back", || steps::point(&current, &old))?);

    let history = site.join("history");
    let length = drill.step(5, "record the release", || steps::append(&history, "2.0\n"))?;
    // Nothing can fail after the last step. But a sixth that is added below finds the fifth undone like the others.
    defer_on_failure!(drill.undo(5, "strike the record", || steps::cut(&history, length))?);
    Ok(())
}

/// Why a deployment failed, and which cleanups failed after that.
#[derive(Debug)]
struct DeployError {
    cause: Box<dyn Error + Send + Sync>,
    suppressed: Vec<with_cleanup::Error>,
}

/// A function with `#[with_cleanup]` that fails attaches the failures of its cleanups with this.
impl Suppressed for DeployError {
    fn suppress(&mut self, failure: with_cleanup::Error) {
        self.suppressed.push(failure);
    }
}

/// A function with `#[with_cleanup]` that succeeds, but for a cleanup, fails with this.
impl From<with_cleanup::Error> for DeployError {
    fn from(failure: with_cleanup::Error) -> Self {
        Self { cause: failure.into(), suppressed: Vec::new() }
    }
}

impl From<io::Error> for DeployError {
    fn from(error: io::Error) -> Self {
        Self { cause: error.into(), suppressed: Vec::new() }
    }
}

impl Display for DeployError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)?;
        if f.alternate() {
            for failure in &self.suppressed {
                write!(f, "\nsuppressed: {failure:#}")?;
            }
        }
        Ok(())
    }
}

impl Error for DeployError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.source()
    }
}

// `println!` and `eprintln!` panic when nobody reads any more. There is work to finish and to clean up all the same.

fn log(event: impl Display) {
    writeln!(io::stdout(), "{event}").ok();
}

fn complain(error: impl Display) {
    writeln!(io::stderr(), "{error}").ok();
}

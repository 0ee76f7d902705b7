//! Draws what is recorded in `benches/results` into `docs`, and puts the tables into `BENCHMARKS.md`.
//!
//! ```sh
//! cargo run -p with-cleanup-plots
//! ```
//!
//! The same records give the same bytes. Nothing is measured here: the first lines of `benches/src/cleanups/main.rs` say how
//! times are recorded, and this records the run that the timeline is of:
//!
//! ```sh
//! cargo run -q --example import --features tracing 2>&1 >/dev/null | grep '^{' >benches/results/timeline.jsonl
//! ```

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

mod bars;
mod lines;
mod records;
mod style;
mod tables;
mod timeline;

use records::Shape;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Writes a file of this path.
type Make = fn(&Path) -> Result<()>;

/// What is made, and how.
const PRODUCTS: [(&str, Make); 6] = [
    ("docs/scopes.svg", scopes),
    ("docs/panics.svg", panics),
    ("docs/stack.svg", stack),
    ("docs/check.svg", check),
    ("docs/timeline.svg", run),
    ("BENCHMARKS.md", benchmarks),
];

/// Makes what there are records of, and fails if something is missing.
fn main() -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for (path, make) in PRODUCTS {
        if let Err(error) = make(&root().join(path)) {
            eprintln!("{path}: {error}");
            code = ExitCode::FAILURE;
        }
    }
    code
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("this is `benches/plots` in the repository")
}

fn results(name: &str) -> PathBuf {
    root().join("benches/results").join(name)
}

fn cleanups() -> Result<Vec<records::Cleanup>> {
    records::read(&results("cleanups.csv"))
}

fn compilations() -> Result<Vec<records::Compilation>> {
    records::read(&results("compile_time.csv"))
}

fn scopes(path: &Path) -> Result<()> {
    let groups = [
        "infallible exits, success",
        "infallible exits, left by an error",
        "fallible exits, success",
        "fallible exits, left by an error",
    ];
    bars::draw(path, "Time of a scope, for each manager", "ns", &groups, &cleanups()?, records::Cleanup::each)
}

fn panics(path: &Path) -> Result<()> {
    let groups = ["infallible exits, panic", "fallible exits, panic"];
    bars::draw(path, "Time of a whole scope that panics", "µs", &groups, &cleanups()?, |row| {
        row.nanoseconds / 1e3
    })
}

fn stack(path: &Path) -> Result<()> {
    let rows = cleanups()?;
    let panels = ["entries of one type", "entries of mixed types"].map(|group| {
        let rows = rows.iter().filter(|row| row.group == group);
        lines::Panel::new(group, rows.map(|row| (row.subject.as_str(), row.size, row.each())))
    });
    lines::draw(path, "Time of an entry, as the stack grows", "entries", "ns an entry", &panels)
}

fn check(path: &Path) -> Result<()> {
    let rows = compilations()?;
    let panels = Shape::ALL.map(|shape| {
        let rows = rows.iter().filter(|row| row.shape == shape && row.command == "check");
        lines::Panel::new(shape.name(), rows.map(|row| (row.style.name(), row.scopes, row.seconds)))
    });
    lines::draw(path, "Time of cargo check, as scopes grow in number", "scopes", "seconds", &panels)
}

fn run(path: &Path) -> Result<()> {
    timeline::draw(path, &timeline::bars(&records::events(&results("timeline.jsonl"))?)?)
}

fn benchmarks(path: &Path) -> Result<()> {
    let machine: Vec<records::Machine> = records::read(&results("machine.csv"))?;
    let records = tables::Records {
        machine: &machine[0],
        cleanups: &cleanups()?,
        compilations: &compilations()?,
        cold_builds: &records::read(&results("cold_build.csv"))?,
    };
    let text = tables::fill(&fs::read_to_string(path)?, &records)?;
    Ok(fs::write(path, text)?)
}

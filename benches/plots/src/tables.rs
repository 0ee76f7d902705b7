//! The tables of `BENCHMARKS.md`: what stands between `<!-- recorded: NAME -->` and `<!-- end -->`.

use std::fmt::Write as _;

use crate::{
    Result,
    records::{Cleanup, ColdBuild, Compilation, Machine, Shape, Style},
};

/// All that there is a table of.
pub(crate) struct Records<'r> {
    pub(crate) machine: &'r Machine,
    pub(crate) cleanups: &'r [Cleanup],
    pub(crate) compilations: &'r [Compilation],
    pub(crate) cold_builds: &'r [ColdBuild],
}

const START: &str = "<!-- recorded: ";
const END: &str = "<!-- end -->";

/// Replaces what stands between the marks.
pub(crate) fn fill(text: &str, records: &Records<'_>) -> Result<String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(START) {
        let (name, after) =
            rest[start + START.len()..].split_once(" -->\n").ok_or("a mark does not end its line")?;
        let end = after.find(END).ok_or_else(|| format!("no `{END}` follows `{name}`"))?;
        filled += &rest[..rest.len() - after.len()];
        match name {
            "machine" => {
                let Machine { rustc, cpu, threads } = records.machine;
                writeln!(filled, "{rustc}, {cpu}, {threads} threads.")?;
            }
            "compile time" => compile_time(&mut filled, records.compilations)?,
            "cold builds" => cold_builds(&mut filled, records.cold_builds)?,
            group => cleanups(&mut filled, group, records.cleanups)?,
        }
        rest = &after[end..];
    }
    Ok(filled + rest)
}

/// A line a subject, a column a size.
fn cleanups(text: &mut String, group: &str, rows: &[Cleanup]) -> Result<()> {
    let rows: Vec<&Cleanup> = rows.iter().filter(|row| row.group == group).collect();
    let first = rows.first().ok_or_else(|| format!("no `{group}` is recorded"))?;
    let mut sizes: Vec<u32> = rows.iter().map(|row| row.size).collect();
    sizes.dedup();
    write!(text, "| |")?;
    for size in &sizes {
        write!(text, " {} |", thousands(*size))?;
    }
    writeln!(text, " allocations |\n| --- |{}", " ---: |".repeat(sizes.len() + 1))?;
    for subject in rows.iter().take_while(|row| row.size == first.size).map(|row| &row.subject) {
        write!(text, "| {subject} |")?;
        let mut allocations = 0.0;
        for row in rows.iter().filter(|row| row.subject == *subject) {
            let base = rows.iter().find(|base| base.size == row.size).expect("this one, at least");
            write!(text, " {} ({:.2}) |", short(row.each()), row.each() / base.each())?;
            allocations = f64::from(row.allocations) / f64::from(row.cleanups);
        }
        writeln!(text, " {allocations:.2} |")?;
    }
    Ok(())
}

/// A line a shape: how many times as long as by hand the compiler takes.
fn compile_time(text: &mut String, rows: &[Compilation]) -> Result<()> {
    let ratio = |shape: Shape, style, scopes, command| {
        let seconds = |style| {
            let found = rows.iter().find(|row| {
                row.shape == shape && row.style == style && row.scopes == scopes && row.command == command
            });
            let missing = || format!("{command} of {scopes} {} is not recorded", shape.name());
            found.map(|row| row.seconds).ok_or_else(missing)
        };
        Ok::<_, String>(seconds(style)? / seconds(Style::Hand)?)
    };
    writeln!(
        text,
        "| | `check`, `scopeguard` | `check` | `check` of 10,000 | `build`, `scopeguard` | `build` |"
    )?;
    writeln!(text, "| --- |{}", " ---: |".repeat(5))?;
    for shape in Shape::ALL {
        write!(text, "| {} |", shape.name())?;
        for (command, scopes, style) in [
            ("check", 1_000, Style::Scopeguard),
            ("check", 1_000, Style::WithCleanup),
            ("check", 10_000, Style::WithCleanup),
            ("build", 1_000, Style::Scopeguard),
            ("build", 1_000, Style::WithCleanup),
        ] {
            write!(text, " {:.2} |", ratio(shape, style, scopes, command)?)?;
        }
        writeln!(text)?;
    }
    Ok(())
}

/// A line a crate, a column a command.
fn cold_builds(text: &mut String, rows: &[ColdBuild]) -> Result<()> {
    let first = rows.first().ok_or("no build is recorded")?;
    let of_first = || rows.iter().filter(|row| row.package == first.package);
    write!(text, "| |")?;
    for row in of_first() {
        write!(text, " `{}` |", row.command)?;
    }
    writeln!(text, "\n| --- |{}", " ---: |".repeat(of_first().count()))?;
    for row in rows.iter().take_while(|row| row.command == first.command) {
        write!(text, "| {} {} |", row.package, row.version)?;
        for row in rows.iter().filter(|other| other.package == row.package) {
            write!(text, " {:.2} |", row.seconds)?;
        }
        writeln!(text)?;
    }
    Ok(())
}

/// With three digits that count.
fn short(number: f64) -> String {
    match number {
        ..10.0 => format!("{number:.2}"),
        ..100.0 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}

fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned());
    groups.collect::<Vec<_>>().join(",")
}

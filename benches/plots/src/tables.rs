//! The tables of `BENCHMARKS.md`: what stands between `<!-- recorded: NAME -->` and `<!-- end -->`.

use std::fmt::Write as _;

use crate::{
    Result,
    records::{Cleanup, Machine},
};

const START: &str = "<!-- recorded: ";
const END: &str = "<!-- end -->";

/// Replaces what stands between the marks.
pub(crate) fn fill(text: &str, machine: &Machine, rows: &[Cleanup]) -> Result<String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(START) {
        let (name, after) =
            rest[start + START.len()..].split_once(" -->\n").ok_or("a mark does not end its line")?;
        let end = after.find(END).ok_or_else(|| format!("no `{END}` follows `{name}`"))?;
        filled += &rest[..rest.len() - after.len()];
        match name {
            "machine" => {
                writeln!(filled, "{}, {}, {} threads.", machine.rustc, machine.cpu, machine.threads)?;
            }
            group => table(&mut filled, group, rows)?,
        }
        rest = &after[end..];
    }
    Ok(filled + rest)
}

/// A line a subject, a column a size.
fn table(text: &mut String, group: &str, rows: &[Cleanup]) -> Result<()> {
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

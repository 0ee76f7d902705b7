//! The medians of a run, as a file to commit. The plots and the tables of `BENCHMARKS.md` are made from it.

use std::{error::Error, fmt::Write as _, fs, path::Path, process::Command, thread};

use crate::table::Group;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Writes what was measured, all of it, and on what machine.
pub(crate) fn write(groups: &[Group]) -> Result<()> {
    let mut medians = String::from("group,subject,size,cleanups,nanoseconds,allocations\n");
    for group in groups {
        for row in &group.rows {
            let median = group.median(row).ok_or("all is recorded or nothing: no filter, please")?;
            writeln!(
                medians,
                "\"{}\",\"{}\",{},{},{median:.2},{}",
                group.name, row.subject, row.size, row.cleanups, row.allocations
            )?;
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("results");
    fs::write(folder.join("cleanups.csv"), medians)?;
    fs::write(folder.join("machine.csv"), machine()?)?;
    Ok(())
}

fn machine() -> Result<String> {
    let rustc = String::from_utf8(Command::new("rustc").arg("--version").output()?.stdout)?;
    let cpus = fs::read_to_string("/proc/cpuinfo")?;
    let cpu = cpus
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split_once(": "))
        .ok_or("no name of the processor")?
        .1;
    let threads = thread::available_parallelism()?;
    Ok(format!("rustc,cpu,threads\n\"{}\",\"{cpu}\",{threads}\n", rustc.trim()))
}

//! Times of cleanups, side by side with what they replace.
//!
//! ```sh
//! cargo bench -p with-cleanup-benches [-- FILTER]
//! RECORD=overwrite cargo bench -p with-cleanup-benches    # on a quiet machine
//! ```
//!
//! It ends with a table a group: medians, what is allocated, and how many times as long as the first of its size each takes.
//! What the same costs in Python is there too, where `python3` is. The second command records the medians in `results/`.

use std::{env, error::Error, fs, time::Duration};

use criterion::Criterion;

mod allocations;
mod manager;
mod python;
mod record;
mod scopes;
mod stack;
mod table;
mod threads;

fn main() -> Result<(), Box<dyn Error>> {
    let records = env::var_os("RECORD").is_some_and(|value| value == "overwrite");
    if records && table::folder().exists() {
        fs::remove_dir_all(table::folder())?;
    }
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .output_directory(&table::folder())
        .configure_from_args();
    let mut groups = scopes::measure(&mut criterion);
    groups.push(manager::measure(&mut criterion));
    groups.extend(stack::measure(&mut criterion));
    groups.extend(threads::measure(&mut criterion));
    criterion.final_summary();
    for group in &groups {
        group.print();
    }
    python::print();
    if records {
        record::write(&groups)?;
    }
    Ok(())
}

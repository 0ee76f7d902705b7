//! Times of cleanups whose number or type is known only at run time, side by side with what they replace.
//!
//! ```sh
//! cargo bench -p with-cleanup-benches [-- FILTER]
//! ```
//!
//! It ends with a table a group: medians, what is allocated, and how many times as long as `with-cleanup` each takes. What
//! the same costs in Python is there too, where `python3` is.

use std::time::Duration;

use criterion::Criterion;

mod allocations;
mod manager;
mod python;
mod stack;
mod table;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .output_directory(&table::folder())
        .configure_from_args();
    let mut groups = vec![manager::measure(&mut criterion)];
    groups.extend(stack::measure(&mut criterion));
    criterion.final_summary();
    for group in groups {
        group.print();
    }
    python::print();
}

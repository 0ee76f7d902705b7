//! What was measured, as tables.

use std::{fs, path::PathBuf};

use criterion::{BenchmarkId, Criterion, Throughput};

use crate::allocations;

/// Where criterion puts its figures.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("criterion")
}

/// Subjects that do the same work, with some number of cleanups. The first is the one to compare with.
pub(crate) struct Group {
    name: &'static str,
    rows: Vec<Row>,
}

struct Row {
    subject: &'static str,
    size: usize,
    allocations: u64,
}

impl Group {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, rows: Vec::new() }
    }

    /// Measures one subject.
    pub(crate) fn measure(
        &mut self,
        criterion: &mut Criterion,
        subject: &'static str,
        size: usize,
        mut run: impl FnMut(usize),
    ) {
        let mut group = criterion.benchmark_group(self.name);
        group.throughput(Throughput::Elements(size as u64));
        if size > 1_000_000 {
            group.sample_size(10);
        }
        group.bench_function(BenchmarkId::new(subject, size), |bencher| bencher.iter(|| run(size)));
        group.finish();
        let allocations = allocations::count(|| run(size));
        self.rows.push(Row { subject, size, allocations });
    }

    /// Prints what was measured now or before.
    pub(crate) fn print(&self) {
        println!("\n{}", self.name);
        println!("{:>10}  {:28} {:>12} {:>12} {:>8}", "cleanups", "", "ns each", "allocations", "ratio");
        let mut first = None;
        for row in &self.rows {
            let Some(total) = self.median(row) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "sizes are small")]
            let each = total / row.size as f64;
            let (_, base) = *first.filter(|&(size, _)| size == row.size).get_or_insert((row.size, each));
            first = Some((row.size, base));
            println!(
                "{:>10}  {:28} {each:12.2} {:>12} {:8.2}",
                row.size,
                row.subject,
                row.allocations,
                each / base
            );
        }
    }

    /// The median time of a run in ns, if that was measured.
    fn median(&self, row: &Row) -> Option<f64> {
        let path = [self.name, row.subject, &row.size.to_string(), "new", "estimates.json"];
        let text = fs::read_to_string(folder().join(path.iter().collect::<PathBuf>())).ok()?;
        let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
        estimates["median"]["point_estimate"].as_f64()
    }
}

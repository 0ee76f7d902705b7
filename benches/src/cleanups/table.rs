//! What was measured, as tables.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use criterion::{BenchmarkId, Criterion, Throughput};

use crate::allocations;

/// Where criterion puts its figures.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("criterion")
}

/// Subjects that do the same work, in some sizes. The first is the one to compare with.
pub(crate) struct Group {
    pub(crate) name: String,
    sizes: &'static str,
    pub(crate) rows: Vec<Row>,
}

pub(crate) struct Row {
    pub(crate) subject: &'static str,
    pub(crate) size: usize,
    /// How many cleanups run in what was timed.
    pub(crate) cleanups: usize,
    pub(crate) allocations: u64,
}

impl Group {
    /// `sizes` says what they are numbers of.
    pub(crate) fn new(name: impl Into<String>, sizes: &'static str) -> Self {
        Self { name: name.into(), sizes, rows: Vec::new() }
    }

    /// Measures one subject, of which a run has this many cleanups.
    pub(crate) fn measure(
        &mut self,
        criterion: &mut Criterion,
        subject: &'static str,
        size: usize,
        cleanups: usize,
        mut run: impl FnMut(),
    ) {
        let mut group = criterion.benchmark_group(&self.name);
        group.throughput(Throughput::Elements(cleanups as u64));
        if cleanups > 1_000_000 {
            group.sample_size(10);
        }
        group.bench_function(BenchmarkId::new(subject, size), |bencher| bencher.iter(&mut run));
        group.finish();
        self.rows.push(Row { subject, size, cleanups, allocations: allocations::count(run) });
    }

    /// Measures a subject that runs in threads, each of which does what `run` does. `time` says how long so many runs take.
    pub(crate) fn measure_threads(
        &mut self,
        criterion: &mut Criterion,
        subject: &'static str,
        threads: usize,
        cleanups: usize,
        run: impl FnOnce(),
        mut time: impl FnMut(u64) -> Duration,
    ) {
        let mut group = criterion.benchmark_group(&self.name);
        group.throughput(Throughput::Elements(cleanups as u64));
        // To start threads takes longer than a run. Fewer samples have more runs.
        group.sample_size(20);
        group.bench_function(BenchmarkId::new(subject, threads), |bencher| bencher.iter_custom(&mut time));
        group.finish();
        self.rows.push(Row { subject, size: threads, cleanups, allocations: allocations::count(run) });
    }

    /// Prints what was measured now or before.
    pub(crate) fn print(&self) {
        let mut first = None;
        for row in &self.rows {
            let Some(total) = self.median(row) else { continue };
            if first.is_none() {
                println!("\n{}", self.name);
                println!(
                    "{:>10}  {:28} {:>12} {:>12} {:>8}",
                    self.sizes, "", "ns each", "allocations", "ratio"
                );
            }
            #[expect(clippy::cast_precision_loss, reason = "there are not that many")]
            let each = total / row.cleanups as f64;
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
    pub(crate) fn median(&self, row: &Row) -> Option<f64> {
        let path = [&self.name, row.subject, &row.size.to_string(), "new", "estimates.json"];
        let text = fs::read_to_string(folder().join(path.iter().collect::<PathBuf>())).ok()?;
        let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
        estimates["median"]["point_estimate"].as_f64()
    }
}

//! Measures the time of a call with criterion, which leaves its estimates in a folder.
//!
//! The allocator is the system's: one that counts would take time too.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Parser;
use criterion::{Bencher, Criterion, SamplingMode};
use workloads::case::Case;
use workloads::cases;

/// Measures the time of a call.
#[derive(Parser)]
struct Arguments {
    /// Where criterion puts its estimates
    #[arg(long)]
    output: PathBuf,
    /// Measure for a short time only
    #[arg(long)]
    quick: bool,
    /// The workloads to measure [default: all]
    workloads: Vec<String>,
}

fn main() {
    let arguments = Arguments::parse();
    let (warm_up, measurement, samples) = match arguments.quick {
        true => (30, 150, 10),
        false => (300, 1500, 50),
    };
    let mut criterion = Criterion::default()
        .output_directory(&arguments.output)
        .without_plots()
        .warm_up_time(Duration::from_millis(warm_up))
        .measurement_time(Duration::from_millis(measurement))
        .sample_size(samples);
    for case in cases::all() {
        if arguments.workloads.is_empty() || arguments.workloads.contains(&case.workload) {
            measure(&mut criterion, &case, arguments.quick);
        }
    }
}

fn measure(criterion: &mut Criterion, case: &Case, quick: bool) {
    let mut group = criterion.benchmark_group(&case.workload);
    let name = case.contestant.name();
    if case.calls == u64::MAX {
        // A whole file a run: the fewest that criterion is content with.
        group.sample_size(10).sampling_mode(SamplingMode::Flat);
        let calls = if quick { case.counted } else { case.calls };
        group.bench_function(name, |bencher| {
            let mut run = (case.make)();
            bencher.iter(|| run(black_box(calls)));
        });
    } else {
        group.bench_function(name, |bencher| calls(bencher, case));
    }
    group.finish();
}

/// The time of one call, of many in a row.
fn calls(bencher: &mut Bencher<'_>, case: &Case) {
    let mut run = (case.make)();
    bencher.iter_custom(|calls| {
        // A trait of eight methods is called eight times at least.
        let start = Instant::now();
        black_box(run(black_box(calls * 8)));
        start.elapsed() / 8
    });
}

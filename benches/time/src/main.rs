//! Measures the time of a call and prints a line of JSON for each case.
//!
//! A machine that does other things besides, or changes its clock, is slower at one time than at
//! another. So the contestants of a workload take turns, many times over, for a short while each,
//! and what counts is the best of a contestant's turns: whatever disturbs a turn makes it longer.
//!
//! The allocator is the system's: one that counts would take time too.

use std::hint::black_box;
use std::time::{Duration, Instant};

use clap::Parser;
use serde_json::json;
use workloads::case::{Case, Run};
use workloads::cases;

/// Measures the time of a call.
#[derive(Parser)]
struct Arguments {
    /// Measure for a short time only
    #[arg(long)]
    quick: bool,
    /// The workloads to measure [default: all]
    workloads: Vec<String>,
}

/// One contestant, with the best time of a call so far.
struct Contestant {
    case: Case,
    run: Run,
    calls: u64,
    best: f64,
}

fn main() {
    let arguments = Arguments::parse();
    let mut cases = cases::all();
    cases.retain(|case| {
        arguments.workloads.is_empty() || arguments.workloads.contains(&case.workload)
    });
    while let Some(first) = cases.first() {
        let workload = first.workload.clone();
        let (of_it, others) = cases.into_iter().partition(|case| case.workload == workload);
        cases = others;
        measure(of_it, arguments.quick);
    }
}

/// Measures the cases of one workload.
fn measure(cases: Vec<Case>, quick: bool) {
    let (turn, rounds) = match quick {
        true => (Duration::from_micros(500), 20),
        false => (Duration::from_millis(2), 200),
    };
    let mut contestants: Vec<_> =
        cases.into_iter().map(|case| Contestant::new(case, turn)).collect();
    // A run that reads a whole file takes long enough to be measured well.
    let is_a_file = |it: &Contestant| it.case.calls == u64::MAX;
    let rounds = match contestants.iter().any(is_a_file) {
        true if quick => 2,
        true => 10,
        false => rounds,
    };
    for _ in 0..rounds {
        for contestant in &mut contestants {
            contestant.take_turn();
        }
    }
    for Contestant { case, best, .. } in contestants {
        let line = json!({
            "workload": case.workload,
            "contestant": case.contestant.name(),
            "nanoseconds": best,
        });
        println!("{line}");
    }
}

impl Contestant {
    /// Makes as many calls as a turn takes, to know how many that are.
    fn new(case: Case, turn: Duration) -> Self {
        let mut run = (case.make)();
        // What waits for the operating system takes as long as it does. The others make a multiple
        // of the calls that they make at once, or of their methods.
        let is_short = case.calls < 2000;
        let mut calls = case.calls;
        black_box(run(black_box(if case.calls == u64::MAX { case.counted } else { calls })));
        while is_short {
            let start = Instant::now();
            black_box(run(black_box(calls)));
            if start.elapsed() >= turn {
                break;
            }
            calls *= 2;
        }
        Contestant { case, run, calls, best: f64::INFINITY }
    }

    fn take_turn(&mut self) {
        let start = Instant::now();
        black_box((self.run)(black_box(self.calls)));
        let time = start.elapsed().as_nanos() as f64;
        let calls = if self.calls == u64::MAX { 1.0 } else { self.calls as f64 };
        self.best = self.best.min(time / calls);
    }
}

//! Runs one case for callgrind, which counts what happens within [`measured`].
//!
//! `instructions CASE [CALLS]` prints the number of calls that were made.

use std::hint::black_box;
use std::process::ExitCode;

use workloads::case::{self, Outcome, Run};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let Some(case) = case::named(&name) else {
        eprintln!("there is no case `{name}`");
        return ExitCode::FAILURE;
    };
    let calls = arguments.next().and_then(|calls| calls.parse().ok()).unwrap_or(case.counted);
    let mut run = (case.make)();
    // What is done by the first call alone: buffers that grow, memory that malloc asks for.
    black_box(run(8));
    black_box(measured(&mut run, calls));
    println!("{calls}");
    ExitCode::SUCCESS
}

/// What is counted. It has a name that callgrind can be told.
#[unsafe(no_mangle)]
#[inline(never)]
fn measured(run: &mut Run, calls: u64) -> Outcome {
    run(calls)
}

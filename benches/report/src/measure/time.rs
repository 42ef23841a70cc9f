//! Time a call, of contestants that take turns.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::arguments::Arguments;
use crate::results::{Calls, Results};

#[derive(Deserialize)]
struct Line {
    workload: String,
    contestant: String,
    nanoseconds: f64,
}

pub fn run(arguments: &Arguments, results: &Results) -> Result<()> {
    let mut program = Command::new(arguments.program("time"));
    program.args(&arguments.workloads);
    if arguments.quick {
        program.arg("--quick");
    }
    let output = program.output().context("could not run it")?;
    if !output.status.success() {
        bail!("{program:?} failed\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let mut calls: Calls = results.read("calls")?;
    for line in String::from_utf8(output.stdout)?.lines() {
        let line: Line = serde_json::from_str(line)?;
        let row = calls.entry(line.workload).or_default();
        row.entry(line.contestant).or_default().time = Some(line.nanoseconds);
    }
    results.write("calls", &calls)
}

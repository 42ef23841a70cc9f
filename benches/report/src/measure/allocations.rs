//! Allocations, bytes and peak memory, by the program that counts them.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::arguments::Arguments;
use crate::results::Results;

#[derive(Deserialize)]
struct Line {
    workload: String,
    contestant: String,
    calls: u64,
    allocations: u64,
    bytes: u64,
    peak: u64,
    frame: u64,
}

pub fn run(arguments: &Arguments, results: &Results) -> Result<()> {
    let mut program = Command::new(arguments.program("allocations"));
    let output = program.args(&arguments.workloads).output().context("could not run it")?;
    if !output.status.success() {
        bail!("{program:?} failed\n{}", String::from_utf8_lossy(&output.stderr));
    }
    for line in String::from_utf8(output.stdout)?.lines() {
        let line: Line = serde_json::from_str(line)?;
        results.update_call(&line.workload, &line.contestant, |call| {
            // A run that reads a file to its end counts as one call.
            let calls = if line.calls == u64::MAX { 1.0 } else { line.calls as f64 };
            call.allocations = Some(line.allocations as f64 / calls);
            call.bytes = Some(line.bytes as f64 / calls);
            call.peak = Some(line.peak + line.frame);
        })?;
    }
    sizes(arguments, results)
}

fn sizes(arguments: &Arguments, results: &Results) -> Result<()> {
    let mut program = Command::new(arguments.program("allocations"));
    let output = program.arg("--sizes").output().context("could not run it")?;
    if !output.status.success() {
        bail!("{program:?} failed\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let sizes: BTreeMap<String, f64> = serde_json::from_slice(&output.stdout)?;
    results.write("sizes", &sizes)
}

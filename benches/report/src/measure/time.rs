//! Time a call, by criterion.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use workloads::cases;

use crate::arguments::Arguments;
use crate::results::Results;

/// The part of criterion's estimates that is used: the median does not mind that the machine does
/// something else now and then.
#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    point_estimate: f64,
}

pub fn run(arguments: &Arguments, results: &Results) -> Result<()> {
    let folder = arguments.work.join("criterion");
    let mut program = Command::new(arguments.program("time"));
    program.arg("--output").arg(&folder).args(&arguments.workloads);
    if arguments.quick {
        program.arg("--quick");
    }
    // What criterion prints is for people who watch one benchmark.
    let status = program.stdout(Stdio::null()).status().context("could not run it")?;
    if !status.success() {
        bail!("{program:?} failed");
    }
    for case in cases::all().iter().filter(|case| arguments.wants(&case.workload)) {
        let contestant = case.contestant.name();
        let time = estimate(&folder.join(&case.workload).join(contestant))?;
        results.update_call(&case.workload, contestant, |call| call.time = Some(time))?;
    }
    Ok(())
}

fn estimate(folder: &Path) -> Result<f64> {
    let path = folder.join("new/estimates.json");
    let json = std::fs::read(&path).with_context(|| format!("{}", path.display()))?;
    let estimates: Estimates = serde_json::from_slice(&json)?;
    Ok(estimates.median.point_estimate)
}

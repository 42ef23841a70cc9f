//! Instructions a call, of every case.

use anyhow::{Context, Result};
use workloads::case::{self, Case};

use crate::arguments::Arguments;
use crate::results::Results;
use crate::valgrind;

pub fn run(arguments: &Arguments, results: &Results) -> Result<()> {
    for case in case::all().iter().filter(|case| arguments.wants(&case.workload)) {
        let count = count(arguments, case)?;
        results.update_call(&case.workload, case.contestant.name(), |call| {
            call.instructions = Some(count);
        })?;
    }
    Ok(())
}

/// Instructions a call.
pub fn count(arguments: &Arguments, case: &Case) -> Result<f64> {
    let name = case.name();
    let profile = arguments.work.join("callgrind").join(name.replace('/', "."));
    let program = arguments.program("instructions");
    let (count, said) = valgrind::within_measured(&program, &[&name], &profile)?;
    let calls: f64 = said.trim().parse().context("the program says how many calls it made")?;
    Ok(count as f64 / calls)
}

//! Instructions a call, of every case.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Context, Result};
use workloads::case::Case;
use workloads::cases;

use crate::arguments::Arguments;
use crate::results::{Calls, Results};
use crate::valgrind;

pub fn run(arguments: &Arguments, results: &Results) -> Result<()> {
    let mut cases = cases::all();
    cases.retain(|case| arguments.wants(&case.workload));
    let counts = count(arguments, &cases)?;
    let mut calls: Calls = results.read("calls")?;
    for case in cases {
        let row = calls.entry(case.workload.clone()).or_default();
        let call = row.entry(case.contestant.name().to_owned()).or_default();
        call.instructions = counts.get(&case.name()).copied();
    }
    results.write("calls", &calls)
}

/// Instructions a call, by the name of the case. The profile of each is kept under that name.
pub fn count(arguments: &Arguments, cases: &[Case]) -> Result<BTreeMap<String, f64>> {
    let folder = arguments.work.join("callgrind");
    std::fs::create_dir_all(&folder)?;
    let program = arguments.program("instructions");
    cases.iter().for_each(cases::make_files);
    let mut counts = BTreeMap::new();
    // Callgrind counts on the thread that is in the function alone; where there are more, the whole
    // program is counted twice, and the difference is that of the calls.
    for case in cases.iter().filter(|case| case.has_threads()) {
        let name = case.name();
        let whole = |calls: u64| {
            let mut command = Command::new(&program);
            valgrind::whole(command.args(["--calls", &calls.to_string(), &name]))
        };
        let more = whole(2 * case.counted)? as f64 - whole(case.counted)? as f64;
        counts.insert(name, more / case.counted as f64);
    }
    let names: Vec<String> =
        cases.iter().filter(|case| !case.has_threads()).map(Case::name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    // Cases of one workload share a process: starting one takes callgrind longer than a case.
    for names in names.chunks(16) {
        let profile = folder.join("profile");
        let said = valgrind::within_measured(&program, names, &profile)?;
        for (line, number) in said.lines().zip(1..) {
            let (name, calls) = line.split_once(' ').context("a name and a number of calls")?;
            let calls: f64 = calls.parse().context("a number of calls")?;
            let kept = folder.join(name.replace('/', "."));
            std::fs::rename(folder.join(format!("profile.{number}")), &kept)?;
            counts.insert(name.to_owned(), valgrind::counted(&kept)? as f64 / calls);
        }
    }
    Ok(counts)
}

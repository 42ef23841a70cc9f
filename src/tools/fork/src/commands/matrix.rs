//! `x.py test --matrix`: the programs of the run-pass tests, compiled in all the ways in which programs
//! are.

use std::path::Path;

use anyhow::Result;

use crate::commands::examples;
use crate::commands::suite::tally::Tally;
use crate::commands::ui_suite;
use crate::host::process;
use crate::host::progress::Progress;
use crate::host::stage0::Stage0;
use crate::project::Project;

/// How a panic ends: as the test has it, which is by unwinding for nearly all, or not.
const PANICS: [&[&str]; 2] = [&[], &["-Cpanic=abort"]];

/// How much is optimised, and what is seen at once.
const OPTIMISATIONS: [&[&str]; 4] =
    [&["-Copt-level=0"], &["-Copt-level=s"], &["-Copt-level=z"], &["-Copt-level=3", "-Clto=fat"]];

/// What tests with a harness are compiled with where nothing unwinds: each is a process then.
const ABORTING_TESTS: [&str; 2] = ["-Cpanic=abort", "-Zpanic-abort-tests"];

/// Compiles and runs the programs in all ways, and gives each count to `note`.
///
/// # Errors
///
/// A runner does not start, or a count cannot be noted.
pub fn count(
    project: &Project,
    stage0: &Stage0,
    rustc: &Path,
    note: &mut dyn FnMut(&str, Tally) -> Result<()>,
) -> Result<()> {
    let mut progress = Progress::new(&project.layout, PANICS.len() * OPTIMISATIONS.len() + 1);
    for panic in PANICS {
        for optimisation in OPTIMISATIONS {
            let flags = [panic, optimisation].concat();
            let what = flags.join(" ");
            let tally = progress.step(&what, || {
                let mut runner = ui_suite::runner_on(project, stage0, rustc);
                // Other revisions differ in the options that are given here.
                runner.arg("--first-revision");
                runner.args(flags.iter().map(|flag| format!("--flag={flag}")));
                ui_suite::count_by(&mut runner)
            })?;
            note(&format!("`{what}`"), tally)?;
        }
    }
    let what = ABORTING_TESTS.join(" ");
    let tally = progress.step(&what, || aborting_tests(project, stage0, rustc))?;
    note(&format!("tests of the examples, `{what}`"), tally)
}

/// The tests of the examples, where no panic unwinds.
fn aborting_tests(project: &Project, stage0: &Stage0, rustc: &Path) -> Result<Tally> {
    let mut sum = Tally::default();
    for name in examples::names(project)? {
        let mut cargo = process::command(&stage0.cargo);
        cargo
            // With a target, the flags are not for what runs while it is compiled.
            .args(["test", "--locked", "--no-fail-fast", "--tests", "--target", &stage0.host])
            .current_dir(project.layout.root.join("examples").join(name))
            .env("RUSTC", rustc)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", project.layout.build().join("matrix"))
            .env("CARGO_ENCODED_RUSTFLAGS", ABORTING_TESTS.join("\x1f"));
        sum += Tally::of_command(&mut cargo)?;
    }
    Ok(sum)
}

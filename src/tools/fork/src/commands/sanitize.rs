//! `x.py sanitize`: the UI tests that run a program, checked as they run.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::commands::sanitizer::{Checks, Sanitizer};
use crate::commands::suite::tally::Tally;
use crate::commands::ui_suite;
use crate::host::process;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::compiler;

/// What the user may choose.
#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    checks: Checks,
    /// Check this toolchain [default: the stage1 of build/rust, built when missing]
    #[arg(long, value_name = "PATH")]
    pub toolchain: Option<PathBuf>,
    /// The source of its library, where the toolchain does not have it
    #[arg(long, value_name = "PATH")]
    library: Option<PathBuf>,
    /// Only tests whose path contains one of these
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
}

/// Runs the tests.
pub fn run(project: &Project, options: &Options) -> Result<ExitCode> {
    if options.checks.sanitizer.is_none() && !options.checks.valgrind {
        bail!("`--sanitizer NAME` or `--valgrind`?");
    }
    let (stage0, rustc) = compiler::choose(project, options.toolchain.as_deref())?;
    let library = options.library.as_deref();
    let mut runner = runner(project, &stage0, &rustc, library, &options.checks)?;
    Ok(process::exit_code(process::status(runner.args(&options.filters))?))
}

/// Runs the tests with every sanitizer, or with one, and gives each count to `note`.
///
/// # Errors
///
/// What a sanitizer needs is not there, or a count cannot be noted.
pub fn count(
    project: &Project,
    stage0: &Stage0,
    rustc: &Path,
    library: Option<&Path>,
    one: Option<Sanitizer>,
    filters: &[OsString],
    note: &mut dyn FnMut(&str, Tally) -> Result<()>,
) -> Result<()> {
    let all = Sanitizer::value_variants().iter().copied();
    for sanitizer in all.filter(|sanitizer| one.is_none_or(|one| *sanitizer == one)) {
        let checks = Checks { sanitizer: Some(sanitizer), valgrind: false };
        let mut runner = runner(project, stage0, rustc, library, &checks)?;
        let tally = ui_suite::count_by(runner.arg("--first-revision").args(filters))?;
        note(&sanitizer.name(), tally)?;
    }
    Ok(())
}

/// What ends under control-flow integrity in programs that do not know the feature, too: std asks for
/// a function of libc's by name before it starts a thread, and prints a backtrace through a pointer
/// of another type; and what virtual function elimination splits, the linker does not take.
const WITHOUT_TYPES: [&str; 6] = [
    "--without",
    "threads",
    "--skip",
    "adversarial/backtrace-of-panic",
    "--skip",
    "dispatch/virtual-function-elimination",
];

/// The runner of the tests, with what checks their programs.
fn runner(
    project: &Project,
    stage0: &Stage0,
    rustc: &Path,
    library: Option<&Path>,
    checks: &Checks,
) -> Result<Command> {
    let mut runner = ui_suite::runner_on(project, stage0, rustc);
    checks.hand_to(&mut runner, project)?;
    if checks.sanitizer.is_some_and(Sanitizer::asks_for_types) {
        runner.args(WITHOUT_TYPES);
    }
    checks.hand_library_to(&mut runner, project, stage0, rustc, library)?;
    Ok(runner)
}

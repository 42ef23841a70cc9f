//! `x.py sanitize`: the UI tests that run a program, checked as they run.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use crate::commands::sanitizer::Checks;
use crate::commands::ui_suite;
use crate::host::process;
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
    /// Only tests whose path contains one of these
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
}

/// Runs the tests.
pub fn run(project: &Project, options: &Options) -> Result<ExitCode> {
    if options.checks.sanitizer.is_none() && !options.checks.valgrind {
        bail!("`--sanitizer address`, `--sanitizer thread` or `--valgrind`?");
    }
    let (stage0, rustc) = compiler::choose(project, options.toolchain.as_deref())?;
    let mut runner = ui_suite::runner(project, &stage0);
    // The compiler is in the toolchain's `bin`.
    runner.arg(ui_suite::OPTION).args(rustc.ancestors().nth(2));
    options.checks.hand_to(&mut runner, project)?;
    options.checks.hand_library_to(&mut runner, project, &stage0, &rustc)?;
    Ok(process::exit_code(process::status(runner.args(&options.filters))?))
}

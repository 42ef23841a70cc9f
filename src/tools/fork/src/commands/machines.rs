//! The UI and run-pass tests on another machine.

pub mod bare_metal;
pub mod machine;

use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

use crate::commands::library::{Crates, Library, Profile};
use crate::commands::suite::tally::Tally;
use crate::commands::ui_suite;
use crate::host::stage0::Stage0;
use crate::project::Project;
use machine::Machine;

/// Runs the tests on a machine, and counts.
pub fn on(
    machine: &Machine,
    project: &Project,
    stage0: &Stage0,
    rustc: &Path,
    source: Option<&Path>,
    rest: &[OsString],
) -> Result<Tally> {
    let flags = machine.flags(project)?;
    let library = Library {
        name: machine.triple,
        target: machine.triple,
        crates: Crates::Std,
        profile: Profile::Quick,
        flags: flags.clone(),
        source,
    };
    let sysroot = library.build(project, stage0, rustc)?;
    machine.complete(project, &library.libraries(&sysroot))?;
    let mut runner = ui_suite::runner_on(project, stage0, rustc);
    runner.args(["--target", machine.triple]);
    for flag in flags.iter().chain([&format!("--sysroot={}", sysroot.display())]) {
        runner.arg(format!("--flag={flag}"));
    }
    for word in machine.runner(project) {
        runner.arg(format!("--runner={word}"));
    }
    if !machine.starts_others() {
        runner.args(["--without", "subprocess"]);
    }
    runner.envs(machine.environment(project)).args(rest);
    ui_suite::count_by(&mut runner)
}

//! Hands a command over to the base's own `x.py`.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

use crate::commands::suite::style;
use crate::host::needs::{self, Work};
use crate::host::process;
use crate::host::progress::Progress;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::ready::{base_x, get_ready_for, write_settings};
use crate::series::tree;

/// Commands of the base that compile nothing that needs LLVM.
const LIGHT: [&str; 5] = ["clean", "fmt", "setup", "suggest", "vendor"];

/// Runs a command of the base's with the user's arguments as they are.
pub fn hand_over(project: &Project, name: &str, arguments: &[OsString]) -> Result<ExitCode> {
    if LIGHT.contains(&name) {
        needs::require(project, Work::Prepare)?;
        if name == "fmt" {
            needs::require_these(project, &[needs::RUSTFMT])?;
        }
        tree::prepare(project)?;
        let stage0 = Stage0::find(&project.settings)?;
        write_settings(project, &stage0, name)?;
        if name == "fmt" && !project.layout.tree().join("rustfmt.toml").exists() {
            return style::format(project, &stage0, arguments);
        }
        return Ok(process::exit_code(process::status(base_x(project).arg(name).args(arguments))?));
    }
    get_ready_for(project, name)?;
    let mut x = base_x(project);
    x.arg(name).args(arguments);
    let what = process::show(&x);
    let status = Progress::new(&project.layout, 1).step(&what, || process::status(&mut x))?;
    Ok(process::exit_code(status))
}

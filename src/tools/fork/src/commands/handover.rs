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

/// What is documented where the user names no path. The base would do nothing: the settings say
/// `docs = false`, so that a build does not make all its books.
const DOCUMENTED: [&str; 3] = ["library", "src/doc/guide", "src/doc/unstable-book"];

/// The paths that a command has beside those that the user gives.
fn more_paths(name: &str, arguments: &[OsString]) -> &'static [&'static str] {
    let is_option = |word: &OsString| word.as_encoded_bytes().starts_with(b"-");
    if name == "doc" && arguments.iter().all(is_option) { &DOCUMENTED } else { &[] }
}

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
    x.arg(name).args(more_paths(name, arguments)).args(arguments);
    let what = process::show(&x);
    let status = Progress::new(&project.layout, 1).step(&what, || process::status(&mut x))?;
    Ok(process::exit_code(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_documented() {
        let paths = |name, words: &[&str]| {
            more_paths(name, &words.iter().map(OsString::from).collect::<Vec<_>>())
        };
        assert_eq!(paths("doc", &[]), DOCUMENTED);
        assert_eq!(paths("doc", &["--open", "--stage=1"]), DOCUMENTED);
        assert!(paths("doc", &["library", "--open"]).is_empty());
        assert!(paths("build", &[]).is_empty());
    }
}

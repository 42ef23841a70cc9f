//! `x.py test --toolchain PATH`: the UI tests against a toolchain that is built already.
//!
//! The runner is a program of its own, since only this command needs what it is built on.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::commands::suite::tally::Tally;
use crate::host::process;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::compiler;

/// The option of `test` that says it is this.
pub const OPTION: &str = "--toolchain";

/// Whether the arguments of `test` ask for this.
pub fn is_asked(arguments: &[OsString]) -> bool {
    let first = arguments.first().map(|first| first.to_string_lossy());
    first.is_some_and(|first| first.split('=').next() == Some(OPTION))
}

/// Runs it with the user's arguments, which begin with the toolchain.
///
/// # Errors
///
/// No toolchain is named, or it has no compiler: said before anything is built.
pub fn test(project: &Project, arguments: &[OsString]) -> Result<ExitCode> {
    compiler::of_toolchain(&toolchain(arguments)?)?;
    let stage0 = Stage0::find(&project.settings)?;
    let mut runner = runner(project, &stage0);
    Ok(process::exit_code(process::status(runner.args(arguments))?))
}

/// The toolchain that the arguments begin with: `--toolchain PATH` or `--toolchain=PATH`.
fn toolchain(arguments: &[OsString]) -> Result<PathBuf> {
    let joined = arguments.first().and_then(|first| first.to_str()?.split_once('='));
    let path = match joined {
        Some((_, path)) => Some(PathBuf::from(path)),
        None => arguments.get(1).map(PathBuf::from),
    };
    path.filter(|path| {
        !path.as_os_str().is_empty() && !path.as_os_str().as_encoded_bytes().starts_with(b"-")
    })
    .context("`--toolchain` needs a path: the folder of a toolchain, the one that has bin/rustc")
}

/// Runs it on `toolchain` and counts. compiletest has run every revision of the tests: that this runner
/// can run a test, its first shows.
pub fn count(project: &Project, stage0: &Stage0, toolchain: &Path) -> Result<Tally> {
    let mut runner = runner(project, stage0);
    count_by(runner.arg(OPTION).arg(toolchain).arg("--first-revision"))
}

/// Counts what a runner says.
pub fn count_by(runner: &mut Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let status = process::watch(runner, &mut |line| tally = counts(line).unwrap_or(tally))?;
    Ok(tally.and_status(status.success()))
}

/// What a line says that counts tests. The last of them is the runner's; before it `ui_test` counts its
/// own jobs.
fn counts(line: &str) -> Option<Tally> {
    let ignored = line.strip_prefix("test result: ")?.rsplit("; ").next()?.strip_suffix(" ignored");
    let mut tally = Tally::default();
    tally.look(line);
    tally.skipped = ignored?.parse().ok()?;
    Some(tally)
}

/// The folder of the program.
pub fn folder(project: &Project) -> PathBuf {
    project.layout.root.join("src/tools/ui-suite")
}

/// The program that runs the tests, without arguments of its own.
pub fn runner(project: &Project, stage0: &Stage0) -> Command {
    let mut cargo = process::command(&stage0.cargo);
    cargo
        .args(["run", "--quiet", "--locked", "--manifest-path"])
        .arg(folder(project).join("Cargo.toml"))
        .arg("--target-dir")
        .arg(project.layout.build().join("fork"))
        .env("RUSTC", &stage0.rustc)
        .arg("--")
        .arg("--tests")
        .arg(project.layout.root.join("tests/ui"))
        .arg("--out")
        .arg(project.layout.build().join("ui-suite"));
    cargo
}

/// The same, on the toolchain whose compiler this is: the one in `bin`.
pub fn runner_on(project: &Project, stage0: &Stage0, rustc: &Path) -> Command {
    let mut runner = runner(project, stage0);
    runner.arg(OPTION).args(rustc.ancestors().nth(2));
    runner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_it() {
        let asks = |words: &[&str]| is_asked(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert!(asks(&["--toolchain", "/usr"]) && asks(&["--toolchain=/usr"]));
        assert!(!asks(&[]) && !asks(&["tests/ui"]) && !asks(&["--toolchains", "/usr"]));
    }

    #[test]
    fn what_is_counted() {
        let tally = counts("test result: FAILED. 7 passed; 2 failed; 3 ignored").unwrap();
        assert_eq!((tally.passed, tally.failed, tally.skipped), (7, 2, 3));
        assert!(counts("test result: ok. 7 passed").is_none() && counts("ok").is_none());
    }

    #[test]
    fn which_toolchain() {
        let named =
            |words: &[&str]| toolchain(&words.iter().map(OsString::from).collect::<Vec<_>>()).ok();
        assert_eq!(named(&["--toolchain", "/usr", "x"]), Some("/usr".into()));
        assert_eq!(named(&["--toolchain=/usr"]), Some("/usr".into()));
        for nothing in [&["--toolchain"][..], &["--toolchain="], &["--toolchain", "--bless"]] {
            assert_eq!(named(nothing), None, "{nothing:?}");
        }
    }
}

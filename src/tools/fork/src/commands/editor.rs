//! `x.py test --editor`: talks to the fork's rust-analyzer as an editor does.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::commands::suite::tally::Tally;
use crate::host::process;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::compiler;
use crate::series::ready::{self, base_x};

/// The option of `test` that says it is this.
const OPTION: &str = "--editor";

/// What is talked to.
struct Built {
    server: PathBuf,
    toolchain: PathBuf,
}

/// Whether the arguments of `test` ask for this.
pub fn is_asked(arguments: &[OsString]) -> bool {
    arguments.first().is_some_and(|first| first == OPTION)
}

/// Runs it. The arguments are `--editor` alone, or with a server and a toolchain that are built
/// already.
pub fn test(project: &Project, arguments: &[OsString]) -> Result<ExitCode> {
    let built = match &arguments[1..] {
        [] => build(project)?,
        [server, toolchain] => Built { server: server.into(), toolchain: toolchain.into() },
        _ => bail!("`{OPTION}` takes nothing, or a rust-analyzer and the folder of a toolchain"),
    };
    let tally = talk(project, &built)?;
    println!("{tally}");
    Ok(tally.exit_code())
}

/// Builds the server, and counts what it answers right.
///
/// # Errors
///
/// It does not compile, or does not start.
pub fn count(project: &Project) -> Result<Tally> {
    talk(project, &build(project)?)
}

/// Builds the compiler, the library and the server, where they are not those of this state.
fn build(project: &Project) -> Result<Built> {
    ready::get_ready(project)?;
    process::before_build()?;
    process::run(base_x(project).args(["build", "--stage", "1", "library", "rust-analyzer"]))?;
    Ok(Built { server: project.layout.rust_analyzer(), toolchain: project.layout.stage1() })
}

/// Talks to the server.
fn talk(project: &Project, built: &Built) -> Result<Tally> {
    let rustc = compiler::of_toolchain(&built.toolchain)?;
    let absolute = |path: &Path| {
        path.canonicalize().with_context(|| format!("there is nothing at {}", path.display()))
    };
    let mut python = process::command("python3");
    python
        .arg(project.layout.root.join("src/tools/fork/editor/talk.py"))
        .arg(absolute(&built.server)?)
        .arg(absolute(&rustc)?)
        .env("CARGO", Stage0::find(&project.settings)?.cargo);
    if !built.toolchain.join("lib/rustlib/src/rust/library").exists() {
        python.arg(project.layout.tree().join("library"));
    }
    Tally::of_command(&mut python)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_it() {
        let asks = |words: &[&str]| is_asked(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert!(asks(&["--editor"]) && asks(&["--editor", "/usr/bin/rust-analyzer", "/usr"]));
        assert!(!asks(&[]) && !asks(&["--editors"]) && !asks(&["tests/ui", "--editor"]));
    }
}

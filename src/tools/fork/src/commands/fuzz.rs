//! `x.py fuzz`: mutated programs, looking for inputs that crash the compiler.
//!
//! The mutator is a program of its own, in `src/tools/fuzz`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::Args;

use crate::host::process;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::compiler;
use crate::series::ready::Ready;

/// What the user may choose.
#[derive(Args)]
pub struct Options {
    /// What all programs are made from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many programs
    #[arg(long, value_name = "N", default_value_t = 1000)]
    programs: u64,
    /// The number of the first program; the others follow one by one
    #[arg(long, value_name = "N", default_value_t = 0)]
    first: u64,
    /// Programs to begin with besides the fork's UI tests: a folder; may be given several times
    #[arg(long, value_name = "PATH")]
    corpus: Vec<PathBuf>,
    /// How many are compiled at once
    #[arg(long, value_name = "N", default_value_t = 2)]
    jobs: u64,
    /// Compile with this toolchain [default: the stage1 of build/rust, built when missing]
    #[arg(long, value_name = "PATH")]
    pub toolchain: Option<PathBuf>,
}

/// Where the mutator is.
pub const FOLDER: &str = "src/tools/fuzz";

/// The fork's UI tests, as the repository has them.
const TESTS: &str = "tests/ui/inline-async";

/// Compiles mutated programs.
pub fn run(project: &Project, options: &Options) -> Result<ExitCode> {
    let (stage0, rustc) = compiler::choose(project, options.toolchain.as_deref())?;
    let mut fuzz = fuzz(project, &stage0, &rustc);
    let mut again = "./x.py fuzz".to_owned();
    for corpus in &options.corpus {
        fuzz.arg("--corpus").arg(corpus);
        again += &format!(" --corpus {}", corpus.display());
    }
    if let Some(toolchain) = &options.toolchain {
        again += &format!(" --toolchain {}", toolchain.display());
    }
    fuzz.arg(format!("--seed={}", options.seed))
        .arg(format!("--first={}", options.first))
        .arg(format!("--programs={}", options.programs))
        .arg(format!("--jobs={}", options.jobs))
        .args(["--again", &again]);
    Ok(process::exit_code(process::status(&mut fuzz)?))
}

/// A small run with a seed that does not change.
pub fn smoke(project: &Project, ready: &Ready) -> Command {
    let mut fuzz = fuzz(project, &ready.stage0, &project.layout.stage1_rustc());
    fuzz.args(["--seed=1", "--programs=200", "--again", "./x.py fuzz"]);
    fuzz
}

fn fuzz(project: &Project, stage0: &Stage0, rustc: &Path) -> Command {
    let mut fuzz = process::command(&stage0.cargo);
    fuzz.args(["run", "--quiet", "--locked", "--manifest-path"])
        .arg(project.layout.root.join(FOLDER).join("Cargo.toml"))
        .arg("--target-dir")
        .arg(project.layout.build().join("fork"))
        .env("RUSTC", &stage0.rustc)
        .args(["--", "run", "--rustc"])
        .arg(rustc)
        .arg("--folder")
        .arg(project.layout.build().join("fuzz"))
        .arg("--corpus")
        .arg(project.layout.root.join(TESTS));
    fuzz
}

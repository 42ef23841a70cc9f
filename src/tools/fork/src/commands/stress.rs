//! `x.py stress`: random programs, calls on trait objects against static calls.
//!
//! The generator is a program of its own, in `src/tools/stress`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::Args;

use crate::commands::sanitizer::Checks;
use crate::host::process;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::compiler;
use crate::series::ready::Ready;

/// What the user may choose.
#[derive(Args)]
pub struct Options {
    /// The seed of the first program; the others follow one by one
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many programs [default: one, or as many as there is time for]
    #[arg(long, value_name = "N")]
    programs: Option<u64>,
    /// For how long
    #[arg(long, value_name = "M")]
    minutes: Option<u64>,
    /// How often each program does everything, each time differently
    #[arg(long, value_name = "N")]
    rounds: Option<u64>,
    /// How many objects a program makes and uses
    #[arg(long, value_name = "N")]
    sections: Option<u64>,
    #[command(flatten)]
    checks: Checks,
    /// Compile with this toolchain [default: the stage1 of build/rust, built when missing]
    #[arg(long, value_name = "PATH")]
    pub toolchain: Option<PathBuf>,
}

/// Where the generator is.
pub const FOLDER: &str = "src/tools/stress";

/// Compiles and runs programs.
pub fn run(project: &Project, options: &Options) -> Result<ExitCode> {
    let (stage0, rustc) = compiler::choose(project, options.toolchain.as_deref())?;
    let mut stress = stress(project, &stage0, &rustc);
    let mut again = "./x.py stress".to_owned();
    for (name, value) in [("sections", options.sections), ("rounds", options.rounds)] {
        if let Some(value) = value {
            stress.arg(format!("--{name}={value}"));
            again += &format!(" --{name} {value}");
        }
    }
    for (name, value) in [("programs", options.programs), ("minutes", options.minutes)] {
        if let Some(value) = value {
            stress.arg(format!("--{name}={value}"));
        }
    }
    if let Some(toolchain) = &options.toolchain {
        again += &format!(" --toolchain {}", toolchain.display());
    }
    again += &options.checks.as_typed();
    stress.arg(format!("--seed={}", options.seed)).args(["--again", &again]);
    options.checks.hand_to(&mut stress, project)?;
    options.checks.hand_library_to(&mut stress, project, &stage0, &rustc, None)?;
    Ok(process::exit_code(process::status(&mut stress)?))
}

/// A small run with seeds that do not change: one program of one thread, and one whose calls move
/// between threads.
pub fn smoke(project: &Project, ready: &Ready) -> Command {
    let mut stress = stress(project, &ready.stage0, &project.layout.stage1_rustc());
    stress.args(["--seed=4", "--programs=2", "--sections=10", "--rounds=200"]);
    stress.args(["--again", "./x.py stress --sections 10 --rounds 200"]);
    stress
}

fn stress(project: &Project, stage0: &Stage0, rustc: &Path) -> Command {
    let mut stress = process::command(&stage0.cargo);
    stress
        .args(["run", "--quiet", "--locked", "--manifest-path"])
        .arg(project.layout.root.join(FOLDER).join("Cargo.toml"))
        .arg("--target-dir")
        .arg(project.layout.build().join("fork"))
        .env("RUSTC", &stage0.rustc)
        .args(["--", "run", "--feature=send", "--feature=by-value", "--rustc"])
        .arg(rustc)
        .arg("--folder")
        .arg(project.layout.build().join("stress"));
    stress
}

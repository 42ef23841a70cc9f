//! `x.py bench`: the benchmark, built by the fork and run.
//!
//! What is measured and how is in the workspace `benches`; here is what it needs: the
//! compiler, valgrind, and for `--compile-time` the pristine base's compiler.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use clap::Args;

use crate::commands::handover;
use crate::commands::off;
use crate::host::needs;
use crate::host::process;
use crate::host::progress::Progress;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::compiler;
use crate::series::ready::{self, Ready};

/// What the user may choose.
#[derive(Args)]
pub struct Options {
    /// Measure times for a short while only, and leave out what takes minutes each
    #[arg(long)]
    quick: bool,
    /// Compile some of the base's own benchmarks with the fork and with the pristine base,
    /// which is built for it (12 minutes, 3 GB, once), and compare instructions; nothing else
    #[arg(long)]
    compile_time: bool,
    /// Measure only this workload
    #[arg(long = "workload", value_name = "NAME")]
    workloads: Vec<String>,
    /// Measure only this part: allocations, instructions, code, time, size or scale
    #[arg(long = "part", value_name = "PART")]
    parts: Vec<String>,
    /// Measure nothing; write tables, plots and RESULTS.md from benches/results
    #[arg(long)]
    render: bool,
    /// Measure with this toolchain [default: the stage1 of build/rust, built when missing]
    #[arg(long, value_name = "PATH")]
    toolchain: Option<PathBuf>,
    /// The base's compiler for --compile-time [default: built from the base, as the fork is]
    #[arg(long, value_name = "PATH", requires = "compile_time")]
    base: Option<PathBuf>,
    /// Paths of the base: its `x.py bench` for these instead
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    paths: Vec<OsString>,
}

impl Options {
    /// The options as the user typed them, for the document.
    fn as_typed(&self) -> String {
        let mut typed = "./x.py bench".to_owned();
        for (is_set, name) in [
            (self.quick, " --quick"),
            (self.compile_time, " --compile-time"),
            (self.render, " --render"),
        ] {
            typed += if is_set { name } else { "" };
        }
        let chosen = |name, words: &[String]| -> String {
            words.iter().map(|word| format!(" --{name} {word}")).collect()
        };
        typed + &chosen("workload", &self.workloads) + &chosen("part", &self.parts)
    }
}

/// Runs the benchmark.
pub fn run(project: &Project, options: &Options) -> Result<ExitCode> {
    if !options.paths.is_empty() {
        return handover::hand_over(project, "bench", &options.paths);
    }
    let given = options.toolchain.as_deref().map(compiler::of_toolchain).transpose()?;
    needs::require_these(project, &needs::TO_BENCH)?;
    let mut progress = Progress::new(&project.layout, if options.compile_time { 4 } else { 3 });
    let (stage0, rustc, ready) = match given {
        Some(rustc) => (Stage0::find(&project.settings)?, rustc, None),
        None => {
            let ready = ready::get_ready(project)?;
            progress.step("build compiler and library", || {
                compiler::build_stage1(project, &ready.state)
            })?;
            (ready.stage0.clone(), project.layout.stage1_rustc(), Some(ready))
        }
    };
    progress.step("build the benchmark", || {
        compiler::forget_other_compilers(&target(project), &rustc)?;
        process::run(cargo(project, &stage0, &rustc).args(["build", "--release", "--locked"]))
    })?;
    let mut report = report(project, &stage0, &rustc, options);
    if options.compile_time {
        let base = progress.step("find or build the base's compiler", || {
            base_compiler(project, ready.as_ref(), options)
        })?;
        let benchmarks = "src/tools/rustc-perf/collector/compile-benchmarks";
        report.args(["--part", "compile-time", "--base-rustc"]).arg(base);
        report.arg("--compile-benchmarks").arg(project.layout.tree().join(benchmarks));
    }
    progress.step("measure", || {
        process::run(&mut report)?;
        println!("\nall of it, with plots: RESULTS.md");
        Ok(ExitCode::SUCCESS)
    })
}

/// The command that runs every workload once, and the benchmark's own tests: no time is
/// looked at.
pub fn smoke(project: &Project, ready: &Ready) -> Result<Command> {
    let rustc = project.layout.stage1_rustc();
    compiler::forget_other_compilers(&target(project), &rustc)?;
    let mut cargo = cargo(project, &ready.stage0, &rustc);
    // Criterion is of use for times only, and takes a while to build.
    cargo.args(["test", "--release", "--locked", "--workspace", "--exclude", "time"]);
    Ok(cargo)
}

fn folder(project: &Project) -> PathBuf {
    project.layout.root.join("benches")
}

fn target(project: &Project) -> PathBuf {
    project.layout.build().join("benches")
}

fn cargo(project: &Project, stage0: &Stage0, rustc: &Path) -> Command {
    let mut cargo = process::command(&stage0.cargo);
    cargo.current_dir(folder(project)).env("CARGO_TARGET_DIR", target(project)).env("RUSTC", rustc);
    cargo
}

fn report(project: &Project, stage0: &Stage0, rustc: &Path, options: &Options) -> Command {
    let programs = target(project).join("release");
    let mut report = process::command(programs.join(program("report")));
    report.env("CARGO_TARGET_DIR", target(project));
    report.arg("--results").arg(folder(project).join("results"));
    report.arg("--document").arg(project.layout.root.join("RESULTS.md"));
    report.arg("--work").arg(target(project).join("work"));
    report.arg("--programs").arg(&programs);
    report.arg("--workspace").arg(folder(project));
    report.arg("--rustc").arg(rustc);
    report.arg("--cargo").arg(&stage0.cargo);
    report.args(["--command", &options.as_typed()]);
    for (is_set, name) in [(options.quick, "--quick"), (options.render, "--render")] {
        if is_set {
            report.arg(name);
        }
    }
    for workload in &options.workloads {
        report.args(["--workload", workload]);
    }
    for part in &options.parts {
        report.args(["--part", part]);
    }
    report
}

fn program(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// The compiler that the fork is compared with. One from elsewhere may have been built in
/// another way, which makes more of a difference than the fork; so it is built here.
fn base_compiler(project: &Project, ready: Option<&Ready>, options: &Options) -> Result<PathBuf> {
    match (&options.base, ready) {
        (Some(given), _) => Ok(given.join("bin").join(program("rustc"))),
        (None, Some(ready)) => Ok(off::base::built(project, ready)?.rustc),
        (None, None) => bail!("with --toolchain, --compile-time needs --base too"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::fsutil;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn parse(words: &[&str]) -> Options {
        Line::parse_from([&["bench"], words].concat()).options
    }

    #[test]
    fn the_document_says_what_was_typed() {
        let options = parse(&["--quick", "--workload", "a-ready", "--part", "time"]);
        assert_eq!(options.as_typed(), "./x.py bench --quick --workload a-ready --part time");
    }

    #[test]
    fn another_build_of_a_compiler_is_another_compiler() {
        let folder = tempfile::tempdir().unwrap();
        let rustc = folder.path().join("bin/rustc");
        let library = folder.path().join("lib/librustc_driver-0.so");
        fsutil::write(&rustc, b"").unwrap();
        fsutil::write(&library, b"1").unwrap();
        let first = compiler::identity(&rustc).unwrap();
        assert_eq!(compiler::identity(&rustc).unwrap(), first);
        fsutil::write(&library, b"23").unwrap();
        assert_ne!(compiler::identity(&rustc).unwrap(), first);
    }

    #[test]
    fn paths_are_the_bases() {
        let options = parse(&["library/core", "--stage", "1"]);
        assert_eq!(options.paths, ["library/core", "--stage", "1"]);
    }
}

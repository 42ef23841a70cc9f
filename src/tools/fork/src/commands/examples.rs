//! `x.py run`: the examples, built by the fork.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::host::llvm;
use crate::host::needs::{self, Need};
use crate::host::process::{self, command};
use crate::host::progress::Progress;
use crate::host::system::which;
use crate::project::Project;
use crate::series::compiler::{self, build_stage1};
use crate::series::ready::{self, Ready};

/// The example that runs without a name.
const MAIN: &str = "wc";

/// What examples need that others do not.
const NEEDS: [(&str, &[Need]); 1] = [("sensors", &needs::TO_EMULATE_ARM)];

/// Files of the repository that the main example counts.
const INPUT: [&str; 8] = [
    "README.md",
    "RFC.md",
    "CONTRIBUTING.md",
    "x.py",
    "config.example.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "src/tools/fork/Cargo.lock",
];

/// Runs an example.
pub fn run(project: &Project, name: Option<&str>, arguments: &[OsString]) -> Result<ExitCode> {
    let example = name.unwrap_or(MAIN);
    let folder = project.layout.root.join("examples").join(example);
    if !folder.join("Cargo.toml").is_file() {
        bail!("there is no example `{example}`; there are: {}", names(project)?.join(", "));
    }
    let ready = ready::get_ready(project)?;
    require(project, example)?;
    let mut progress = Progress::new(&project.layout, 3);
    progress.step("build compiler and library", || build_stage1(project, &ready.state))?;
    progress.step(&format!("build the example `{example}`"), || {
        link(project)?;
        process::run(cargo(project, &ready)?.args(["build", "--release"]).current_dir(&folder))
    })?;
    progress.step(&format!("run `{example}`"), || {
        let mut program = command(target(project).join("release").join(program_of(&folder)?));
        program.current_dir(&project.layout.root).envs(environment(project, &ready));
        if name.is_none() && arguments.is_empty() {
            return compare_with_wc(project, program);
        }
        Ok(process::exit_code(process::status(program.args(arguments))?))
    })
}

/// The names of the examples.
pub fn names(project: &Project) -> Result<Vec<String>> {
    let folder = project.layout.root.join("examples");
    let mut names = Vec::new();
    if folder.is_dir() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.join("Cargo.toml").is_file() {
                names.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
            }
        }
    }
    names.sort();
    Ok(names)
}

/// Has what an example needs besides what all of them do.
///
/// # Errors
///
/// It is missing, and cannot be installed from here.
pub fn require(project: &Project, example: &str) -> Result<()> {
    let needed = NEEDS.into_iter().filter(|(name, _)| *name == example);
    needed.into_iter().try_for_each(|(_, needed)| needs::require_these(project, needed))
}

/// Makes the toolchain known to rustup, where there is one.
fn link(project: &Project) -> Result<()> {
    let name = &project.settings.fork.toolchain;
    if which("rustup").is_none() {
        eprintln!(
            "      no rustup here; to use this toolchain: RUSTC={} cargo …",
            project.layout.stage1_rustc().display()
        );
        return Ok(());
    }
    let mut rustup = command("rustup");
    rustup.args(["toolchain", "link", name]).arg(project.layout.stage1());
    if let Err(error) = process::output(&mut rustup) {
        eprintln!("      note: the toolchain is not known to rustup: {error:#}");
    } else {
        eprintln!("      to use this toolchain anywhere: cargo +{name} …");
    }
    Ok(())
}

fn target(project: &Project) -> PathBuf {
    project.layout.build().join("examples")
}

/// stage0's cargo with the fork's compiler.
pub fn cargo(project: &Project, ready: &Ready) -> Result<Command> {
    compiler::forget_other_compilers(&target(project), &project.layout.stage1_rustc())?;
    let mut cargo = command(&ready.stage0.cargo);
    cargo.envs(environment(project, ready));
    let rustdoc = project.layout.stage1_rustdoc();
    if rustdoc.is_file() {
        cargo.env("RUSTDOC", rustdoc);
    }
    Ok(cargo)
}

/// What cargo and an example that starts a cargo of its own are told.
fn environment(project: &Project, ready: &Ready) -> Vec<(&'static str, PathBuf)> {
    let mut variables = vec![
        ("CARGO", ready.stage0.cargo.clone()),
        ("CARGO_TARGET_DIR", target(project)),
        ("RUSTC", project.layout.stage1_rustc()),
    ];
    // The toolchain has no linker of its own that is for other processors.
    let linker = llvm::prefix(&project.settings).map(|llvm| llvm.join("bin/ld.lld"));
    variables.extend(linker.filter(|linker| linker.is_file()).map(|linker| ("LLD", linker)));
    variables
}

/// The name of the example's program: that of its package.
fn program_of(folder: &Path) -> Result<String> {
    let text = std::fs::read_to_string(folder.join("Cargo.toml"))?;
    let manifest: toml::Table = toml::from_str(&text).context("the example's Cargo.toml")?;
    let bin = manifest.get("bin").and_then(|bins| bins.get(0)).and_then(|bin| bin.get("name"));
    let name = bin.or_else(|| manifest.get("package")?.get("name")).and_then(|name| name.as_str());
    let name = name.context("the example's Cargo.toml has no name")?;
    Ok(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

fn compare_with_wc(project: &Project, mut program: Command) -> Result<ExitCode> {
    let files: Vec<_> =
        INPUT.iter().filter(|file| project.layout.root.join(file).is_file()).collect();
    program.args(&files).env("LC_ALL", "C.UTF-8");
    let ours = String::from_utf8(process::output(&mut program)?)?;
    print!("{ours}");
    let mut wc = command("wc");
    wc.args(&files).current_dir(&project.layout.root).env("LC_ALL", "C.UTF-8");
    let Ok(theirs) = process::output(&mut wc) else {
        println!("(there is no wc here to compare with)");
        return Ok(ExitCode::SUCCESS);
    };
    // The counts alone: column widths are a matter of taste.
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    if words(&ours) == words(&String::from_utf8_lossy(&theirs)) {
        println!("equal to the counts of `wc`");
        Ok(ExitCode::SUCCESS)
    } else {
        println!("NOT equal to the counts of `wc`:\n{}", String::from_utf8_lossy(&theirs));
        Ok(ExitCode::FAILURE)
    }
}

//! `x.py run`: the examples, built by the fork.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, bail};

use crate::cli::Project;
use crate::fsutil;
use crate::git::{Git, blob_id};
use crate::handover::{self, Ready, base_x, exit_code};
use crate::needs::which;
use crate::process::{self, command};
use crate::progress::Progress;
use crate::state::State;

/// The example that runs without a name.
const MAIN: &str = "wc";

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
    let ready = handover::get_ready(project)?;
    let mut progress = Progress::new(&project.layout, 3);
    progress.step("build compiler and library", || build_stage1(project, &ready.state))?;
    progress.step(&format!("build the example `{example}`"), || {
        link(project)?;
        process::run(cargo(project, &ready)?.args(["build", "--release"]).current_dir(&folder))
    })?;
    progress.step(&format!("run `{example}`"), || {
        let mut program = command(target(project).join("release").join(program_of(&folder)?));
        program.current_dir(&project.layout.root);
        if name.is_none() && arguments.is_empty() {
            return compare_with_wc(project, program);
        }
        Ok(exit_code(process::status(program.args(arguments))?))
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

/// Builds the fork's compiler and library unless they are those of this state.
pub fn build_stage1(project: &Project, state: &State) -> Result<()> {
    let stamp = project.layout.build().join("stage1.stamp");
    let key = key(project, state)?;
    if project.layout.stage1_rustc().is_file()
        && fsutil::read_if_there(&stamp)?.is_some_and(|stamp| stamp == key.as_bytes())
    {
        return Ok(());
    }
    process::run(base_x(project).args(["build", "--stage", "1", "library"]))?;
    fsutil::write(&stamp, key.as_bytes())
}

/// What the build depends on: the tree's content and its settings.
fn key(project: &Project, state: &State) -> Result<String> {
    let git = Git::new(project.layout.tree());
    let settings = std::fs::read(project.layout.tree().join("bootstrap.toml"))?;
    let mut key = format!("{}\n{}\n", git.ask(["rev-parse", "HEAD"])?, blob_id(&settings));
    for path in crate::edits::paths(&git, state)? {
        let is = crate::git::entry_of(&git.tree().join(&path))?;
        key += &format!("{path} {}\n", is.map_or(String::new(), |(entry, _)| entry.blob));
    }
    Ok(key)
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

/// Removes what another compiler has built in a target folder. Cargo cannot tell two builds of the
/// fork apart, which say the same of themselves, but crates that were built by one are of no use
/// to the other.
pub fn forget_other_compilers(target: &Path, rustc: &Path) -> Result<()> {
    let built = ["release", "debug"].map(|profile| target.join(profile));
    fsutil::forget_another_build(&built, &target.join("compiler.stamp"), &identity(rustc)?)
}

/// A compiler's place, and the sizes and times of its libraries.
pub fn identity(rustc: &Path) -> Result<String> {
    let mut identity = format!("{}\n", rustc.display());
    let Some(toolchain) = rustc.parent().and_then(Path::parent) else { return Ok(identity) };
    let library = toolchain.join("lib");
    if !library.is_dir() {
        return Ok(identity);
    }
    let is_deep = |path: &Path| path.components().count() > 4;
    for path in fsutil::walk(&library, &is_deep)? {
        let about = std::fs::symlink_metadata(library.join(&path))?;
        if about.is_file() {
            let time = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
            let line = format!("{} {} {}\n", path.display(), about.len(), time.as_nanos());
            identity += &line;
        }
    }
    Ok(identity)
}

/// stage0's cargo with the fork's compiler.
pub fn cargo(project: &Project, ready: &Ready) -> Result<Command> {
    forget_other_compilers(&target(project), &project.layout.stage1_rustc())?;
    let mut cargo = command(&ready.stage0.cargo);
    cargo.env("RUSTC", project.layout.stage1_rustc()).env("CARGO_TARGET_DIR", target(project));
    let rustdoc = project
        .layout
        .stage1_rustc()
        .with_file_name(format!("rustdoc{}", std::env::consts::EXE_SUFFIX));
    if rustdoc.is_file() {
        cargo.env("RUSTDOC", rustdoc);
    }
    Ok(cargo)
}

/// The name of the example's program: that of its package.
fn program_of(folder: &std::path::Path) -> Result<String> {
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

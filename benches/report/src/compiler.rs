//! Compiles one file as cargo would, with crates that are built already, and looks at the result.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use object::{Object, ObjectSection, SectionFlags};
use serde::Deserialize;
use wait4::Wait4;

use crate::arguments::Arguments;

/// The crates that a generated file may use: those that the contestants are made with.
pub struct Crates {
    files: BTreeMap<String, PathBuf>,
}

#[derive(Deserialize)]
struct Message {
    reason: String,
    target: Option<Target>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

impl Crates {
    /// Asks cargo where they are.
    pub fn find(arguments: &Arguments) -> Result<Self> {
        let mut cargo = Command::new(&arguments.cargo);
        cargo
            .args(["build", "--release", "--locked", "--package", "objects"])
            .arg("--message-format=json")
            .current_dir(&arguments.workspace)
            .env("RUSTC", &arguments.rustc)
            .stderr(Stdio::inherit());
        let output = cargo.output().context("could not run cargo")?;
        if !output.status.success() {
            bail!("{cargo:?} failed");
        }
        let mut files = BTreeMap::new();
        for line in String::from_utf8(output.stdout)?.lines() {
            let message: Message = serde_json::from_str(line)?;
            let library = message.filenames.into_iter().find(|file| {
                file.extension()
                    .is_some_and(|end| end == "rlib" || end == std::env::consts::DLL_EXTENSION)
            });
            if message.reason == "compiler-artifact"
                && let (Some(target), Some(file)) = (message.target, library)
            {
                files.insert(target.name.replace('-', "_"), file);
            }
        }
        Ok(Crates { files })
    }

    /// A command that compiles `source` to `program`, optimised.
    pub fn compile(
        &self,
        rustc: &Path,
        source: &Path,
        program: &Path,
        uses: &[&str],
    ) -> Result<Command> {
        let mut command = Command::new(rustc);
        command.args(["--edition=2024", "--crate-type=bin", "-Copt-level=3", "-Awarnings", "-o"]);
        command.arg(program).arg(source);
        for name in uses {
            let file = self.files.get(*name).with_context(|| format!("no crate `{name}`"))?;
            let mut external = std::ffi::OsString::from(format!("--extern={name}="));
            external.push(file);
            command.arg(external);
            if let Some(folder) = file.parent() {
                let mut search = std::ffi::OsString::from("-Ldependency=");
                search.push(folder);
                command.arg(search);
            }
        }
        Ok(command)
    }
}

/// Runs a command and gives the time of the processor that it took, which depends less on what else
/// the machine does than the time on the clock.
pub fn processor_time(command: &mut Command) -> Result<Duration> {
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("could not run {command:?}"))?;
    let used = child.wait4()?;
    if !used.status.success() {
        bail!("{command:?} failed");
    }
    Ok(used.rusage.utime + used.rusage.stime)
}

/// Bytes of code in a program.
pub fn text(program: &Path) -> Result<u64> {
    let bytes = std::fs::read(program)?;
    let file = object::File::parse(&*bytes)?;
    let is_code = |flags| match flags {
        SectionFlags::Elf { sh_flags } => sh_flags & u64::from(object::elf::SHF_EXECINSTR) != 0,
        _ => false,
    };
    Ok(file.sections().filter(|section| is_code(section.flags())).map(|s| s.size()).sum())
}

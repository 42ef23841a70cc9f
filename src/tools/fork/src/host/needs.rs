//! What has to be on the machine before a build, and how it gets there.

use anyhow::{Result, bail};

use crate::host::apart;
use crate::host::apt;
use crate::host::apt_failure::Conflict;
use crate::host::llvm;
use crate::host::process::{self, command};
use crate::host::stage0::Stage0;
use crate::host::system::{self, which};
use crate::host::system::{become_root, is_debian, is_root};
use crate::project::Project;
use crate::project::settings::Settings;

/// What is to be done; each needs what those before it need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// `build/rust` is made.
    Prepare,
    /// The compiler is built.
    Build,
    /// The suite is run.
    Test,
}

/// One thing that is used.
#[derive(Debug)]
pub struct Need {
    /// What it is, for people.
    pub what: &'static str,
    /// The Debian package that brings it.
    package: &'static str,
    /// The least work that needs it.
    work: Work,
    mark: Mark,
    /// Whether its programs run from wherever the package is unpacked.
    runs_anywhere: bool,
}

/// How to see that something is there.
#[derive(Debug)]
enum Mark {
    Git,
    Program(&'static [&'static str]),
    File(&'static str),
    LlvmConfig,
    /// A path relative to LLVM's folder.
    InLlvm(&'static str),
    /// Beside stage0's rustc.
    Rustfmt,
}

use Mark::{File, Git, InLlvm, LlvmConfig, Program, Rustfmt};

/// What brings a thing that is missing.
#[derive(Debug, PartialEq, Eq)]
pub enum Remedy {
    Package(&'static str),
    /// A command that needs no root.
    Command(Vec<String>),
    /// Words: nothing that could be run is sure to be right.
    Advice(String),
}

/// A program that a command needs besides.
pub const fn program(
    what: &'static str,
    package: &'static str,
    names: &'static [&'static str],
) -> Need {
    need(what, package, Program(names))
}

/// A file, by its path from the system's root, that a command needs besides.
pub const fn file(what: &'static str, package: &'static str, path: &'static str) -> Need {
    need(what, package, File(path))
}

const fn need(what: &'static str, package: &'static str, mark: Mark) -> Need {
    Need { what, package, work: Work::Build, mark, runs_anywhere: false }
}

/// What formats the fork's files.
pub const RUSTFMT: Need = Need { work: Work::Test, ..need("rustfmt", "rustfmt-web", Rustfmt) };

/// Everything, in the order in which it is listed.
pub const NEEDS: [Need; 14] = [
    Need { work: Work::Prepare, ..need("git 2.38 or newer", "git", Git) },
    need("Python 3", "python3", Program(&["python3"])),
    need("a C++ compiler", "g++", Program(&["c++", "g++", "clang++"])),
    need("cmake", "cmake", Program(&["cmake"])),
    need("ninja", "ninja-build", Program(&["ninja", "ninja-build"])),
    need("pkg-config", "pkg-config", Program(&["pkg-config", "pkgconf"])),
    need("LLVM 22", "llvm-22-dev", LlvmConfig),
    need("LLVM's FileCheck", "llvm-22-tools", InLlvm("bin/FileCheck")),
    need("LLVM's linker", "lld-22", InLlvm("bin/lld")),
    need("LLVM's runtime library", "libclang-rt-22-dev", InLlvm("lib/clang/22/lib")),
    need("zlib", "zlib1g-dev", File("usr/include/zlib.h")),
    need("zstd", "libzstd-dev", File("usr/include/zstd.h")),
    need("lzma", "liblzma-dev", File("usr/include/lzma.h")),
    RUSTFMT,
];

/// What `x.py bench` needs besides.
pub const TO_BENCH: [Need; 1] = [need("valgrind", "valgrind", Program(&["valgrind"]))];

/// What runs a program that is for an ARM microcontroller.
pub const TO_EMULATE_ARM: [Need; 1] = [Need {
    runs_anywhere: true,
    ..need("QEMU for ARM", "qemu-system-arm", Program(&["qemu-system-arm"]))
}];

/// What `x.py test --bare` needs besides.
pub const FOR_BARE_ROOTS: [Need; 1] =
    [need("debootstrap", "debootstrap", Program(&["debootstrap"]))];

/// The git that has `merge-tree --write-tree`, with which commits are folded.
const GIT: (u32, u32) = (2, 38);

impl Need {
    /// Whether it is needed with these settings.
    pub fn applies(&self, settings: &Settings) -> bool {
        !matches!(self.mark, LlvmConfig | InLlvm(_)) || !llvm::is_downloaded(settings)
    }

    /// Whether it is there.
    pub fn is_met(&self, settings: &Settings) -> bool {
        match &self.mark {
            Git => git_version().is_some_and(|(_, version)| version >= GIT),
            Program(names) => names.iter().any(|name| which(name).is_some()),
            File(path) => system::path(path).exists(),
            LlvmConfig => llvm::config(settings).is_some(),
            // Without an llvm-config nobody knows where to look, so it counts as missing.
            InLlvm(path) => llvm::prefix(settings).is_some_and(|llvm| llvm.join(path).exists()),
            Rustfmt => Stage0::find(settings).is_ok_and(|stage0| stage0.rustfmt.is_some()),
        }
    }

    /// What is there instead, for people.
    pub fn instead(&self) -> Option<String> {
        match self.mark {
            Git => git_version().map(|(said, _)| format!("this is {said}")),
            LlvmConfig => llvm::other_version(),
            _ => None,
        }
    }

    /// What brings it.
    pub fn remedy(&self, settings: &Settings) -> Remedy {
        match self.mark {
            Rustfmt => bring_rustfmt(settings),
            _ => Remedy::Package(self.package),
        }
    }
}

fn git_version() -> Option<(String, (u32, u32))> {
    let said = process::ask(command("git").arg("--version"))?;
    let mut numbers = said.strip_prefix("git version ")?.split('.');
    let version = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    Some((said, version))
}

/// A rustfmt goes with its toolchain: rustup's own, or Debian's.
fn bring_rustfmt(settings: &Settings) -> Remedy {
    let Ok(stage0) = Stage0::find(settings) else { return Remedy::Package("rustfmt-web") };
    let toolchain = stage0.rustc.parent().and_then(|bin| bin.parent());
    let is_of_rustup = |path: &&std::path::Path| {
        path.parent().is_some_and(|folder| folder.ends_with("toolchains"))
    };
    if let Some(name) = toolchain.filter(is_of_rustup).and_then(|path| path.file_name())
        && which("rustup").is_some()
    {
        let words =
            ["rustup", "component", "add", "rustfmt", "--toolchain", &name.to_string_lossy()];
        return Remedy::Command(words.map(str::to_owned).into());
    }
    let owner = process::ask(command("dpkg").arg("-S").arg(&stage0.rustc)).unwrap_or_default();
    match owner.split(':').next() {
        Some("rustc-web") => Remedy::Package("rustfmt-web"),
        Some("rustc") => Remedy::Package("rustfmt"),
        _ => Remedy::Advice(format!(
            "a rustfmt beside {}, or `build.rustfmt` in config.toml",
            stage0.rustc.display()
        )),
    }
}

/// Installs what is missing for this work, or says how to.
///
/// # Errors
///
/// A setting names something that is not there; or something is missing and cannot be installed
/// from here. Nothing was changed then. Or installing it failed.
pub fn require(project: &Project, work: Work) -> Result<()> {
    if work > Work::Prepare && !llvm::is_downloaded(&project.settings) {
        llvm::check_setting(&project.settings)?;
    }
    require_each(project, NEEDS.iter().filter(|need| need.work <= work).collect())
}

/// As [`require`], of needs that are not everybody's.
pub fn require_these(project: &Project, needed: &[Need]) -> Result<()> {
    require_each(project, needed.iter().collect())
}

fn require_each(project: &Project, needed: Vec<&Need>) -> Result<()> {
    let settings = &project.settings;
    let is_missing = |need: &&Need| need.applies(settings) && !need.is_met(settings);
    let missing = || -> Vec<&Need> { needed.iter().copied().filter(is_missing).collect() };
    let absent = missing();
    let note = project.layout.build().join("installing");
    let begun = apt::was_interrupted(&note);
    if absent.is_empty() && begun.is_empty() {
        return Ok(());
    }
    let remedies = Remedies::of(&absent, settings);
    let root = become_root().filter(|_| is_debian() && settings.fork.set_up);
    if !absent.is_empty() {
        let what: Vec<_> = absent.iter().map(|need| need.described()).collect();
        eprintln!("missing on this machine: {}", what.join(", "));
        let is_out_of_reach = !remedies.packages.is_empty() && root.is_none();
        if is_out_of_reach || !remedies.advice.is_empty() || !settings.fork.set_up {
            bail!("what is missing is had with\n  {}", remedies.lines().join("\n  "));
        }
    }
    let mut packages: Vec<&str> = remedies.packages;
    for package in &begun {
        if !packages.contains(&package.as_str()) {
            packages.push(package);
        }
    }
    if let Some(root) = root.filter(|_| !packages.is_empty()) {
        let installed = apt::install(&root, &packages, &note);
        if let Err(error) = installed {
            let unpacked = unpack_instead(project, &absent, error)?;
            packages.retain(|package| !unpacked.contains(package));
            if !packages.is_empty() {
                apt::install(&root, &packages, &note)?;
            }
        }
    }
    for words in remedies.commands {
        process::run(command(&words[0]).args(&words[1..]))?;
    }
    if let Some(still) = missing().first() {
        let had_with = Remedies::of(&[still], settings).lines().join("; ");
        bail!("{} is still missing after {had_with}", still.described());
    }
    Ok(())
}

/// Unpacks the packages that do not have to be installed, and gives their names, after an
/// installation that failed.
///
/// # Errors
///
/// That of the installation, where there are none, or where it failed for another reason than that what
/// is installed would have to go. Or they cannot be unpacked.
fn unpack_instead(
    project: &Project,
    needed: &[&Need],
    error: anyhow::Error,
) -> Result<Vec<&'static str>> {
    let mut unpacked = Vec::new();
    for need in needed.iter().filter(|need| need.runs_anywhere && error.is::<Conflict>()) {
        let Program(names) = need.mark else { continue };
        let to = project.layout.show(&project.layout.apart()).to_string();
        eprintln!("{error}\nunpacking {} in {to} instead", need.package);
        apart::unpack(&project.layout, need.package, names)?;
        unpacked.push(need.package);
    }
    if unpacked.is_empty() { Err(error) } else { Ok(unpacked) }
}

impl Need {
    fn described(&self) -> String {
        match self.instead() {
            Some(instead) => format!("{} ({instead})", self.what),
            None => self.what.to_owned(),
        }
    }
}

/// Everything that brings some needs.
#[derive(Default)]
struct Remedies {
    packages: Vec<&'static str>,
    commands: Vec<Vec<String>>,
    advice: Vec<String>,
}

impl Remedies {
    fn of(needs: &[&Need], settings: &Settings) -> Self {
        let mut remedies = Remedies::default();
        for need in needs {
            match need.remedy(settings) {
                Remedy::Package(package) => remedies.packages.push(package),
                Remedy::Command(words) => remedies.commands.push(words),
                Remedy::Advice(advice) => remedies.advice.push(advice),
            }
        }
        remedies
    }

    fn lines(&self) -> Vec<String> {
        let packages = Some(install_command(&self.packages)).filter(|_| !self.packages.is_empty());
        let commands = self.commands.iter().map(|words| words.join(" "));
        packages.into_iter().chain(commands).chain(self.advice.iter().cloned()).collect()
    }
}

/// What a user does to have this.
pub fn how_to_have(need: &Need, settings: &Settings) -> String {
    Remedies::of(&[need], settings).lines().join("\n")
}

/// What a user types to have these packages.
pub fn install_command(packages: &[&str]) -> String {
    let sudo = if is_root() { "" } else { "sudo " };
    let packages = packages.join(" ");
    if is_debian() {
        format!("{sudo}apt-get install --no-install-recommends {packages}")
    } else {
        format!(
            "{sudo}apt-get install --no-install-recommends {packages}\n\
             on Debian; here, with the packages of your system that bring the same"
        )
    }
}

//! What has to be on the machine before a build, and how it gets there.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::host::process::{self, command};
use crate::project::Project;
use crate::project::settings::Settings;

/// The LLVM that the base's package is made with.
pub const LLVM_MAJOR: u32 = 22;

/// One thing that a build uses.
#[derive(Debug)]
pub struct Need {
    /// What it is, for people.
    pub what: &'static str,
    /// The Debian package that brings it.
    pub package: &'static str,
    /// Whether making `build/rust` needs it already.
    pub to_prepare: bool,
    mark: Mark,
}

/// How to see that something is there.
#[derive(Debug)]
enum Mark {
    Program(&'static [&'static str]),
    File(&'static str),
    LlvmConfig,
    /// A path relative to LLVM's folder.
    InLlvm(&'static str),
}

use Mark::{File, InLlvm, LlvmConfig, Program};

const fn need(what: &'static str, package: &'static str, mark: Mark) -> Need {
    Need { what, package, to_prepare: false, mark }
}

/// Everything, in the order in which it is listed.
pub const NEEDS: [Need; 13] = [
    Need { to_prepare: true, ..need("git", "git", Program(&["git"])) },
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
];

/// What `x.py bench` needs besides.
pub const TO_BENCH: [Need; 1] = [need("valgrind", "valgrind", Program(&["valgrind"]))];

impl Need {
    /// Whether it is there.
    pub fn is_met(&self, settings: &Settings) -> bool {
        match &self.mark {
            Program(names) => names.iter().any(|name| which(name).is_some()),
            File(path) => system(path).exists(),
            LlvmConfig => llvm_config(settings).is_some(),
            InLlvm(path) => {
                // Without an llvm-config nobody knows where to look, so it counts as missing.
                let prefix = llvm_config(settings)
                    .and_then(|config| process::ask(command(config).arg("--prefix")));
                prefix.is_some_and(|prefix| Path::new(&prefix).join(path).exists())
            }
        }
    }
}

/// Installs what is missing, or says how to.
///
/// # Errors
///
/// Something is missing and cannot be installed from here; nothing was changed.
pub fn require(project: &Project, to_prepare_only: bool) -> Result<()> {
    static ALL: [Need; 13] = NEEDS;
    let needed = ALL.iter().filter(|need| need.to_prepare || !to_prepare_only);
    require_each(project, needed.collect())?;
    let settings = &project.settings;
    if to_prepare_only { Ok(()) } else { check_llvm(settings) }
}

/// As [`require`], of needs that are not everybody's.
pub fn require_these(project: &Project, needed: &[Need]) -> Result<()> {
    require_each(project, needed.iter().collect())
}

fn require_each(project: &Project, needed: Vec<&Need>) -> Result<()> {
    let settings = &project.settings;
    let missing =
        || -> Vec<&Need> { needed.iter().copied().filter(|need| !need.is_met(settings)).collect() };
    let absent = missing();
    if !absent.is_empty() {
        let what: Vec<_> = absent.iter().map(|need| need.what).collect();
        let packages: Vec<_> = absent.iter().map(|need| need.package).collect();
        eprintln!("missing on this machine: {}", what.join(", "));
        let root = become_root().filter(|_| is_debian() && settings.fork.set_up);
        let Some(root) = root else {
            bail!("what is missing is had with\n  {}", install_command(&packages));
        };
        install(&root, &packages)?;
        if let Some(still) = missing().first() {
            bail!("{} is still missing after {} was installed", still.what, still.package);
        }
    }
    Ok(())
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

fn install(root: &[String], packages: &[&str]) -> Result<()> {
    eprintln!("installing {}", packages.join(" "));
    let apt = |arguments: &[&str]| {
        let words: Vec<&str> = root
            .iter()
            .map(String::as_str)
            .chain(["apt-get"])
            .chain(arguments.iter().copied())
            .collect();
        let mut apt = command(words[0]);
        apt.args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    let arguments: Vec<&str> = ["install", "--yes", "--quiet", "--no-install-recommends"]
        .into_iter()
        .chain(packages.iter().copied())
        .collect();
    if process::status(&mut apt(&arguments))?.success() {
        return Ok(());
    }
    // The lists of packages may be old, or not there at all.
    process::run(&mut apt(&["update", "--quiet"]))?;
    let mut again = apt(&arguments);
    if !process::status(&mut again)?.success() {
        bail!(
            "`{}` failed: is the network there, and does apt know bookworm-security?",
            process::show(&again)
        );
    }
    Ok(())
}

/// Brings apt's lists up to date.
pub fn update_lists() -> Result<()> {
    let mut words = become_root().unwrap_or_default();
    words.extend(["apt-get", "update", "--quiet"].map(str::to_owned));
    process::output(command(&words[0]).args(&words[1..])).map(drop)
}

/// The words before a command that make it run as root, or `None` when we cannot.
pub fn become_root() -> Option<Vec<String>> {
    if is_root() {
        return Some(Vec::new());
    }
    which("sudo")?;
    process::ask(command("sudo").args(["-n", "true"]))?;
    Some(["sudo", "-n"].map(str::to_owned).into())
}

#[cfg(unix)]
fn is_root() -> bool {
    match std::env::var_os(TEST_SYSTEM) {
        Some(system) => Path::new(&system).join("root").exists(),
        None => rustix::process::geteuid().is_root(),
    }
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

/// Whether apt is this system's own.
pub fn is_debian() -> bool {
    system("etc/debian_version").exists() && which("apt-get").is_some()
}

/// The LLVM configuration program: `target.<triple>.llvm-config` of config.toml, else
/// the one of the version we want, else the one without a version in its name.
pub fn llvm_config(settings: &Settings) -> Option<PathBuf> {
    let targets = settings.bootstrap.get("target").and_then(|targets| targets.as_table());
    let set = targets.and_then(|targets| {
        targets.values().find_map(|target| target.get("llvm-config")?.as_str())
    });
    match set {
        Some(path) => Some(PathBuf::from(path)).filter(|path| path.exists()),
        None => which(&format!("llvm-config-{LLVM_MAJOR}")).or_else(|| which("llvm-config")),
    }
}

/// # Errors
///
/// LLVM has another major version than the base wants.
pub fn check_llvm(settings: &Settings) -> Result<()> {
    let Some(config) = llvm_config(settings) else {
        bail!("LLVM {LLVM_MAJOR} is missing: {}", install_command(&["llvm-22-dev"]));
    };
    let version = process::ask(command(&config).arg("--version")).unwrap_or_default();
    if version.split('.').next().and_then(|major| major.parse().ok()) != Some(LLVM_MAJOR) {
        bail!(
            "{} is LLVM {version}, the base wants {LLVM_MAJOR}: {}, or set `llvm-config` in \
             config.toml's [target.TRIPLE]",
            config.display(),
            install_command(&["llvm-22-dev", "llvm-22-tools", "lld-22", "libclang-rt-22-dev"])
        );
    }
    Ok(())
}

/// The tests' stand-in for `/`.
const TEST_SYSTEM: &str = "FORK_TEST_SYSTEM";

fn system(path: &str) -> PathBuf {
    Path::new(&std::env::var_os(TEST_SYSTEM).unwrap_or("/".into())).join(path)
}

/// The program of this name that would be started.
pub fn which(name: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths)
        .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
        .find(|path| path.is_file())
}

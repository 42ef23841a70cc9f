//! Gets a base that is not there: Debian's package, else a clone of upstream's tag.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::host::apt;
use crate::host::fsutil;
use crate::host::process::{self, command};
use crate::host::system;
use crate::project::Project;

/// The Debian package with the source of a rustc.
const PACKAGE: &str = "rust-web-src";

/// Submodules that a build with a system LLVM does without.
const LEFT_OUT: [&str; 3] = ["src/llvm-project", "src/gcc", "src/tools/enzyme"];

/// Fetches the base of `version` into the build folder and gives its path.
///
/// # Errors
///
/// Neither way works; the message says what each said and what to do.
pub fn fetch(project: &Project, version: &str) -> Result<PathBuf> {
    let unpacked = project.layout.build().join("base");
    let ready = unpacked.join(format!("rustc-{version}"));
    if ready.is_dir() {
        return Ok(ready);
    }
    let mut tried = Vec::new();
    for (what, way) in [
        ("the Debian package", package as fn(&Project, &str, &Path) -> Result<()>),
        ("a git clone", clone),
    ] {
        let temporary = unpacked.with_extension(format!("tmp{}", std::process::id()));
        fsutil::remove_folder(&temporary)?;
        match way(project, version, &temporary) {
            Ok(()) => {
                std::fs::create_dir_all(&unpacked)?;
                std::fs::rename(&temporary, &ready)?;
                return Ok(ready);
            }
            Err(error) => tried.push(format!("  {what}: {}", indent(&format!("{error:#}")))),
        }
        fsutil::remove_folder(&temporary)?;
    }
    bail!(
        "no base: rustc {version} is not on this machine and could not be fetched\n{}\n\
         what to do: connect to the network and run the command again; or, elsewhere, \
         `apt-get download {PACKAGE}` and `dpkg-deb -x {PACKAGE}_{version}*.deb DIR`, bring DIR \
         here and set `base.path = \"DIR/usr/src/rustc-{version}\"` in config.toml",
        tried.join("\n")
    );
}

fn indent(text: &str) -> String {
    text.replace('\n', "\n    ")
}

/// `apt-get download` and `dpkg-deb -x`: neither needs root, nor touches the system.
fn package(project: &Project, version: &str, to: &Path) -> Result<()> {
    if !system::is_debian() {
        bail!("this is no Debian");
    }
    let downloads = project.layout.build().join("download");
    // Children of a `dpkg-deb` that was killed may still write: the name is this process's own.
    let unpacked = to.with_added_extension("deb");
    fsutil::remove_folder(&unpacked)?;
    let mut file = apt::download(&downloads, PACKAGE, version)?;
    if let Err(error) = apt::unpack(&file, &unpacked) {
        eprintln!("      {error:#}\n      downloading it again");
        file = apt::download(&downloads, PACKAGE, version)?;
        apt::unpack(&file, &unpacked)?;
    }
    std::fs::rename(unpacked.join(format!("usr/src/rustc-{version}")), to)
        .with_context(|| format!("{} has no usr/src/rustc-{version}", file.display()))?;
    fsutil::remove_folder(&unpacked)
}

fn clone(project: &Project, version: &str, to: &Path) -> Result<()> {
    let url = &project.settings.base.git;
    let mut clone = command("git");
    clone.env("GIT_TERMINAL_PROMPT", "0").args([
        "-c",
        "advice.detachedHead=false",
        "clone",
        "--quiet",
        "--depth=1",
        "--branch",
        version,
        url,
    ]);
    eprintln!("      {}", process::show(clone.arg(to)));
    process::output(&mut clone)?;
    let git = |arguments: &[&str]| {
        let mut git = command("git");
        git.env("GIT_TERMINAL_PROMPT", "0").arg("-C").arg(to).args(arguments);
        git
    };
    let listed = ["config", "--file", ".gitmodules", "--get-regexp", r"\.path$"];
    let listed = process::ask(&mut git(&listed)).unwrap_or_default();
    let paths: Vec<_> = listed
        .lines()
        .filter_map(|line| line.split_once(' ').map(|(_, path)| path))
        .filter(|path| !LEFT_OUT.contains(path))
        .collect();
    if !paths.is_empty() {
        let arguments = ["submodule", "--quiet", "update", "--init", "--depth=1", "--"];
        process::output(git(&arguments).args(&paths))?;
    }
    // What is left is a plain tree, as the package has it.
    for path in fsutil::walk(to, &|_| false)? {
        if path.file_name().is_some_and(|name| name == ".git") {
            let path = to.join(path);
            if path.is_dir() { fsutil::remove_folder(&path)? } else { std::fs::remove_file(&path)? }
        }
    }
    Ok(())
}

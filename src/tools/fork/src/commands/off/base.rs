//! A compiler of the base's version without the fork.
//!
//! Three of them will do: one that is on this machine already, the one in Debian's
//! packages beside the package that the base came from, and one built from the base.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::commands::off::compare::Compiler;
use crate::host::apt;
use crate::host::fsutil;
use crate::host::process::{self, command};
use crate::host::system;
use crate::project::Project;
use crate::series::git::Git;
use crate::series::ready::{Ready, x_in};

/// The packages that a compiler is in; the second one's name ends with the version.
const PACKAGES: [&str; 3] = ["rustc-web", "libstd-rust-web-", "libstd-rust-web-dev"];

/// Finds, fetches or builds it.
///
/// # Errors
///
/// None of the three ways works; the message is the last one's.
pub fn find(project: &Project, ready: &Ready) -> Result<Compiler> {
    let version = &ready.state.version;
    let is_of_base = |compiler: &Compiler| compiler.release() == Some(version);
    for rustc in on_this_machine(ready) {
        if let Ok(compiler) = Compiler::new(rustc, None)
            && is_of_base(&compiler)
        {
            return Ok(compiler);
        }
    }
    match packaged(project, version) {
        Ok(compiler) if is_of_base(&compiler) => return Ok(compiler),
        Ok(_) => {}
        Err(error) => eprintln!("      no packaged rustc {version} ({error:#}); building it"),
    }
    built(project, ready)
}

/// The compiler of a toolchain that the user names.
///
/// # Errors
///
/// It is not there, or of another version than the base.
pub fn given(toolchain: &Path, version: &str) -> Result<Compiler> {
    let compiler = Compiler::new(toolchain.join("bin/rustc"), None)?;
    match compiler.release() {
        Some(release) if release == version => Ok(compiler),
        release => bail!(
            "{} is rustc {}, not {version}",
            toolchain.display(),
            release.unwrap_or("of no version")
        ),
    }
}

fn on_this_machine(ready: &Ready) -> Vec<PathBuf> {
    let mut found = vec![ready.stage0.rustc.clone()];
    let toolchain = format!("+{}", ready.state.version);
    let mut rustup = command("rustc");
    if let Some(sysroot) = process::ask(rustup.args([&*toolchain, "--print", "sysroot"])) {
        let rustc = Path::new(&sysroot).join("bin/rustc");
        found.extend(rustc.is_absolute().then_some(rustc));
    }
    found
}

fn packaged(project: &Project, version: &str) -> Result<Compiler> {
    let unpacked = project.layout.build().join("base-compiler").join(version);
    if !unpacked.is_dir() {
        unpack(project, version, &unpacked)?;
    }
    let libraries = unpacked.join("usr/lib").join(debian_triple());
    Compiler::new(unpacked.join("usr/bin/rustc"), Some(libraries))
}

/// The folder of libraries for this machine.
fn debian_triple() -> String {
    format!("{}-linux-gnu", std::env::consts::ARCH)
}

fn unpack(project: &Project, version: &str, to: &Path) -> Result<()> {
    if !system::is_debian() {
        bail!("this is no Debian");
    }
    let downloads = project.layout.build().join("download");
    let temporary = to.with_added_extension(format!("tmp{}", std::process::id()));
    fsutil::remove_folder(&temporary)?;
    let short = version.rsplit_once('.').map_or(version, |(short, _)| short);
    for package in PACKAGES {
        let package = match package.ends_with('-') {
            true => format!("{package}{short}"),
            false => package.to_owned(),
        };
        let file = apt::download(&downloads, &package, version)?;
        apt::unpack(&file, &temporary)?;
        std::fs::remove_file(&file)?;
    }
    std::fs::rename(&temporary, to)?;
    Ok(())
}

/// Builds the base as it is, beside the fork's tree: twelve minutes and three gigabytes,
/// once.
pub fn built(project: &Project, ready: &Ready) -> Result<Compiler> {
    let tree = project.layout.build().join("base-tree");
    let git = Git::new(project.layout.tree());
    if !tree.join("x.py").is_file() {
        fsutil::remove_folder(&tree)?;
        git.ask(["worktree", "prune"])?;
        let place = tree.display().to_string();
        git.ask(["worktree", "add", "--detach", &*place, &*ready.state.base])?;
    }
    let settings = std::fs::read(project.layout.tree().join("bootstrap.toml"))?;
    fsutil::write_if_changed(&tree.join("bootstrap.toml"), &settings)?;
    let rustc = tree.join("build/host/stage1/bin/rustc");
    if !rustc.is_file() {
        process::run(x_in(&tree).args(["build", "--stage", "1", "library"]))?;
    }
    Compiler::new(rustc, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::layout::Layout;
    use crate::project::settings::Settings;

    #[test]
    #[ignore = "downloads 60 MB from Debian"]
    fn the_packaged_compiler_starts() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path().to_owned());
        let settings = Settings::read(&layout).unwrap();
        let project = Project { layout, settings };
        let compiler = packaged(&project, "1.96.0").unwrap();
        assert_eq!(compiler.release(), Some("1.96.0"));
        // The second time nothing is fetched.
        assert!(!project.layout.build().join("download").read_dir().unwrap().any(|_| true));
        packaged(&project, "1.96.0").unwrap();
    }

    #[test]
    fn a_toolchain_of_another_version_is_no_base() {
        let folder = tempfile::tempdir().unwrap();
        assert!(given(folder.path(), "1.96.0").is_err());
        let rustc = folder.path().join("bin/rustc");
        for (release, is_base) in [("1.96.0-nightly", true), ("1.97.0", false)] {
            let script = format!("#!/bin/sh\necho 'release: {release}'\n");
            fsutil::write(&rustc, script.as_bytes()).unwrap();
            fsutil::set_executable(&rustc, true).unwrap();
            assert_eq!(given(folder.path(), "1.96.0").is_ok(), is_base, "{release}");
        }
    }
}

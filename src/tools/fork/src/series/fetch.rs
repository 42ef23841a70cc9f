//! Gets a base that is not there: Debian's package, upstream's release, else a clone of its tag.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::host::apt;
use crate::host::fsutil;
use crate::host::process::{self, command};
use crate::host::system;
use crate::project::Project;
use crate::series::git;
use crate::series::repository::Repository;

/// The Debian package with the source of a rustc.
const PACKAGE: &str = "rust-web-src";

/// Folders that a build with a system LLVM, or with one that bootstrap downloads, does without;
/// of the first one `rust-src` has a part.
pub const LEFT_OUT: [&str; 3] = ["src/llvm-project", "src/gcc", "src/tools/enzyme"];
pub const KEPT: &str = "src/llvm-project/libunwind";

/// What stands in a release beside the source: copies of crates, and the setting to use them.
pub const OF_A_RELEASE: [&str; 2] = ["vendor", ".cargo"];

/// A base that was fetched.
pub struct Fetched {
    pub folder: PathBuf,
    /// Which it is, for people.
    pub what: String,
}

/// Where a base that was fetched is, until `build/rust` is made of it.
pub fn kept(project: &Project, version: &str) -> PathBuf {
    project.layout.build().join("base").join(format!("rustc-{version}"))
}

type Way = fn(&Project, &Repository, &Path) -> Result<()>;

/// Fetches the base of `repository` into the build folder. One that does not fit, as `fits` says,
/// is not kept, nor is one of an earlier time.
///
/// # Errors
///
/// No way works; the message says what each said and what to do.
pub fn fetch(
    project: &Project,
    repository: &Repository,
    fits: &dyn Fn(&Path) -> Result<()>,
) -> Result<Fetched> {
    let version = &repository.version;
    let ready = kept(project, version);
    fsutil::remove_folder(&ready)?;
    let unpacked = project.layout.build().join("base");
    let mut tried = Vec::new();
    for (what, way) in [
        (format!("the package {PACKAGE}"), package as Way),
        (format!("upstream's release {}", release(version)), released),
        (format!("a clone of {}", project.settings.base.git), clone),
    ] {
        let temporary = unpacked.with_extension(format!("tmp{}", std::process::id()));
        fsutil::remove_folder(&temporary)?;
        let mut found = way(project, repository, &temporary);
        if found.is_ok() {
            found = fits(&temporary);
            if found.is_err() {
                // It would not fit another time either.
                fsutil::remove_folder(&downloads(project))?;
            }
        }
        let Err(error) = found else {
            std::fs::create_dir_all(&unpacked)?;
            std::fs::rename(&temporary, &ready)?;
            return Ok(Fetched { folder: ready, what });
        };
        let why = format!("{error:#}");
        eprintln!("      not {what}: {}", why.lines().next().unwrap_or_default());
        tried.push(format!("  {what}: {}", why.replace('\n', "\n    ")));
        fsutil::remove_folder(&temporary)?;
    }
    bail!(
        "no base: rustc {version} is not on this machine and could not be fetched\n{}\n\
         what to do: connect to the network and run the command again; or, elsewhere, load \
         {}/{}, unpack it, bring the folder here and set `base.path` in config.toml to it",
        tried.join("\n"),
        project.settings.base.releases,
        release(version)
    );
}

fn downloads(project: &Project) -> PathBuf {
    project.layout.build().join("download")
}

/// `apt-get download` and `dpkg-deb -x`: neither needs root, nor touches the system.
fn package(project: &Project, repository: &Repository, to: &Path) -> Result<()> {
    let version = &repository.version;
    if !system::is_debian() {
        bail!("this is no Debian");
    }
    let downloads = downloads(project);
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

/// The name of upstream's release. It is not the `.xz`, which a bare machine cannot unpack.
fn release(version: &str) -> String {
    format!("rustc-{version}-src.tar.gz")
}

/// The release, whose checksum the repository names.
fn released(project: &Project, repository: &Repository, to: &Path) -> Result<()> {
    let name = release(&repository.version);
    let Some(checksum) = &repository.release_sha256 else {
        bail!("its `release-sha256` is not in src/patches/base.toml");
    };
    let (folder, url) = (downloads(project), format!("{}/{name}", project.settings.base.releases));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(&name);
    eprintln!("      loading {url}");
    let mut load = command("python3");
    load.args(["-c", include_str!("fetch/load.py"), &url]).arg(&file).arg(checksum);
    let mut last = String::new();
    if !process::watch(&mut load, &mut |line| last = line.to_owned())?.success() {
        bail!("{url} could not be loaded: {last}");
    }
    std::fs::create_dir_all(to)?;
    let top = format!("rustc-{}-src", repository.version);
    let tar = || {
        let mut tar = command("tar");
        tar.arg("-xzf").arg(&file).arg("-C").arg(to).arg("--strip-components=1");
        tar
    };
    let left_out = LEFT_OUT.iter().chain(&OF_A_RELEASE);
    let mut most = tar();
    most.args(left_out.map(|path| format!("--exclude={top}/{path}"))).arg(&top);
    process::output(&mut most)?;
    // It may be a release without it.
    let _ = process::output(tar().arg(format!("{top}/{KEPT}")));
    Ok(())
}

/// The tag, with the submodules that a build uses.
fn clone(project: &Project, repository: &Repository, to: &Path) -> Result<()> {
    let git = |arguments: &[&str]| {
        let mut git = command("git");
        // The user's settings say how to reach the network; none of them changes a file.
        git::insist(&mut git);
        git.args(arguments);
        git
    };
    let url = &project.settings.base.git;
    eprintln!("      cloning {url}");
    let arguments = ["clone", "--quiet", "--template=", "--depth=1", "--branch"];
    process::output(git(&arguments).args([&repository.version, url]).arg(to))?;
    let git = |arguments: &[&str]| {
        let mut git = git(&["-C"]);
        git.arg(to).args(arguments);
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

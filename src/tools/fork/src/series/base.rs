//! The base: found, checked, and made the first commit of `build/rust`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::host::fsutil;
use crate::host::progress;
use crate::project::Project;
use crate::series::fetch;
use crate::series::git::Git;
use crate::series::stand_ins;

/// An unpacked rustc tree.
#[derive(Debug)]
pub struct Base {
    pub folder: PathBuf,
    /// Whether we unpacked it ourselves and may move it.
    pub is_ours: bool,
}

/// What cargo, bootstrap and git leave in a tree that someone worked in.
fn is_no_part_of_a_base(path: &Path) -> bool {
    let at_the_top = ["build", "bootstrap.toml", "config.toml", "target", "obj"];
    at_the_top.iter().any(|name| path == Path::new(name))
        || path.file_name().is_some_and(|name| name == ".git" || name == "__pycache__")
}

impl Base {
    /// Finds or fetches the base of `version`.
    ///
    /// # Errors
    ///
    /// There is none; the message says what was tried and what to do.
    pub fn find(project: &Project, version: &str) -> Result<Self> {
        if let Some(folder) = &project.settings.base.path {
            check_version(folder, version)
                .with_context(|| format!("`base.path` in config.toml is {}", folder.display()))?;
            return Ok(Base { folder: folder.clone(), is_ours: false });
        }
        let name = format!("rustc-{version}");
        for search in &project.settings.base.search {
            let folder = search.join(&name);
            if check_version(&folder, version).is_ok() {
                return Ok(Base { folder, is_ours: false });
            }
        }
        let folder = fetch::fetch(project, version)?;
        check_version(&folder, version)?;
        Ok(Base { folder, is_ours: true })
    }

    /// Puts the base into `to`, which does not exist.
    pub fn put(&self, to: &Path) -> Result<()> {
        if self.is_ours {
            return std::fs::rename(&self.folder, to)
                .with_context(|| format!("could not move {}", self.folder.display()));
        }
        let mut bar = None;
        fsutil::copy_folder(&self.folder, to, &is_no_part_of_a_base, &mut |of| {
            bar.get_or_insert_with(|| progress::bar(of)).inc(1);
        })?;
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        Ok(())
    }
}

/// Checks that `folder` is a rustc tree of `version`.
pub fn check_version(folder: &Path, version: &str) -> Result<()> {
    let is = version_of(folder)?;
    if is != version {
        bail!(
            "{} is rustc {is}, the fork is made for {version}: give the path of a {version} tree, \
             or leave `base.path` away to have it fetched",
            folder.display()
        );
    }
    Ok(())
}

/// The version of the rustc tree in `folder`.
pub fn version_of(folder: &Path) -> Result<String> {
    let path = folder.join("src/version");
    let whole = folder.join("compiler").is_dir() && folder.join("library").is_dir();
    match std::fs::read_to_string(&path) {
        Ok(text) if whole => Ok(text.trim().to_owned()),
        _ => bail!(
            "{} is no rustc source tree (no compiler/, library/ and src/version in it)",
            folder.display()
        ),
    }
}

/// Adds what the package leaves out to the tree `from`, which [`Base::put`] made, and
/// commits all of it in the repository of `git`.
pub fn commit(git: &Git, from: &Path, version: &str) -> Result<String> {
    stand_ins::put_into(from)?;
    let index = git.with_scratch_index()?;
    let mut add = index.command(["--git-dir"]);
    add.arg(git.folder()).arg("--work-tree").arg(from).arg("-C").arg(from);
    crate::host::process::output(add.args(["add", "--all", "--force", "."]))?;
    let message = format!("rustc {version}, the pristine base");
    let commit = index.commit(&index.write_tree()?, None, &message)?;
    std::fs::remove_file(git.path("fork-index")?)?;
    Ok(commit)
}

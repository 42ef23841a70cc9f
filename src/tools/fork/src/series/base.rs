//! The base: found, checked, and made the first commit of `build/rust`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::host::fsutil;
use crate::host::progress;
use crate::project::Project;
use crate::series::apply;
use crate::series::distribution::{self, TakenBack};
use crate::series::fetch;
use crate::series::git::Git;
use crate::series::repository::Repository;
use crate::series::stand_ins;

/// An unpacked rustc tree that the series fits.
#[derive(Debug)]
pub struct Base {
    pub folder: PathBuf,
    /// Which it is, for people.
    pub what: String,
    /// Whether we unpacked it ourselves and may move it.
    is_ours: bool,
    /// The files in which it differs from what the series is made for.
    taken_back: TakenBack,
}

/// The bases that are on this machine: the one to take, and what is wrong with those before it.
#[derive(Debug, Default)]
pub struct Present {
    pub base: Option<Base>,
    pub passed_over: Vec<String>,
}

impl Base {
    /// Finds or fetches the base that the series is made for.
    ///
    /// # Errors
    ///
    /// There is none; the message says what was tried and what to do.
    pub fn find(project: &Project, repository: &Repository) -> Result<Self> {
        let Present { base, passed_over } = Base::present(project, repository)?;
        for line in passed_over {
            eprintln!("      {line}");
        }
        if let Some(base) = base {
            return Ok(base);
        }
        let fits = |folder: &Path| Base::at(folder, String::new(), repository).map(drop);
        let fetched = fetch::fetch(project, repository, &fits)?;
        let base = Base::at(&fetched.folder, fetched.what, repository)?;
        Ok(Base { is_ours: true, ..base })
    }

    /// Finds the base without fetching one.
    ///
    /// # Errors
    ///
    /// `base.path` is set, and the series does not fit what is there.
    pub fn present(project: &Project, repository: &Repository) -> Result<Present> {
        let settings = &project.settings.base;
        if let Some(folder) = &settings.path {
            let what = format!("{}, which config.toml names", folder.display());
            let base = Base::at(folder, what, repository)
                .with_context(|| format!("`base.path` in config.toml is {}", folder.display()))?;
            return Ok(Present { base: Some(base), passed_over: Vec::new() });
        }
        let mut present = Present::default();
        let name = format!("rustc-{}", repository.version);
        let installed = settings.search.iter().map(|search| (search.join(&name), false));
        let kept = (fetch::kept(project, &repository.version), true);
        for (folder, is_ours) in installed.chain([kept]) {
            if folder.symlink_metadata().is_err() {
                continue;
            }
            let what = match is_ours {
                true => format!("{}, fetched before", folder.display()),
                false => format!("{}, an installed package", folder.display()),
            };
            match Base::at(&folder, what, repository) {
                Ok(base) => {
                    present.base = Some(Base { is_ours, ..base });
                    break;
                }
                Err(error) => {
                    let why = in_one_line(&error);
                    present.passed_over.push(format!("not {}: {why}", folder.display()));
                }
            }
        }
        Ok(present)
    }

    /// The tree in `folder`, if the whole series fits it.
    fn at(folder: &Path, what: String, repository: &Repository) -> Result<Self> {
        check_version(folder, &repository.version)?;
        let look = apply::look_in(folder);
        let taken_back = distribution::to_fit(repository, &look)?;
        apply::check(repository, &distribution::over(&taken_back, &look))?;
        Ok(Base { folder: folder.to_owned(), what, is_ours: false, taken_back })
    }

    /// The tree in `folder`, to which the series is to be moved.
    pub fn to_move_to(folder: &Path, repository: &Repository) -> Result<Self> {
        let touched = apply::made_for(repository).into_keys();
        let taken_back = distribution::take_back(touched, &apply::look_in(folder))?;
        let what = folder.display().to_string();
        Ok(Base { folder: folder.to_owned(), what, is_ours: false, taken_back })
    }

    /// Puts the base into `to`, which does not exist.
    pub fn put(&self, to: &Path) -> Result<()> {
        if self.is_ours {
            std::fs::rename(&self.folder, to)
                .with_context(|| format!("could not move {}", self.folder.display()))?;
        } else {
            let mut bar = None;
            fsutil::copy_folder(&self.folder, to, &is_no_part_of_a_base, &mut |of| {
                bar.get_or_insert_with(|| progress::bar(of)).inc(1);
            })?;
            if let Some(bar) = bar {
                bar.finish_and_clear();
            }
        }
        for (path, bytes) in &self.taken_back {
            std::fs::write(to.join(path), bytes)
                .with_context(|| format!("could not write {path}"))?;
        }
        Ok(())
    }
}

/// What cargo, bootstrap and git leave in a tree that someone worked in, and what is large and
/// read by no build.
fn is_no_part_of_a_base(path: &Path) -> bool {
    let at_the_top = ["build", "bootstrap.toml", "config.toml", "target", "obj"];
    let is_left_out = |folder: &&str| path.parent().is_some_and(|above| above.starts_with(folder));
    let kept = Path::new(fetch::KEPT);
    at_the_top.iter().chain(&fetch::OF_A_RELEASE).any(|name| path == Path::new(name))
        || path.file_name().is_some_and(|name| name == ".git" || name == "__pycache__")
        || fetch::LEFT_OUT.iter().any(is_left_out) && !path.starts_with(kept)
}

/// The first line of an error: what to do stands below it.
pub fn in_one_line(error: &anyhow::Error) -> String {
    format!("{error:#}").lines().next().unwrap_or_default().to_owned()
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
    let submodule = folder.join("library/backtrace");
    if folder.join(".gitmodules").exists() && !submodule.join("Cargo.toml").exists() {
        bail!(
            "{0} is a checkout without its submodules: git -C {0} submodule update --init \
             --depth=1 library/backtrace src/tools/cargo",
            folder.display()
        );
    }
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

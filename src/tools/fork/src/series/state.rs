//! What `prepare` and `export` remember about `build/rust`, in its git folder.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::host::fsutil;
use crate::series::git::{Files, Git};
use crate::series::repository::Repository;

/// The reference that keeps the base's commit.
pub const BASE_REF: &str = "refs/fork/base";

/// The reference that keeps the last commit of the series.
pub const SERIES_REF: &str = "refs/fork/series";

const FORMAT: u32 = 1;

/// The repository and the tree when they were last the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    format: u32,
    /// The version of the base.
    pub version: String,
    /// Where the base came from.
    pub source: String,
    /// The commit of the base.
    pub base: String,
    /// The last commit of the series.
    pub head: String,
    /// The fork's files.
    pub files: Files,
    /// The ids of the patch files' bytes.
    pub patches: BTreeMap<String, String>,
}

impl State {
    /// The state in which the tree is at `head` and the repository as it was read.
    pub fn new(repository: &Repository, source: &str, base: &str, head: &str) -> Self {
        State {
            format: FORMAT,
            version: repository.version.clone(),
            source: source.to_owned(),
            base: base.to_owned(),
            head: head.to_owned(),
            files: repository.files.clone(),
            patches: repository.patch_ids.clone(),
        }
    }

    /// Whether the repository says what it said then.
    pub fn is_of(&self, repository: &Repository) -> bool {
        self.version == repository.version
            && self.files == repository.files
            && self.patches == repository.patch_ids
    }

    /// Reads it, or `None` where there is none.
    pub fn read(git: &Git) -> Result<Option<Self>> {
        read(git, "fork-state.json")
    }

    /// Writes it and the references that keep its commits.
    pub fn write(&self, git: &Git, why: &str) -> Result<()> {
        git.set(BASE_REF, &self.base, why)?;
        git.set(SERIES_REF, &self.head, why)?;
        write(git, "fork-state.json", self)
    }
}

/// A change of the working tree that was begun: from the commit `from` to `state.head`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pending {
    pub from: String,
    pub state: State,
}

impl Pending {
    /// Reads it, or `None` when nothing was interrupted.
    pub fn read(git: &Git) -> Result<Option<Self>> {
        read(git, "fork-pending.json")
    }

    /// Writes it, before the first file is touched.
    pub fn write(&self, git: &Git) -> Result<()> {
        write(git, "fork-pending.json", self)
    }

    /// Removes it, after the last file was touched.
    pub fn remove(git: &Git) -> Result<()> {
        fsutil::remove_file(&git.folder().join("fork-pending.json"), &git.folder())
    }
}

/// A rebase onto another base that was begun.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Moving {
    /// The path of the other base.
    pub source: String,
    pub version: String,
    /// The commit of the other base.
    pub onto: String,
    /// The commit of the base so far.
    pub base: String,
    /// Where the branch was.
    pub head: String,
}

impl Moving {
    /// Reads it, or `None` when no rebase is under way.
    pub fn read(git: &Git) -> Result<Option<Self>> {
        read(git, "fork-rebase.json")
    }

    /// Writes it, before git begins.
    pub fn write(&self, git: &Git) -> Result<()> {
        write(git, "fork-rebase.json", self)
    }

    /// Removes it, after git is done or gave up.
    pub fn remove(git: &Git) -> Result<()> {
        fsutil::remove_file(&git.folder().join("fork-rebase.json"), &git.folder())
    }

    /// # Errors
    ///
    /// A rebase is under way.
    pub fn refuse(git: &Git) -> Result<()> {
        if let Some(moving) = Moving::read(git)? {
            bail!(
                "a rebase onto {} is under way in {}: go on with `x.py rebase --continue`, \
                 or go back with `x.py rebase --abort`",
                moving.source,
                git.tree().display()
            );
        }
        Ok(())
    }
}

fn read<T: serde::de::DeserializeOwned>(git: &Git, name: &str) -> Result<Option<T>> {
    let path = git.folder().join(name);
    let Some(json) = fsutil::read_if_there(&path)? else { return Ok(None) };
    let value = serde_json::from_slice(&json)
        .with_context(|| format!("{} is not of this x.py; move build/rust away", path.display()))?;
    Ok(Some(value))
}

fn write<T: Serialize>(git: &Git, name: &str, value: &T) -> Result<()> {
    fsutil::write(&git.folder().join(name), &serde_json::to_vec_pretty(value)?)
}

//! `build/rust`, made to say what the repository says.

use anyhow::{Result, bail};

use crate::host::fsutil;
use crate::host::progress::{self, Progress};
use crate::host::room;
use crate::project::Project;
use crate::series::apply;
use crate::series::base::{self, Base};
use crate::series::checkout;
use crate::series::distribution;
use crate::series::edits;
use crate::series::git::Git;
use crate::series::repository::Repository;
use crate::series::stand_ins;
use crate::series::state::{Moving, State};

/// Makes `build/rust`, or brings it up to date; does nothing when it is.
///
/// # Errors
///
/// No base, a base that the series is not made for, or edits in `build/rust` that would
/// be lost. Nothing is changed then.
pub fn prepare(project: &Project) -> Result<State> {
    let git = Git::new(project.layout.tree());
    let repository = Repository::read(&project.layout)?;
    if !project.layout.tree().exists() {
        return make(project, &repository);
    }
    let Some(state) = open(&git)? else {
        bail!(
            "{} was not made by x.py; move it away, or take it over with `x.py export --adopt`",
            project.layout.tree().display()
        );
    };
    let base = distribution::complete(&git, &state.base, &repository)?;
    let base = stand_ins::complete(&git, &base)?;
    if !state.is_of(&repository) {
        return update(&git, &state, &base, &repository);
    }
    let edited = edits::paths(&git, &state)?.len();
    let is_at_head = git.find("HEAD").as_ref() == Some(&state.head);
    if base != state.base && edited == 0 && is_at_head {
        return update(&git, &state, &base, &repository);
    }
    mention_edits(&git, edited);
    if base != state.base {
        eprintln!(
            "note: the base in {} has edits of a distribution's, or lacks files that \
             `x.py install` reads; once everything is exported, the next command mends it",
            git.tree().display()
        );
    }
    Ok(state)
}

/// The state of a tree that was made by `prepare`, after interrupted work in it was ended.
///
/// # Errors
///
/// A rebase is under way.
pub fn open(git: &Git) -> Result<Option<State>> {
    if !git.folder().is_dir() {
        return Ok(None);
    }
    Moving::refuse(git)?;
    checkout::resume(git)?;
    State::read(git)
}

fn make(project: &Project, repository: &Repository) -> Result<State> {
    room::TO_PREPARE.or_as_set(&project.settings).require(&project.layout)?;
    let build = project.layout.build();
    for entry in std::fs::read_dir(&build)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("rust.tmp") || name.starts_with("base.tmp") {
            fsutil::remove_folder(&path)?;
        }
    }
    let temporary = build.join(format!("rust.tmp{}", std::process::id()));
    let mut progress = Progress::new(&project.layout, 4);
    let version = &repository.version;
    let base = progress.step(&format!("find the base, rustc {version}"), || {
        let base = Base::find(project, repository)?;
        eprintln!("      {}", base.what);
        Ok(base)
    })?;
    let source = base.folder.display().to_string();
    progress.step("put the base into build/rust", || base.put(&temporary))?;
    let (git, commit) = progress.step("commit the base", || {
        let git = Git::init(&temporary)?;
        let commit = base::commit(&git, &temporary, version)?;
        git.run(["read-tree", &commit])?;
        git.run(["update-index", "-q", "--refresh"])?;
        git.set("HEAD", &commit, "x.py prepare")?;
        Ok((git, commit))
    })?;
    let state = progress.step("apply the fork", || {
        let head = apply::commits(&git, &commit, repository)?;
        let state = State::new(repository, &source, &commit, &head);
        checkout::go(&git, &commit, &state)?;
        std::fs::rename(&temporary, project.layout.tree())?;
        Ok(state)
    })?;
    say(&state, project);
    Ok(state)
}

fn say(state: &State, project: &Project) {
    eprintln!(
        "{}: rustc {}, {} files of the fork, {} patches",
        project.layout.tree().display(),
        state.version,
        state.files.len(),
        state.patches.len()
    );
}

/// Moves the tree to what the repository says on top of the commit `base`: the state's, or the
/// same with more files.
fn update(git: &Git, state: &State, base: &str, repository: &Repository) -> Result<State> {
    if state.version != repository.version {
        bail!(
            "the series is made for rustc {}, {} is rustc {}: move it away and run \
             `x.py prepare` to have it made afresh",
            repository.version,
            git.tree().display(),
            state.version
        );
    }
    let start = std::time::Instant::now();
    let head = apply::commits(git, base, repository)?;
    edits::refuse_to_lose(git, state, repository, &head)?;
    let changed = git.changes("HEAD", &head)?.len();
    let next = State::new(repository, &state.source, base, &head);
    let from = git.ask(["rev-parse", "HEAD"])?;
    checkout::go(git, &from, &next)?;
    eprintln!(
        "{}: {changed} files brought up to date in {}",
        git.tree().display(),
        progress::show(start.elapsed())
    );
    Ok(next)
}

/// Edits that nothing overwrites are built with; whoever forgot them is reminded.
fn mention_edits(git: &Git, edited: usize) {
    if edited > 0 {
        eprintln!(
            "note: {edited} files in {} have edits that are not exported yet (`x.py export`)",
            git.tree().display()
        );
    }
}

//! `x.py rebase`: moves the series to another base.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::commands::export::{self, Work};
use crate::host::fsutil;
use crate::host::progress::Progress;
use crate::project::Project;
use crate::series::base::{self, Base};
use crate::series::checkout;
use crate::series::edits;
use crate::series::git::Git;
use crate::series::repository::Repository;
use crate::series::state::{Moving, State};
use crate::series::tree;

/// Begins: commits the tree at `onto` as the new base and lets git move the series.
///
/// # Errors
///
/// Edits that are not exported, or conflicts; the message says how to go on.
pub fn begin(project: &Project, onto: &Path) -> Result<()> {
    let git = Git::new(project.layout.tree());
    let state = open_in_step(project, &git)?;
    let onto = onto.canonicalize().with_context(|| format!("{}", onto.display()))?;
    let version = base::version_of(&onto)?;
    let mut progress = Progress::new(&project.layout, 3);
    let commit = progress.step("commit the other base", || {
        let copy = project.layout.build().join("base.tmp-onto");
        fsutil::remove_folder(&copy)?;
        Base::to_move_to(&onto, &Repository::read(&project.layout)?)?.put(&copy)?;
        let commit = base::commit(&git, &copy, &version)?;
        fsutil::remove_folder(&copy)?;
        Ok(commit)
    })?;
    let head = git.ask(["rev-parse", "HEAD"])?;
    let source = onto.display().to_string();
    let moving = Moving { source, version, onto: commit, base: state.base.clone(), head };
    moving.write(&git)?;
    progress.step("git rebase", || start(&git, &moving))?;
    progress.step("export", || finish(project, &git, &moving))
}

/// A tree without edits that the repository lacks.
fn open_in_step(project: &Project, git: &Git) -> Result<State> {
    let Some(state) = tree::open(git)? else {
        bail!("there is no {} of ours: run `x.py prepare` first", git.tree().display());
    };
    let repository = Repository::read(&project.layout)?;
    let edited = edits::paths(git, &state)?;
    if !edited.is_empty() {
        bail!(
            "{} has edits that are not exported yet; run `x.py export` first:\n  {}",
            git.tree().display(),
            edited.join("\n  ")
        );
    }
    if !state.is_of(&repository) {
        bail!("the repository has changes that are not in the tree: run `x.py prepare` first");
    }
    if git.find("HEAD").as_ref() != Some(&state.head) {
        bail!("the tree has commits that are not exported: run `x.py export` first");
    }
    Ok(state)
}

fn start(git: &Git, moving: &Moving) -> Result<()> {
    show_files_kept_by_cargo(git)?;
    run_git(git, moving, &["rebase", "--empty=drop", "--onto", &moving.onto, &moving.base])
}

/// Goes on after conflicts were resolved, or after an interruption.
pub fn go_on(project: &Project) -> Result<()> {
    let git = Git::new(project.layout.tree());
    let moving = under_way(&git)?;
    checkout::clear_locks(&git);
    if is_in_git_rebase(&git) {
        run_git(&git, &moving, &["rebase", "--continue"])?;
    } else if git.run(["merge-base", "--is-ancestor", &moving.onto, "HEAD"]).is_err() {
        start(&git, &moving)?;
    }
    finish(project, &git, &moving)
}

/// Goes back to where the tree was.
pub fn abort(project: &Project) -> Result<()> {
    let git = &Git::new(project.layout.tree());
    let moving = under_way(git)?;
    checkout::clear_locks(git);
    if is_in_git_rebase(git) {
        git.run(["rebase", "--abort"])?;
    }
    if git.find("HEAD").as_ref() != Some(&moving.head) {
        git.run(["reset", "--hard", &moving.head])?;
    }
    let Some(state) = State::read(git)? else { bail!("the tree has no record of its state") };
    checkout::go(git, &moving.head, &state)?;
    Moving::remove(git)?;
    println!("{} is where it was", git.tree().display());
    Ok(())
}

fn under_way(git: &Git) -> Result<Moving> {
    Moving::read(git)?.context("no rebase is under way")
}

fn is_in_git_rebase(git: &Git) -> bool {
    ["rebase-merge", "rebase-apply"].iter().any(|name| git.folder().join(name).exists())
}

/// git takes no part in a file that it overlooks; what cargo did to it is undone.
fn show_files_kept_by_cargo(git: &Git) -> Result<()> {
    if checkout::overlook_files_kept_by_cargo(git, false)? {
        git.run(["checkout", "HEAD", "--", ":(glob)**/Cargo.lock"])?;
    }
    Ok(())
}

fn run_git(git: &Git, moving: &Moving, arguments: &[&str]) -> Result<()> {
    let Err(error) = git.run(arguments) else { return Ok(()) };
    if !is_in_git_rebase(git) {
        return Err(error.context("the rebase could not begin (`x.py rebase --abort` goes back)"));
    }
    let conflicts = git.ask(["diff", "--name-only", "--diff-filter=U"])?;
    let subject = git.ask(["log", "-1", "--format=%s", "REBASE_HEAD"]).unwrap_or_default();
    let tree = git.tree().display();
    if conflicts.is_empty() {
        return Err(error.context("`x.py rebase --continue` goes on, `--abort` goes back"));
    }
    bail!(
        "`{subject}` does not fit {} as it is; in conflict:\n  {}\n\
         edit these files in {tree} (markers show both sides), then git -C {tree} add FILES and \
         `x.py rebase --continue`; `x.py rebase --abort` goes back",
        moving.source,
        conflicts.replace('\n', "\n  "),
    );
}

fn finish(project: &Project, git: &Git, moving: &Moving) -> Result<()> {
    let Some(state) = State::read(git)? else { bail!("the tree has no record of its state") };
    let work = Work::read(git.clone(), &moving.onto, &moving.version)?;
    export::export_moved(project, &work, &state, &moving.source)?;
    Moving::remove(git)?;
    println!("{} is based on {} (rustc {})", git.tree().display(), moving.source, moving.version);
    Ok(())
}

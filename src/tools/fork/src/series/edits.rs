//! Work in `build/rust` that the repository does not have.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::project::layout::{is_kept_by_cargo, is_litter};
use crate::series::git::{Files, Git, entry_of};
use crate::series::history;
use crate::series::repository::Repository;
use crate::series::state::State;

/// The paths whose content in the working tree is not what it was when repository and
/// tree were last the same, committed or not.
pub fn paths(git: &Git, state: &State) -> Result<Vec<String>> {
    let mut paths: BTreeSet<String> = BTreeSet::new();
    paths.extend(git.changes(&state.head, "HEAD")?.into_iter().map(|change| change.path));
    paths.extend(git.status()?.into_iter().map(|status| status.path));
    paths.retain(|path| !is_kept_by_cargo(path) && !is_litter(path));
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let recorded = git.files(&state.head)?;
    differing(git, paths, &recorded)
}

fn differing(
    git: &Git,
    paths: impl IntoIterator<Item = String>,
    recorded: &Files,
) -> Result<Vec<String>> {
    let mut differing = Vec::new();
    for path in paths {
        let is = entry_of(&git.tree().join(&path))?.map(|(entry, _)| entry);
        if is.as_ref() != recorded.get(&path) {
            differing.push(path);
        }
    }
    Ok(differing)
}

/// Refuses when moving the tree to `target` would lose something.
///
/// Edits that `target` has too are not lost.
pub fn refuse_to_lose(
    git: &Git,
    state: &State,
    repository: &Repository,
    target: &str,
) -> Result<()> {
    let edited = paths(git, state)?;
    let lost = match edited.is_empty() {
        true => Vec::new(),
        false => differing(git, edited, &git.files(target)?)?,
    };
    let commits = unexported_commits(git, state, repository)?;
    if lost.is_empty() && commits.is_empty() {
        return Ok(());
    }
    let mut what = String::new();
    for path in &lost {
        what += &format!("\n  {path}");
    }
    for commit in &commits {
        what += &format!("\n  commit {commit}");
    }
    let tree = git.tree().display();
    bail!(
        "the repository changed, and {tree} has edits that are not exported yet; nothing was \
         changed:{what}\n\
         write them back with `x.py export` (or throw them away: \
         git -C {tree} reset --hard {}, git -C {tree} clean -fd)",
        crate::series::state::SERIES_REF,
    )
}

/// The commits made since then, unless they say what the repository's patches say.
fn unexported_commits(git: &Git, state: &State, repository: &Repository) -> Result<Vec<String>> {
    if git.find("HEAD").as_deref() == Some(&state.head) {
        return Ok(Vec::new());
    }
    let listed =
        git.ask(["log", "--format=%h %s", &format!("{}..HEAD", state.head), "--not", &state.base])?;
    let commits: Vec<String> = listed.lines().map(str::to_owned).collect();
    let is_same = history::patches(git, &state.base, "HEAD").is_ok_and(|patches| {
        patches.len() == repository.patches.len()
            && patches.iter().zip(repository.patches.values()).all(|(one, two)| one.means(two))
    });
    Ok(if is_same { Vec::new() } else { commits })
}

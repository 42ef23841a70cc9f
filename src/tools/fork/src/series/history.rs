//! From commits to patches.
//!
//! The commits after the base are put into a line, `fixup!` commits are folded into
//! their targets, and each that is left becomes a patch of its edits to the base's
//! files. All of it happens in git's object store: neither the working tree nor the
//! branch moves, so nothing is built again for it.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::project::layout::is_kept_by_cargo;
use crate::series::git::{Files, Git};
use crate::series::patch::{Patch, parse_name, slug};

/// One commit on its way to a patch.
#[derive(Clone, Debug, Default)]
struct Step {
    commit: String,
    message: String,
    /// The trees before and after it, with nothing in them but the base's files.
    before: String,
    after: String,
}

impl Step {
    fn subject(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }
}

/// The patches that the commits between `base` and `head` are, in order.
///
/// # Errors
///
/// A fixup that has no target or cannot be moved there, a merge with edits of its own.
pub fn patches(git: &Git, base: &str, head: &str) -> Result<Vec<Patch>> {
    let in_base = git.files(base)?;
    let groups = fold(read(git, base, &in_base, head)?)?;
    let mut patches = Vec::new();
    let mut before = git.tree_of(base)?;
    for (message, steps) in groups {
        let mut after = before.clone();
        for step in &steps {
            after = replay(git, step, &after)?;
        }
        let diff = diff(git, &before, &after)?;
        if !diff.is_empty() {
            let patch = Patch::new(&message, &diff);
            patches.push(patch.with_context(|| format!("the commit `{}`", steps[0].subject()))?);
        }
        before = after;
    }
    let wanted = base_part(git, base, &in_base, head)?;
    if let Some(change) = git.changes(&before, &wanted)?.first() {
        bail!(
            "the commits one after another do not lead to what {} has in {}: a merge holds edits \
             of its own\nput the commits into a line first: git -C {} rebase {base}",
            git.tree().display(),
            change.path,
            git.tree().display(),
        );
    }
    Ok(patches)
}

/// The commits after the base, oldest first, without merges.
fn read(git: &Git, base: &str, in_base: &Files, head: &str) -> Result<Vec<Step>> {
    let range = format!("{base}..{head}");
    let listed = git.ask(["rev-list", "--topo-order", "--reverse", "--no-merges", &range])?;
    let mut steps: Vec<Step> = Vec::new();
    for commit in listed.lines() {
        let parent = git.ask(["rev-parse", &format!("{commit}^")])?;
        let known = steps.iter().find(|step| step.commit == parent);
        let before = match known {
            Some(step) => step.after.clone(),
            None => base_part(git, base, in_base, &parent)?,
        };
        let message = git.ask(["log", "-1", "--format=%B", commit])?;
        steps.push(Step {
            commit: commit.to_owned(),
            message: message.trim().to_owned(),
            before,
            after: base_part(git, base, in_base, commit)?,
        });
    }
    Ok(steps)
}

/// The tree of a commit without files of the fork, and with the base's files that cargo
/// keeps as the base has them.
fn base_part(git: &Git, base: &str, in_base: &Files, commit: &str) -> Result<String> {
    let changes = git.changes(base, commit)?;
    let of_base = |path: &str| in_base.contains_key(path) && !is_kept_by_cargo(path);
    let index = git.with_scratch_index()?;
    index.run(["read-tree", base])?;
    let edited = changes.iter().filter(|change| of_base(&change.path));
    index.update_index(edited.map(|change| (&change.path, change.after.as_ref())))?;
    index.write_tree()
}

type Group = (String, Vec<Step>);

/// Puts `fixup!`, `squash!` and `amend!` commits behind the commits that they name.
fn fold(steps: Vec<Step>) -> Result<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for step in steps {
        let Some((kind, target)) = step
            .subject()
            .split_once("! ")
            .filter(|(kind, _)| ["fixup", "squash", "amend"].contains(kind))
        else {
            groups.push((step.message.clone(), vec![step]));
            continue;
        };
        let mut target = target;
        while let Some(inner) =
            ["fixup! ", "squash! ", "amend! "].iter().find_map(|p| target.strip_prefix(p))
        {
            target = inner;
        }
        let found =
            groups.iter().position(|(_, steps)| steps[0].subject() == target).or_else(|| {
                groups.iter().position(|(_, steps)| {
                    steps[0].subject().starts_with(target)
                        || (target.len() >= 7 && steps[0].commit.starts_with(target))
                })
            });
        let Some(found) = found else {
            bail!("`{}`: no earlier commit has that subject", step.subject());
        };
        let (message, members) = &mut groups[found];
        let body = step.message.split_once('\n').map_or("", |(_, body)| body.trim());
        match kind {
            "amend" if !body.is_empty() => *message = body.to_owned(),
            "squash" if !body.is_empty() => *message = format!("{message}\n\n{body}"),
            _ => {}
        }
        members.push(step);
    }
    Ok(groups)
}

/// The tree that the commit's edits make of the tree `onto`.
fn replay(git: &Git, step: &Step, onto: &str) -> Result<String> {
    if step.before == onto {
        return Ok(step.after.clone());
    }
    // Two commits with the same parent, whose merge is what is wanted.
    let common = git.commit(&step.before, None, "before")?;
    let ours = git.commit(onto, Some(&common), "onto")?;
    let theirs = git.commit(&step.after, Some(&common), "edits")?;
    let arguments = ["merge-tree", "--write-tree", "--name-only", "--no-messages", &ours, &theirs];
    let merged = git.command(arguments).output().context("could not run git merge-tree")?;
    let said = String::from_utf8_lossy(&merged.stdout);
    let mut lines = said.lines();
    let tree = lines.next().unwrap_or_default().to_owned();
    match merged.status.code() {
        Some(0) => Ok(tree),
        Some(1) => {
            let paths: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
            bail!(
                "the commit `{}` cannot be moved to its place in the series: it touches the same \
                 lines as a commit in between, in {}\n\
                 order them by hand: git -C {} rebase -i --autosquash",
                step.subject(),
                paths.join(", "),
                git.tree().display(),
            )
        }
        _ => bail!(
            "git merge-tree failed (git 2.38 or newer is needed): {}",
            String::from_utf8_lossy(&merged.stderr).trim_end()
        ),
    }
}

fn diff(git: &Git, before: &str, after: &str) -> Result<String> {
    let arguments = [
        "diff-tree",
        "-p",
        "-U0",
        "--inter-hunk-context=0",
        "--full-index",
        "--binary",
        "--no-renames",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        "--diff-algorithm=histogram",
        "--indent-heuristic",
        before,
        after,
    ];
    let said = crate::host::process::output(&mut git.command(arguments))?;
    String::from_utf8(said).context("a file of the base that is not UTF-8 was edited")
}

/// File names for patches: a patch keeps the name that one with its subject has, as
/// long as the numbers go up.
pub fn name(patches: &[Patch], present: &BTreeMap<String, Patch>) -> BTreeMap<String, Patch> {
    let mut left: Vec<_> = present.iter().collect();
    let mut last = 0;
    let mut named = BTreeMap::new();
    for patch in patches {
        let same = left.iter().position(|(_, one)| one.subject() == patch.subject());
        let kept = same.map(|at| left.remove(at).0).and_then(|name| parse_name(name));
        let (number, topic) = match kept {
            Some((number, topic)) if number > last => (number, topic.to_owned()),
            Some((_, topic)) => (last + 1, topic.to_owned()),
            None => (last + 1, slug(patch.subject())),
        };
        last = number;
        named.insert(format!("{number:04}-{topic}.patch"), patch.clone());
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(commit: &str, message: &str) -> Step {
        Step { commit: commit.to_owned(), message: message.to_owned(), ..Step::default() }
    }

    fn patch(subject: &str) -> Patch {
        Patch { message: subject.to_owned(), diff: String::new(), files: Vec::new() }
    }

    #[test]
    fn fixups_follow_their_targets() {
        let groups = fold(vec![
            step("1", "Parse it"),
            step("2", "Lower it\n\nWhy."),
            step("3", "fixup! Parse it"),
            step("4", "squash! Lower it\n\nAnd more."),
            step("5", "fixup! fixup! Parse it"),
            step("6", "amend! Parse it\n\nParse all of it"),
        ])
        .unwrap();
        let ids = |group: &Group| group.1.iter().map(|s| s.commit.clone()).collect::<String>();
        assert_eq!(groups.iter().map(ids).collect::<Vec<_>>(), ["1356", "24"]);
        assert_eq!(groups[0].0, "Parse all of it");
        assert_eq!(groups[1].0, "Lower it\n\nWhy.\n\nAnd more.");
        assert!(fold(vec![step("1", "fixup! nothing")]).is_err());
    }

    #[test]
    fn names_stay_while_they_can() {
        let present: BTreeMap<_, _> = [("0001-a.patch", "A"), ("0005-b.patch", "B")]
            .map(|(name, subject)| (name.to_owned(), patch(subject)))
            .into();
        let names = |subjects: &[&str]| -> Vec<String> {
            let patches: Vec<_> = subjects.iter().map(|subject| patch(subject)).collect();
            name(&patches, &present).into_keys().collect()
        };
        assert_eq!(names(&["A", "B", "C d"]), ["0001-a.patch", "0005-b.patch", "0006-c-d.patch"]);
        assert_eq!(names(&["A", "N", "B"]), ["0001-a.patch", "0002-n.patch", "0005-b.patch"]);
        assert_eq!(names(&["B", "A"]), ["0005-b.patch", "0006-a.patch"]);
    }
}

//! From the repository to commits: the base, the fork's files, and one commit a patch.
//!
//! Everything happens in git's object store with an index of its own; the working
//! tree is not looked at. The same repository on the same base gives the same ids.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Error, Result, anyhow, bail};

use crate::series::git::{Entry, Files, Git, entry_of};
use crate::series::patch::{FileEdit, Patch};
use crate::series::repository::Repository;

/// The subject of the commit with the fork's own files.
pub const FILES_SUBJECT: &str = "Files of the fork";

const FILES_MESSAGE: &str = "Files of the fork

Everything that has no counterpart in the base, copied from the repository.
`x.py export` copies edits back.";

/// What a base has at a path, with its bytes.
pub type Look<'a> = dyn Fn(&str) -> Result<Option<(Entry, Vec<u8>)>> + 'a;

/// The files of the base that the series touches, and what each must be before its first patch.
pub fn made_for(repository: &Repository) -> BTreeMap<&str, &Entry> {
    let mut first = BTreeMap::new();
    for edit in repository.patches.values().flat_map(|patch| &patch.files) {
        first.entry(edit.path.as_str()).or_insert(edit.before.as_ref());
    }
    first.into_iter().filter_map(|(path, entry)| Some((path, entry?))).collect()
}

/// Checks that every file that the series touches is the one that it was made for.
///
/// # Errors
///
/// Names patch, file and hunk where it is not.
pub fn check(repository: &Repository, look: &Look<'_>) -> Result<()> {
    let mut touched: BTreeMap<&str, (&str, Option<&Entry>)> = BTreeMap::new();
    for (name, patch) in &repository.patches {
        for edit in &patch.files {
            let blob = |entry: Option<&Entry>| entry.map(|entry| entry.blob.clone());
            let wanted = blob(edit.before.as_ref());
            if let Some((earlier, left)) = touched.get(edit.path.as_str()) {
                if blob(*left) != wanted {
                    bail!(
                        "src/patches/{name} does not follow src/patches/{earlier}: {} is {} \
                         before the one and {} after the other\n\
                         write both afresh with `x.py export`, or put the right versions back",
                        edit.path,
                        wanted.as_deref().unwrap_or("absent"),
                        blob(*left).as_deref().unwrap_or("absent"),
                    );
                }
            } else {
                let present = look(&edit.path)?;
                if blob(present.as_ref().map(|(entry, _)| entry)) != wanted {
                    return Err(refusal(name, edit, present.as_ref().map(|(_, bytes)| &bytes[..])));
                }
            }
            touched.insert(&edit.path, (name, edit.after.as_ref()));
        }
    }
    Ok(())
}

/// Looks into a folder.
pub fn look_in(folder: &std::path::Path) -> impl Fn(&str) -> Result<Option<(Entry, Vec<u8>)>> {
    let folder = folder.to_owned();
    move |path| entry_of(&folder.join(path))
}

fn refusal(name: &str, edit: &FileEdit, present: Option<&[u8]>) -> Error {
    let path = &edit.path;
    let what = match (present, &edit.before) {
        (None, _) => "the base has no such file".to_owned(),
        (Some(_), None) => "the base has this file, which the patch makes".to_owned(),
        (Some(bytes), Some(before)) => {
            let hunk = match differing_hunk(edit, bytes) {
                Some(hunk) => format!("the lines that hunk `{hunk}` replaces are not there"),
                None => format!(
                    "the lines that it replaces are there (first hunk `{}`), others differ",
                    edit.hunks.first().map_or("none", |hunk| &hunk.header)
                ),
            };
            let is = crate::series::git::blob_id(bytes);
            format!("it is blob {is}, the patch is made for {}; {hunk}", before.blob)
        }
    };
    anyhow!(
        "src/patches/{name}: {path} is not what the patch was made for: {what}\n\
         use the base that the series is made for (see `base.path` in config.example.toml), \
         or move the series to this one with `x.py rebase --onto PATH`"
    )
}

/// The first hunk whose replaced lines are not where it says.
fn differing_hunk<'a>(edit: &'a FileEdit, bytes: &[u8]) -> Option<&'a str> {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().collect();
    edit.hunks.iter().find_map(|hunk| {
        let start = hunk.old_start.saturating_sub(usize::from(!hunk.old.is_empty()));
        let there = lines.get(start..start + hunk.old.len());
        let same = there.is_some_and(|there| there.iter().eq(hunk.old.iter()));
        (!same).then_some(hunk.header.as_str())
    })
}

/// Makes the commits of the repository on top of `base` and gives the last one.
///
/// # Errors
///
/// What [`check`] says, a file of the fork that the base has too, or a patch that does
/// not lead to the blobs it names.
pub fn commits(git: &Git, base: &str, repository: &Repository) -> Result<String> {
    let in_base = git.files(base)?;
    check(repository, &|path| {
        let Some(entry) = in_base.get(path) else { return Ok(None) };
        let bytes = git.blobs(&[&entry.blob])?.remove(0);
        Ok(Some((entry.clone(), bytes)))
    })?;
    let index = git.with_scratch_index()?;
    index.run(["read-tree", base])?;
    let mut head = commit_files(&index, base, &in_base, repository)?;
    for (name, patch) in &repository.patches {
        apply(&index, patch).with_context(|| format!("src/patches/{name}"))?;
        head = index.commit(&index.write_tree()?, Some(&head), &patch.message)?;
    }
    std::fs::remove_file(git.path("fork-index")?)?;
    Ok(head)
}

fn commit_files(
    index: &Git,
    base: &str,
    in_base: &Files,
    repository: &Repository,
) -> Result<String> {
    let made: BTreeSet<&str> = repository
        .patches
        .values()
        .flat_map(|patch| &patch.files)
        .filter(|edit| edit.before.is_none())
        .map(|edit| edit.path.as_str())
        .collect();
    for path in repository.files.keys() {
        if in_base.contains_key(path) || made.contains(path.as_str()) {
            bail!(
                "{path} is a file of the base: edits to it belong into a patch\n\
                 make them in build/rust, commit them there and run `x.py export`; \
                 then remove the file from the repository"
            );
        }
    }
    let (links, plain): (Vec<_>, Vec<_>) =
        repository.files.iter().partition(|(_, entry)| entry.mode == "120000");
    let list: String =
        plain.iter().map(|(path, _)| repository.path(path).display().to_string() + "\n").collect();
    let ids = index
        .ask_with_input(["hash-object", "-w", "--no-filters", "--stdin-paths"], list.as_bytes())?;
    let mut ids: Vec<String> = String::from_utf8(ids)?.lines().map(str::to_owned).collect();
    for (path, _) in &links {
        let leads_to = std::fs::read_link(repository.path(path))?;
        let id = index.ask_with_input(
            ["hash-object", "-w", "--no-filters", "--stdin"],
            leads_to.to_string_lossy().as_bytes(),
        )?;
        ids.push(String::from_utf8(id)?.trim_end().to_owned());
    }
    for ((path, entry), id) in plain.iter().chain(&links).zip(&ids) {
        if entry.blob != *id {
            bail!("{path} changed while it was read; run the command again");
        }
    }
    index.update_index(repository.files.iter().map(|(path, entry)| (path, Some(entry))))?;
    index.commit(&index.write_tree()?, Some(base), FILES_MESSAGE)
}

fn apply(index: &Git, patch: &Patch) -> Result<()> {
    let arguments = ["apply", "--cached", "--unidiff-zero", "--whitespace=nowarn", "-"];
    index.ask_with_input(arguments, patch.diff.as_bytes())?;
    for edit in &patch.files {
        let listed =
            index.ask(["ls-files", "--stage", "--", &format!(":(literal){}", edit.path)])?;
        let is = listed.split(' ').nth(1);
        let wanted = edit.after.as_ref().map(|entry| entry.blob.as_str());
        if is != wanted {
            bail!(
                "{}: the hunks lead to {}, the `index` line says {}; was the patch edited by hand? \
                 edit build/rust instead and run `x.py export`",
                edit.path,
                is.unwrap_or("no file"),
                wanted.unwrap_or("no file")
            );
        }
    }
    Ok(())
}

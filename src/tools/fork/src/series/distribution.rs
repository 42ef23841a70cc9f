//! What a distribution changed in the few files that the series touches.
//!
//! The series is made for upstream's files. A Debian source package has the distribution's own
//! edits applied, and lists them in `debian/patches`: they are taken back from files that the
//! series touches; all others keep them. Whether that leads to upstream's file, the blob tells
//! that the patch names.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::series::apply::{self, Look};
use crate::series::git::{Entry, Git, blob_id};
use crate::series::repository::Repository;

/// Files as they were before the distribution's patches.
pub type TakenBack = BTreeMap<String, Vec<u8>>;

/// What has to be taken back in the base that `look` looks into for the series to fit, as far as
/// it can be.
pub fn to_fit(repository: &Repository, look: &Look<'_>) -> Result<TakenBack> {
    let mut differing = Vec::new();
    for (path, made_for) in apply::made_for(repository) {
        if look(path)?.is_some_and(|(is, _)| is.blob != made_for.blob) {
            differing.push(path);
        }
    }
    take_back(differing, look)
}

/// These files before all of the distribution's patches; without those that it did not change.
pub fn take_back<'a>(
    paths: impl IntoIterator<Item = &'a str>,
    look: &Look<'_>,
) -> Result<TakenBack> {
    let mut before = TakenBack::new();
    let mut patches = None;
    for path in paths {
        let patches = match &mut patches {
            Some(patches) => patches,
            None => patches.insert(read_patches(look)?),
        };
        let Some((_, present)) = look(path)? else { continue };
        let Ok(mut text) = String::from_utf8(present) else { continue };
        let mut is_changed = false;
        for patch in patches.iter().rev() {
            for hunks in hunks_of(patch, path) {
                let Some(reverted) = revert(&text, &hunks) else { continue };
                text = reverted;
                is_changed = true;
            }
        }
        if is_changed {
            before.insert(path.to_owned(), text.into_bytes());
        }
    }
    Ok(before)
}

/// Looks elsewhere than into what was taken back.
pub fn over<'a>(
    taken_back: &'a TakenBack,
    look: &'a Look<'_>,
) -> impl Fn(&str) -> Result<Option<(Entry, Vec<u8>)>> + 'a {
    move |path| {
        let found = look(path)?;
        Ok(found.map(|(entry, bytes)| match taken_back.get(path) {
            Some(bytes) => (Entry { blob: blob_id(bytes), ..entry }, bytes.clone()),
            None => (entry, bytes),
        }))
    }
}

/// The commit `base`, or where it has a distribution's edits that are in the way, one without
/// them in its place.
pub fn complete(git: &Git, base: &str, repository: &Repository) -> Result<String> {
    let files = git.files(base)?;
    let look = |path: &str| {
        let Some(entry) = files.get(path) else { return Ok(None) };
        Ok(Some((entry.clone(), git.blobs(&[&entry.blob])?.remove(0))))
    };
    let is_made_for = |(path, made_for): (&str, &Entry)| {
        files.get(path).is_none_or(|entry| entry.blob == made_for.blob)
    };
    if apply::made_for(repository).into_iter().all(is_made_for) {
        return Ok(base.to_owned());
    }
    let mut entries = BTreeMap::new();
    for (path, bytes) in to_fit(repository, &look)? {
        let entry = Entry { blob: blob_id(&bytes), ..files[&path].clone() };
        entries.insert(path, (entry, bytes));
    }
    git.commit_instead(base, &entries)
}

/// The distribution's patches, in the order in which they were applied.
fn read_patches(look: &Look<'_>) -> Result<Vec<String>> {
    let Some((_, series)) = look("debian/patches/series")? else { return Ok(Vec::new()) };
    let mut patches = Vec::new();
    for line in String::from_utf8_lossy(&series).lines() {
        let Some(name) = line.split(['#', ' ']).next().filter(|name| !name.is_empty()) else {
            continue;
        };
        if let Some((_, patch)) = look(&format!("debian/patches/{name}"))? {
            patches.push(String::from_utf8_lossy(&patch).into_owned());
        }
    }
    Ok(patches)
}

/// What a hunk replaces, what it puts in, and at which line of the new file.
#[derive(Debug, Default)]
struct Hunk<'a> {
    start: usize,
    old: Vec<&'a str>,
    new: Vec<&'a str>,
}

/// What a patch does to this file, which is twice in it at times.
fn hunks_of<'a>(patch: &'a str, path: &str) -> Vec<Vec<Hunk<'a>>> {
    let mut found: Vec<Vec<Hunk<'a>>> = Vec::new();
    let mut is_of_path = false;
    // How many lines of the hunk are still to come, on either side.
    let mut left = (0, 0);
    for line in patch.split_inclusive('\n') {
        if left == (0, 0) {
            if let Some(name) = line.strip_prefix("+++ ") {
                let name = name.split(['\t', '\n']).next().unwrap_or_default();
                is_of_path = name.split_once('/').is_some_and(|(_, name)| name == path);
                if is_of_path {
                    found.push(Vec::new());
                }
            } else if let Some((start, lines)) = header(line) {
                left = lines;
                if let Some(hunks) = found.last_mut().filter(|_| is_of_path) {
                    hunks.push(Hunk { start, ..Hunk::default() });
                }
            }
            continue;
        }
        let (is_old, is_new) = match line.as_bytes()[0] {
            b'-' => (true, false),
            b'+' => (false, true),
            b' ' | b'\n' => (true, true),
            _ => continue,
        };
        left.0 -= usize::from(is_old && left.0 > 0);
        left.1 -= usize::from(is_new && left.1 > 0);
        if let Some(hunk) = found.last_mut().filter(|_| is_of_path).and_then(|h| h.last_mut()) {
            let text = if line == "\n" { line } else { &line[1..] };
            hunk.old.extend(is_old.then_some(text));
            hunk.new.extend(is_new.then_some(text));
        }
    }
    found
}

/// Of `@@ -1,2 +3,4 @@`: where the new text begins, and how many lines both have.
fn header(line: &str) -> Option<(usize, (usize, usize))> {
    let (old, new) = line.strip_prefix("@@ -")?.split_once(" @@")?.0.split_once(" +")?;
    let range = |range: &str| -> Option<(usize, usize)> {
        let (start, lines) = range.split_once(',').unwrap_or((range, "1"));
        Some((start.parse().ok()?, lines.parse().ok()?))
    };
    let (_, old) = range(old)?;
    let (start, new) = range(new).filter(|(start, _)| *start > 0)?;
    Some((start, (old, new)))
}

/// The text before the hunks, which are looked for near where they say that they are.
fn revert(text: &str, hunks: &[Hunk<'_>]) -> Option<String> {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    // From the end, so that the places of the others stay what they are.
    for hunk in hunks.iter().rev() {
        if hunk.new.is_empty() {
            // Without a line around it, it could be anywhere.
            return None;
        }
        let last = lines.len().checked_sub(hunk.new.len())?;
        let at = (0..=last)
            .filter(|at| lines[*at..at + hunk.new.len()] == hunk.new)
            .min_by_key(|at| at.abs_diff(hunk.start - 1))?;
        lines.splice(at..at + hunk.new.len(), hunk.old.iter().copied());
    }
    Some(lines.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const UPSTREAM: &str = "one\ntwo\nthree\nfour\nfive\n\nsix\nseven\n";

    /// Two patches of a distribution: the second one's places are those after the first one.
    const SERIES: [(&str, &str); 3] = [
        ("debian/patches/series", "first.patch\n# none\nb/second.patch -p1\n"),
        (
            "debian/patches/first.patch",
            "Why.\n---\n a.rs | 1 +\n\n--- a/a.rs\n+++ b/a.rs\t2026\n@@ -1,2 +1,3 @@ fn\n one\n\
             +ours\n two\n@@ -5,3 +6,3 @@\n five\n\n-six\n+SIX\n",
        ),
        (
            "debian/patches/b/second.patch",
            "diff --git a/b.rs b/b.rs\n--- a/b.rs\n+++ b/b.rs\n@@ -1 +1,2 @@\n one\n+++ a/a.rs\n\
             --- a/a.rs\n+++ b/a.rs\n@@ -8,2 +8 @@\n SIX\n-seven\n--\n2.0\n",
        ),
    ];

    fn look(text: &str) -> impl Fn(&str) -> Result<Option<(Entry, Vec<u8>)>> {
        let files = SERIES.into_iter().chain([("a.rs", text)]);
        let files: BTreeMap<_, _> =
            files.map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        move |path| {
            Ok(files.get(path).map(|text| {
                let blob = blob_id(text.as_bytes());
                (Entry { mode: "100644".to_owned(), blob }, text.clone().into_bytes())
            }))
        }
    }

    #[test]
    fn patches_are_taken_back_in_reverse() {
        let debian = "one\nours\ntwo\nthree\nfour\nfive\n\nSIX\n";
        let before = take_back(["a.rs", "absent.rs"], &look(debian)).unwrap();
        assert_eq!(before.keys().collect::<Vec<_>>(), ["a.rs"]);
        assert_eq!(String::from_utf8_lossy(&before["a.rs"]), UPSTREAM);
        let over = look(debian);
        let (entry, bytes) = super::over(&before, &over)("a.rs").unwrap().unwrap();
        assert_eq!((entry.blob, &bytes[..]), (blob_id(UPSTREAM.as_bytes()), UPSTREAM.as_bytes()));
    }

    #[test]
    fn what_is_not_there_cannot_be_taken_back() {
        assert!(take_back(["a.rs"], &look("other\n")).unwrap().is_empty());
        assert!(take_back(["c.rs"], &look("other\n")).unwrap().is_empty());
    }
}

//! The fork's own formatting: the package has no `rustfmt.toml`, so the base's `fmt`
//! does nothing.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::host::fsutil;
use crate::host::needs;
use crate::host::process::{self, command};
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::git;
use crate::series::repository::Repository;

/// Formats the fork's files and lines, or with `--check` says which are not formatted.
pub fn format(project: &Project, stage0: &Stage0, arguments: &[OsString]) -> Result<ExitCode> {
    let check = match arguments {
        [] => false,
        [only] if only == "--check" => true,
        _ => bail!("this base has no formatting of its own; `x.py fmt` takes `--check` alone"),
    };
    let unformatted = unformatted(project, stage0)?;
    for file in &unformatted {
        println!("{} {file}", if check { "not formatted:" } else { "formatted" });
        if !check {
            fsutil::write_if_changed(&project.layout.tree().join(&file.path), &file.formatted)?;
        }
    }
    Ok(if check && !unformatted.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A file that is not as rustfmt writes it.
#[derive(Debug)]
pub struct Unformatted {
    path: String,
    /// The first line in question of a file of the base.
    line: Option<usize>,
    /// As it should be: lines of the base are left as they are.
    formatted: Vec<u8>,
}

impl fmt::Display for Unformatted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.path),
            None => f.write_str(&self.path),
        }
    }
}

/// The fork's files, and the lines that patches put into files of the base, that
/// rustfmt would write in another way.
///
/// Tests are left out, as upstream does: many of them are about how things are written. So are
/// the base's tools: what the fork has there for itself is tests.
pub fn unformatted(project: &Project, stage0: &Stage0) -> Result<Vec<Unformatted>> {
    let rustfmt = Rustfmt::find(project, stage0)?;
    let repository = Repository::read(&project.layout)?;
    let tree = project.layout.tree();
    let is_test = |path: &str| path.starts_with("tests/") || path.starts_with("src/tools/");
    let is_formatted = |path: &str| path.ends_with(".rs") && !is_test(path);
    let mut found = Vec::new();
    for path in repository.files.keys().filter(|path| is_formatted(path)) {
        let Some(text) = fsutil::read_if_there(&tree.join(path))? else { continue };
        let formatted = rustfmt.format(&text).with_context(|| path.clone())?;
        if formatted != text {
            found.push(Unformatted { path: path.clone(), line: None, formatted });
        }
    }
    for (path, ours) in our_lines(&repository) {
        if !is_formatted(&path) {
            continue;
        }
        let Some(text) = fsutil::read_if_there(&tree.join(&path))? else { continue };
        let formatted = rustfmt.format(&text).with_context(|| path.clone())?;
        if formatted == text {
            continue;
        }
        let (text, formatted) = (String::from_utf8(text)?, String::from_utf8(formatted)?);
        let edits = edits_in(&text, differences(&text, &formatted)?, &ours);
        if let Some(first) = edits.first() {
            let line = Some(first.start + 1);
            found.push(Unformatted { path, line, formatted: apply(&text, &edits).into_bytes() });
        }
    }
    Ok(found)
}

/// For each file that the series edits, the lines (1-based) that it put there, as the
/// file is at the series' end.
pub fn our_lines(repository: &Repository) -> std::collections::BTreeMap<String, Vec<usize>> {
    let mut ours = std::collections::BTreeMap::<String, Vec<usize>>::new();
    for edit in repository.patches.values().flat_map(|patch| &patch.files) {
        let lines = ours.entry(edit.path.clone()).or_default();
        // What earlier patches put in moves with the lines that this one adds and removes.
        let mut moved = Vec::new();
        for &line in lines.iter() {
            let mut at = Some(line as isize);
            for hunk in &edit.hunks {
                let first = hunk.old_start + usize::from(hunk.old.is_empty());
                if line >= first + hunk.old.len() {
                    let by = hunk.new_lines as isize - hunk.old.len() as isize;
                    at = at.map(|at| at + by);
                } else if line >= first {
                    at = None;
                }
            }
            moved.extend(at.map(|at| at as usize));
        }
        for hunk in &edit.hunks {
            moved.extend(hunk.new_start..hunk.new_start + hunk.new_lines);
        }
        moved.sort_unstable();
        *lines = moved;
    }
    ours
}

/// The syntax that stage0's rustfmt does not know, and what it is shown instead: it takes
/// the same room.
const INLINE: &str = "inline async fn";
const STAND_IN: &str = "async unsafe fn";

struct Rustfmt {
    program: PathBuf,
    settings: PathBuf,
}

impl Rustfmt {
    fn find(project: &Project, stage0: &Stage0) -> Result<Self> {
        let Some(program) = stage0.rustfmt.clone() else {
            bail!(
                "no rustfmt: it is had with\n  {}",
                needs::how_to_have(&needs::RUSTFMT, &project.settings)
            );
        };
        Ok(Rustfmt { program, settings: project.layout.root.join("src/tools/fork") })
    }

    // Through standard input, so that rustfmt does not follow `mod` to other files.
    fn run(&self, arguments: &[&str], text: &[u8]) -> Result<Vec<u8>> {
        let mut rustfmt = command(&self.program);
        rustfmt.args(["--edition=2024", "--color=never", "--config-path"]).arg(&self.settings);
        process::output_with_input(rustfmt.args(arguments), text)
    }

    fn format(&self, text: &[u8]) -> Result<Vec<u8>> {
        let text = std::str::from_utf8(text)?;
        if !text.contains(INLINE) || text.contains(STAND_IN) {
            return self.run(&["--emit=stdout"], text.as_bytes());
        }
        let known = text.replace(INLINE, STAND_IN);
        let formatted = self.run(&["--emit=stdout"], known.as_bytes())?;
        Ok(String::from_utf8(formatted)?.replace(STAND_IN, INLINE).into_bytes())
    }
}

/// Lines of a text and what they should be.
#[derive(Debug, PartialEq, Eq)]
struct Edit {
    /// The number of lines before.
    start: usize,
    /// The number of lines that are replaced.
    count: usize,
    by: Vec<String>,
}

/// The edits that touch one of the lines (1-based), and those that have the other half of a
/// move: a line that one edit takes away and another puts somewhere else.
fn edits_in(text: &str, edits: Vec<Edit>, lines: &[usize]) -> Vec<Edit> {
    let before: Vec<&str> = text.lines().collect();
    let removed = |edit: &Edit| before[edit.start..edit.start + edit.count].to_vec();
    let touches = |edit: &Edit| {
        lines.iter().any(|line| (edit.start + 1..=edit.start + edit.count.max(1)).contains(line))
    };
    let moves = |from: &Edit, to: &Edit| {
        removed(from).iter().any(|line| {
            let is_there = |edit: &Edit| edit.by.iter().any(|by| by == line);
            !line.trim().is_empty() && !is_there(from) && is_there(to)
        })
    };
    let mut chosen: Vec<bool> = edits.iter().map(touches).collect();
    loop {
        let more = (0..edits.len()).find(|&other| {
            !chosen[other]
                && (0..edits.len()).any(|edit| {
                    let (edit_of, other_of) = (&edits[edit], &edits[other]);
                    chosen[edit] && (moves(edit_of, other_of) || moves(other_of, edit_of))
                })
        });
        match more {
            Some(other) => chosen[other] = true,
            None => break,
        }
    }
    let mut chosen = chosen.into_iter();
    edits.into_iter().filter(|_| chosen.next() == Some(true)).collect()
}

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for edit in edits.iter().rev() {
        lines.splice(edit.start..edit.start + edit.count, edit.by.iter().cloned());
    }
    lines.join("\n") + "\n"
}

/// The edits that lead from one text to the other, as git sees them.
fn differences(before: &str, after: &str) -> Result<Vec<Edit>> {
    let folder = std::env::temp_dir().join(format!("fork-style-{}", std::process::id()));
    let said = diff(&folder, before, after);
    fsutil::remove_folder(&folder)?;
    let mut edits: Vec<Edit> = Vec::new();
    for line in said?.lines() {
        if let Some(header) = line.strip_prefix("@@ -") {
            let range = header.split(' ').next().unwrap_or_default();
            let (start, count) = range.split_once(',').unwrap_or((range, "1"));
            let (start, count): (usize, usize) = (start.parse()?, count.parse()?);
            let start = if count == 0 { start } else { start - 1 };
            edits.push(Edit { start, count, by: Vec::new() });
        } else if let (Some(edit), Some(line)) = (edits.last_mut(), line.strip_prefix('+')) {
            edit.by.push(line.to_owned());
        }
    }
    Ok(edits)
}

fn diff(folder: &Path, before: &str, after: &str) -> Result<String> {
    let (a, b) = (folder.join("a"), folder.join("b"));
    fsutil::write(&a, before.as_bytes())?;
    fsutil::write(&b, after.as_bytes())?;
    let mut git = command("git");
    git::deafen(&mut git);
    git.args(["diff", "--no-index", "--no-color", "--no-ext-diff", "-U0"]).arg(&a).arg(&b);
    // The exit code is 1 when there is a difference.
    Ok(String::from_utf8(git.output().context("could not run git")?.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_edits_of_our_lines_are_made() {
        let (before, after) = ("a\nb\nc\nd\ne\n", "A\nb\nC\nC\nd\ne\nf\n");
        let edits = edits_in(before, differences(before, after).unwrap(), &[3, 4]);
        let by = vec!["C".to_owned(), "C".to_owned()];
        assert_eq!(edits, [Edit { start: 2, count: 1, by }]);
        assert_eq!(apply(before, &edits), "a\nb\nC\nC\nd\ne\n");
        let edits = edits_in("a\nb\n", differences("a\nb\n", "a\n\nb\n").unwrap(), &[2]);
        assert_eq!(apply("a\nb\n", &edits), "a\n\nb\n");
    }

    #[test]
    fn a_line_that_moves_is_not_lost() {
        let (before, after) = ("use b;\nuse a;\nx\n", "use a;\nuse b;\nx\n");
        let edits = edits_in(before, differences(before, after).unwrap(), &[1]);
        assert_eq!(apply(before, &edits), after);
        let edits = edits_in(after, differences(after, before).unwrap(), &[1]);
        assert_eq!(apply(after, &edits), before);
    }

    #[test]
    fn lines_of_patches_move_with_later_patches() {
        let folder = tempfile::tempdir().unwrap();
        let layout = crate::project::layout::Layout::new(folder.path().to_owned());
        let one = "1".repeat(40);
        let patch = |hunks: &str| {
            format!("S\n\ndiff --git a/x b/x\nindex {one}..{one} 100644\n--- a/x\n+++ b/x\n{hunks}")
        };
        let series = std::collections::BTreeMap::from([
            ("0001-a.patch".to_owned(), patch("@@ -4,0 +5,2 @@\n+a\n+b\n@@ -9 +11 @@\n-o\n+c\n")),
            ("0002-b.patch".to_owned(), patch("@@ -1,0 +2 @@\n+d\n@@ -6 +6,0 @@\n-b\n")),
        ]);
        Repository::write_series(&layout, "1.96.0", &series).unwrap();
        let ours = our_lines(&Repository::read(&layout).unwrap());
        assert_eq!(ours["x"], [2, 6, 11]);
    }
}

//! The fork's own formatting: the package has no `rustfmt.toml`, so the base's `fmt`
//! does nothing.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::cli::Project;
use crate::fsutil;
use crate::process::{self, command};
use crate::repository::Repository;
use crate::stage0::Stage0;

/// Formats the fork's files, or with `--check` says which are not formatted.
pub fn format(project: &Project, stage0: &Stage0, arguments: &[OsString]) -> Result<ExitCode> {
    let check = match arguments {
        [] => false,
        [only] if only == "--check" => true,
        _ => bail!("this base has no formatting of its own; `x.py fmt` takes `--check` alone"),
    };
    let unformatted = unformatted(project, stage0)?;
    for file in &unformatted {
        println!("{} {}", if check { "not formatted:" } else { "formatted" }, file.path);
        if let Some(text) = file.formatted.as_ref().filter(|_| !check) {
            fsutil::write_if_changed(&project.layout.tree().join(&file.path), text)?;
        }
    }
    Ok(if check && !unformatted.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A file that is not as rustfmt writes it.
#[derive(Debug)]
pub struct Unformatted {
    /// The path, with the line where that is known.
    pub path: String,
    /// As rustfmt writes it; `None` for a file of the base, of which only lines are ours.
    pub formatted: Option<Vec<u8>>,
}

/// The fork's files, and the lines that patches put into files of the base, that
/// rustfmt would write in another way.
///
/// Tests are left out, as upstream does: many of them are about how things are written.
pub fn unformatted(project: &Project, stage0: &Stage0) -> Result<Vec<Unformatted>> {
    let rustfmt = Rustfmt::find(project, stage0)?;
    let repository = Repository::read(&project.layout)?;
    let tree = project.layout.tree();
    let is_formatted = |path: &str| path.ends_with(".rs") && !path.starts_with("tests/");
    let mut found = Vec::new();
    for path in repository.files.keys().filter(|path| is_formatted(path)) {
        let Some(text) = fsutil::read_if_there(&tree.join(path))? else { continue };
        let formatted = rustfmt.format(&text).with_context(|| path.clone())?;
        if formatted != text {
            found.push(Unformatted { path: path.clone(), formatted: Some(formatted) });
        }
    }
    for (path, ours) in our_lines(&repository) {
        if !is_formatted(&path) {
            continue;
        }
        let Some(text) = fsutil::read_if_there(&tree.join(&path))? else { continue };
        let lines = rustfmt.differing_lines(&text).with_context(|| path.clone())?;
        let named = lines.into_iter().filter(|line| ours.contains(line));
        found.extend(
            named.map(|line| Unformatted { path: format!("{path}:{line}"), formatted: None }),
        );
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

struct Rustfmt {
    program: PathBuf,
    settings: PathBuf,
}

impl Rustfmt {
    fn find(project: &Project, stage0: &Stage0) -> Result<Self> {
        let Some(program) = stage0.rustfmt.clone() else {
            bail!("no rustfmt beside {}: `rustup component add rustfmt`", stage0.rustc.display());
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
        self.run(&["--emit=stdout"], text)
    }

    fn differing_lines(&self, text: &[u8]) -> Result<Vec<usize>> {
        let formatted = self.format(text)?;
        if formatted == text {
            return Ok(Vec::new());
        }
        let (before, after) = (String::from_utf8_lossy(text), String::from_utf8_lossy(&formatted));
        Ok(differing_lines(&before, &after))
    }
}

/// The lines of `before` that are not in `after`, in order: what a diff calls removed.
fn differing_lines(before: &str, after: &str) -> Vec<usize> {
    let folder = std::env::temp_dir().join(format!("fork-style-{}", std::process::id()));
    let said = diff(&folder, before, after);
    let _ = fsutil::remove_folder(&folder);
    let mut lines = Vec::new();
    for header in said.lines().filter_map(|line| line.strip_prefix("@@ -")) {
        let range = header.split(' ').next().unwrap_or_default();
        let (start, count) = range.split_once(',').unwrap_or((range, "1"));
        if let (Ok(start), Ok(count)) = (start.parse::<usize>(), count.parse::<usize>()) {
            lines.extend(start..start + count.max(1));
        }
    }
    lines
}

fn diff(folder: &Path, before: &str, after: &str) -> String {
    let (a, b) = (folder.join("a"), folder.join("b"));
    if fsutil::write(&a, before.as_bytes()).and(fsutil::write(&b, after.as_bytes())).is_err() {
        return String::new();
    }
    let mut git = command("git");
    git.args(["diff", "--no-index", "--no-color", "-U0"]).arg(&a).arg(&b);
    // The exit code is 1 when there is a difference.
    let output = git.output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&output).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_rustfmt_would_change() {
        assert_eq!(differing_lines("a\nb\nc\n", "a\nB\nc\n"), [2]);
        assert_eq!(differing_lines("a\nb\n", "a\nb\n"), Vec::<usize>::new());
    }
}

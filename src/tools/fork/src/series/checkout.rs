//! Moves the working tree from one commit to another, file by file.
//!
//! Only files whose content differs are written, each in one step, so the others keep
//! their times and an incremental build stays incremental. What is to happen is
//! written down first: after a kill at any moment [`resume`] brings it to its end.

use std::path::Path;
use std::time::Duration;
use std::{fs, thread};

use anyhow::{Context, Result, bail};

use crate::host::fsutil;
use crate::host::process::checkpoint;
use crate::project::layout::is_kept_by_cargo;
use crate::series::git::{Change, Entry, Git, entry_of};
use crate::series::state::{Pending, State};

/// Moves the working tree, the index and the branch from the commit `from` to
/// `state.head` and records `state`. Files that hold the new content already are left
/// as they are.
///
/// # Errors
///
/// A file is neither what `from` says nor what `state.head` says: it is not touched,
/// and neither is any other.
pub fn go(git: &Git, from: &str, state: &State) -> Result<()> {
    let pending = Pending { from: from.to_owned(), state: state.clone() };
    let changes = plan(git, &pending)?;
    pending.write(git)?;
    carry_out(git, &pending, &changes)
}

/// Ends a [`go`] that was interrupted.
pub fn resume(git: &Git) -> Result<()> {
    clear_locks(git);
    let Some(pending) = Pending::read(git)? else { return Ok(()) };
    eprintln!("going on with an interrupted step in {}", git.tree().display());
    let changes = plan(git, &pending)?;
    carry_out(git, &pending, &changes)
}

/// Removes what a git that was killed has left locked. We hold the lock of the build folder, so
/// whoever locked it is dead, or is about to end: a git whose x.py was killed has a moment.
pub fn clear_locks(git: &Git) {
    let refs = git.folder().join("refs/fork");
    let of_refs = fs::read_dir(refs).into_iter().flatten().flatten().map(|entry| entry.path());
    let others = ["index.lock", "HEAD.lock", "packed-refs.lock"];
    let locks: Vec<_> = of_refs
        .filter(|path| path.extension().is_some_and(|extension| extension == "lock"))
        .chain(others.map(|name| git.folder().join(name)))
        .collect();
    for _ in 0..50 {
        if !locks.iter().any(|lock| lock.exists()) {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    for lock in locks {
        let _ = fs::remove_file(lock);
    }
}

/// The files to write or remove.
fn plan(git: &Git, pending: &Pending) -> Result<Vec<Change>> {
    let mut needed = Vec::new();
    let mut edited = Vec::new();
    for change in git.changes(&pending.from, &pending.state.head)? {
        let is = entry_of(&git.tree().join(&change.path))?.map(|(entry, _)| entry);
        if is == change.after {
            continue;
        }
        if is != change.before && !is_kept_by_cargo(&change.path) {
            edited.push(change.path);
        } else {
            needed.push(change);
        }
    }
    if !edited.is_empty() {
        bail!(
            "files in {} were edited and would be overwritten; nothing was changed:\n  {}",
            git.tree().display(),
            edited.join("\n  ")
        );
    }
    Ok(needed)
}

fn carry_out(git: &Git, pending: &Pending, changes: &[Change]) -> Result<()> {
    let folder = git.folder().join("fork-files");
    fsutil::remove_folder(&folder)?;
    fs::create_dir(&folder)?;
    // Removals first: a file may stand where a folder is to be.
    for change in changes.iter().filter(|change| change.after.is_none()) {
        checkpoint();
        fsutil::remove_file(&git.tree().join(&change.path), git.tree())?;
    }
    let written: Vec<(&str, &Entry)> = changes
        .iter()
        .filter_map(|change| Some((change.path.as_str(), change.after.as_ref()?)))
        .collect();
    let ids: Vec<&str> = written.iter().map(|(_, entry)| entry.blob.as_str()).collect();
    let contents = if ids.is_empty() { Vec::new() } else { git.blobs(&ids)? };
    for ((path, entry), bytes) in written.into_iter().zip(contents) {
        let target = git.tree().join(path);
        put(&folder.join("next"), &target, entry, &bytes)
            .with_context(|| format!("could not write {}", target.display()))?;
    }
    fs::remove_dir_all(&folder)?;
    settle(git, &pending.state)?;
    Pending::remove(git)
}

fn put(temporary: &Path, target: &Path, entry: &Entry, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    if entry.mode == "120000" {
        fsutil::symlink(Path::new(std::str::from_utf8(bytes)?), temporary)?;
    } else {
        fs::write(temporary, bytes)?;
        if entry.mode == "100755" {
            fsutil::set_executable(temporary, true)?;
        }
    }
    checkpoint();
    Ok(fs::rename(temporary, target)?)
}

/// Makes index and branch agree with the working tree, and records the state.
fn settle(git: &Git, state: &State) -> Result<()> {
    // git does not let go of an entry that it overlooks, and one of the fork's own may have changed.
    overlook_files_kept_by_cargo(git, false)?;
    git.run(["read-tree", "--reset", &state.head])?;
    // The exit code says that files differ from the index, as those kept by cargo may.
    let _ = git.run(["update-index", "-q", "--refresh"]);
    overlook_files_kept_by_cargo(git, true)?;
    git.set("HEAD", &state.head, "x.py")?;
    state.write(git, "x.py")
}

/// Lets git overlook what cargo does to lock files, so that no `commit --all` takes it along, or no
/// longer. Says whether there are any.
pub fn overlook_files_kept_by_cargo(git: &Git, is_overlooked: bool) -> Result<bool> {
    let listed = git.ask(["ls-files", "--", ":(glob)**/Cargo.lock"])?;
    let input: String = listed.lines().map(|path| format!("{path}\0")).collect();
    let flag = if is_overlooked { "--skip-worktree" } else { "--no-skip-worktree" };
    git.ask_with_input(["update-index", "-z", flag, "--stdin"], input.as_bytes())?;
    Ok(!listed.is_empty())
}

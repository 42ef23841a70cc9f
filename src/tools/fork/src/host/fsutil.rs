//! Files: atomic writes, folders copied and removed.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::host::process::checkpoint;

/// Writes `bytes` to `path` in one step: whoever looks sees the former file or
/// this one, whole. Nothing happens when the file has these bytes already; the
/// answer tells whether it was written.
pub fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<bool> {
    if fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(false);
    }
    write(path, bytes)?;
    Ok(true)
}

/// Writes `bytes` to `path` in one step.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().context("a file has a folder")?;
    fs::create_dir_all(folder)
        .with_context(|| format!("could not make the folder {}", folder.display()))?;
    let name = path.file_name().context("a file has a name")?.to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}~", std::process::id()));
    let written = (|| {
        fs::write(&temporary, bytes)?;
        checkpoint();
        fs::rename(&temporary, path)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written.with_context(|| format!("could not write {}", path.display()))
}

/// The file's bytes, or `None` when there is none.
pub fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("could not read {}", path.display())),
    }
}

/// Removes a file that may be gone, and the folders that it leaves empty below `top`.
pub fn remove_file(path: &Path, top: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("could not remove {}", path.display()));
        }
        _ => {}
    }
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != top) {
        // A folder with something in it stays.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

/// Removes a folder that may be gone. Whoever was killed while writing there may have children
/// that write on for a moment.
pub fn remove_folder(path: &Path) -> Result<()> {
    for _ in 0..40 {
        match fs::remove_dir_all(path) {
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(error) if error.kind() == ErrorKind::NotFound && !path.exists() => return Ok(()),
            removed => {
                return removed.with_context(|| format!("could not remove {}", path.display()));
            }
        }
    }
    fs::remove_dir_all(path).with_context(|| format!("could not remove {}", path.display()))
}

/// Everything in `from` below the names that `skip` refuses: paths relative to
/// `from`, folders before what is in them. Links are not followed.
pub fn walk(from: &Path, skip: &dyn Fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    fn visit(
        top: &Path,
        below: &Path,
        skip: &dyn Fn(&Path) -> bool,
        found: &mut Vec<PathBuf>,
    ) -> Result<()> {
        let folder = top.join(below);
        let read = || format!("could not read the folder {}", folder.display());
        let mut entries =
            fs::read_dir(&folder).with_context(read)?.collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(|entry| entry.file_name());
        for entry in entries {
            let path = below.join(entry.file_name());
            if skip(&path) {
                continue;
            }
            found.push(path.clone());
            if entry.file_type()?.is_dir() {
                visit(top, &path, skip, found)?;
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    visit(from, Path::new(""), skip, &mut found)?;
    Ok(found)
}

/// Copies a folder without what `skip` refuses; links are copied as links, whether
/// they lead somewhere or not. `each` is told the number of entries and called for each.
pub fn copy_folder(
    from: &Path,
    to: &Path,
    skip: &dyn Fn(&Path) -> bool,
    each: &mut dyn FnMut(usize),
) -> Result<()> {
    let paths = walk(from, skip)?;
    fs::create_dir_all(to)?;
    for path in &paths {
        let (source, target) = (from.join(path), to.join(path));
        let kind = fs::symlink_metadata(&source)?.file_type();
        let copied = if kind.is_dir() {
            fs::create_dir_all(&target)
        } else if kind.is_symlink() {
            fs::read_link(&source).and_then(|leads_to| symlink(&leads_to, &target))
        } else {
            fs::copy(&source, &target).map(drop)
        };
        copied.with_context(|| {
            format!("could not copy {} to {}", source.display(), target.display())
        })?;
        each(paths.len());
    }
    Ok(())
}

/// Removes the folders `built` unless `stamp` says that they are of the build `is`, and has it say
/// so from then on.
pub fn forget_another_build(built: &[impl AsRef<Path>], stamp: &Path, is: &str) -> Result<()> {
    if read_if_there(stamp)?.is_none_or(|was| was != is.as_bytes()) {
        for folder in built {
            remove_folder(folder.as_ref())?;
        }
        write(stamp, is.as_bytes())?;
    }
    Ok(())
}

/// Lets a file be run as a program or not, where that is a property of files.
#[cfg(unix)]
pub fn set_executable(path: &Path, can_be_run: bool) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(if can_be_run { 0o755 } else { 0o644 }))
}

/// Lets a file be run as a program or not, where that is a property of files.
#[cfg(not(unix))]
pub fn set_executable(_: &Path, _: bool) -> std::io::Result<()> {
    Ok(())
}

/// Makes a symbolic link.
#[cfg(unix)]
pub fn symlink(leads_to: &Path, at: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(leads_to, at)
}

/// Makes a symbolic link.
#[cfg(windows)]
pub fn symlink(leads_to: &Path, at: &Path) -> std::io::Result<()> {
    std::os::windows::fs::symlink_file(leads_to, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_build_is_kept() {
        let top = tempfile::tempdir().unwrap();
        let folder = top.path().join("thread");
        let built = folder.join("target");
        for (is, is_kept) in [("a", false), ("a", true), ("b", false), ("b", true)] {
            forget_another_build(&[&folder], &folder.join("build.stamp"), is).unwrap();
            assert_eq!(built.is_dir(), is_kept, "{is}");
            fs::create_dir_all(&built).unwrap();
        }
    }

    #[test]
    fn a_folder_is_removed_although_others_still_write_in_it() {
        let top = tempfile::tempdir().unwrap();
        let folder = top.path().join("unpacked");
        let end = std::time::Instant::now() + Duration::from_millis(300);
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let folder = &folder;
                scope.spawn(move || {
                    let mut count = 0;
                    while std::time::Instant::now() < end {
                        let _ = fs::create_dir(folder);
                        let _ = fs::write(folder.join(format!("{writer}.{count}")), "x");
                        count += 1;
                    }
                });
            }
            std::thread::sleep(Duration::from_millis(20));
            remove_folder(&folder).unwrap();
        });
        remove_folder(&folder).unwrap();
        assert!(!folder.exists());
    }

    #[test]
    fn an_unchanged_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b");
        assert!(write_if_changed(&path, b"1").unwrap());
        assert!(!write_if_changed(&path, b"1").unwrap());
        assert!(write_if_changed(&path, b"2").unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"2");
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 1);
    }

    #[test]
    fn empty_folders_go_with_their_last_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/c");
        write(&path, b"1").unwrap();
        write(&folder.path().join("a/d"), b"1").unwrap();
        remove_file(&path, folder.path()).unwrap();
        remove_file(&path, folder.path()).unwrap();
        assert!(!folder.path().join("a/b").exists());
        assert!(folder.path().join("a/d").exists());
    }

    #[test]
    #[cfg(unix)]
    fn dangling_links_are_copied() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        write(&from.join("a/b"), b"1").unwrap();
        symlink(Path::new("nowhere"), &from.join("LICENSE")).unwrap();
        let mut copied = 0;
        copy_folder(&from, &to, &|path| path == Path::new("a/skipped"), &mut |of| {
            assert_eq!(of, 3);
            copied += 1;
        })
        .unwrap();
        assert_eq!(copied, 3);
        assert_eq!(fs::read_link(to.join("LICENSE")).unwrap(), Path::new("nowhere"));
    }
}

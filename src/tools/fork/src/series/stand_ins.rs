//! Stand-ins for files that builds, tests and packing read and the Debian package leaves out:
//! every file named `LICENSE*`, and all of `tests/`. A base that has such a file keeps its own.

use std::path::Path;

use anyhow::Result;

use crate::host::fsutil;
use crate::series::git::{Entry, Git, blob_id};

/// The licences under which the package's COPYRIGHT gives the base away.
const APACHE: &str = include_str!("../../../../../LICENSE-APACHE");
const MIT: &str = include_str!("stand_ins/LICENSE-MIT");

const STAND_INS: [(&str, &str); 14] = [
    ("LICENSE-APACHE", APACHE),
    ("LICENSE-MIT", MIT),
    ("LICENSES/Apache-2.0.txt", APACHE),
    ("LICENSES/MIT.txt", MIT),
    ("src/librustdoc/html/static/LICENSE-APACHE.txt", APACHE),
    ("src/librustdoc/html/static/LICENSE-MIT.txt", MIT),
    ("src/tools/clippy/LICENSE-APACHE", APACHE),
    ("src/tools/clippy/LICENSE-MIT", MIT),
    ("src/tools/rust-analyzer/LICENSE-APACHE", APACHE),
    ("src/tools/rust-analyzer/LICENSE-MIT", MIT),
    ("src/tools/rustfmt/LICENSE-APACHE", APACHE),
    ("src/tools/rustfmt/LICENSE-MIT", MIT),
    ("tests/auxiliary/rust_test_helpers.c", "// The tests of the fork call no C.\n"),
    ("tests/ui/README.md", "# UI tests\n\n## `tests/ui/inline-async`\n\nTests of the fork.\n"),
];

/// Writes those that the tree `folder` lacks.
pub fn put_into(folder: &Path) -> Result<()> {
    for (path, text) in STAND_INS {
        let path = folder.join(path);
        if path.symlink_metadata().is_err() {
            fsutil::write(&path, text.as_bytes())?;
        }
    }
    Ok(())
}

/// The commit `base`, or where it lacks stand-ins, as an earlier version of this program made
/// it, one with them in its place.
pub fn complete(git: &Git, base: &str) -> Result<String> {
    let mut list = vec!["ls-tree", "-r", "--name-only", base, "--"];
    list.extend(STAND_INS.map(|(path, _)| path));
    let listed = git.ask(list)?;
    let is_missing = |path: &str| !listed.lines().any(|present| present == path);
    let missing = STAND_INS.into_iter().filter(|(path, _)| is_missing(path));
    let entries = missing.map(|(path, text)| {
        let entry = Entry { mode: "100644".to_owned(), blob: blob_id(text.as_bytes()) };
        (path.to_owned(), (entry, text.as_bytes().to_vec()))
    });
    git.commit_instead(base, &entries.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> (tempfile::TempDir, Git) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            fsutil::write(&folder.path().join(path), text.as_bytes()).unwrap();
        }
        let git = Git::init(folder.path()).unwrap();
        git.run(["add", "-A"]).unwrap();
        let commit = git.commit(&git.write_tree().unwrap(), None, "base").unwrap();
        git.set("HEAD", &commit, "test").unwrap();
        (folder, git)
    }

    #[test]
    fn files_of_the_base_are_kept() {
        let own = [("LICENSE-MIT", "own\n"), ("src/version", "1\n")];
        let (folder, git) = tree(&own);
        let base = git.find("HEAD").unwrap();
        put_into(folder.path()).unwrap();
        let text = |path: &str| std::fs::read_to_string(folder.path().join(path)).unwrap();
        assert_eq!(text("LICENSE-MIT"), "own\n");
        assert!(text("LICENSES/MIT.txt").contains("The Rust Project Contributors"));

        // Completed in git, the same files are there as when put into the folder.
        let completed = complete(&git, &base).unwrap();
        assert_eq!(git.find(&format!("{completed}^")), None);
        let mut expected: Vec<_> = STAND_INS.map(|(path, _)| path).to_vec();
        expected.push("src/version");
        expected.sort_unstable();
        let files = git.files(&completed).unwrap();
        assert_eq!(files.keys().collect::<Vec<_>>(), expected);
        for (path, entry) in files {
            let is = crate::series::git::entry_of(&folder.path().join(&path)).unwrap().unwrap().0;
            assert_eq!(is, entry, "{path}");
        }
        assert_eq!(complete(&git, &completed).unwrap(), completed);
    }

    #[test]
    fn history_below_a_base_is_kept() {
        let (_folder, git) = tree(&[("src/version", "1\n")]);
        let below = git.find("HEAD").unwrap();
        let tree = git.tree_of(&below).unwrap();
        let base = git.commit(&tree, Some(&below), "above").unwrap();
        let completed = complete(&git, &base).unwrap();
        assert_eq!(git.find(&format!("{completed}^")), Some(below));
        assert_eq!(git.ask(["log", "-1", "--format=%s", &completed]).unwrap(), "above");
    }
}

//! Where things are.

use std::path::{Path, PathBuf};

/// The folders of the repository whose files go to the same paths in the tree.
pub const ROOTS: [&str; 4] = ["compiler", "library", "tests", "src"];

/// Folders below [`ROOTS`] that belong to the repository alone.
pub const OURS_ALONE: [&str; 7] = [
    "src/patches",
    "src/tools/fork",
    "src/tools/fuzz",
    "src/tools/interleavings",
    "src/tools/stress",
    "src/tools/targets",
    "src/tools/ui-suite",
];

/// The paths that every command works with.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The repository: the folder of the fork's own `x.py`.
    pub root: PathBuf,
}

impl Layout {
    /// The layout of the repository at `root`.
    pub fn new(root: PathBuf) -> Self {
        Layout { root }
    }

    /// Everything that the commands make.
    pub fn build(&self) -> PathBuf {
        self.root.join("build")
    }

    /// The rustc tree, a git repository of its own.
    pub fn tree(&self) -> PathBuf {
        self.build().join("rust")
    }

    /// Packages that are not installed, with their programs in `bin`.
    pub fn apart(&self) -> PathBuf {
        self.build().join("apart")
    }

    /// The patch series.
    pub fn patches(&self) -> PathBuf {
        self.root.join("src/patches")
    }

    /// What bootstrap built for the host.
    pub fn host(&self) -> PathBuf {
        self.tree().join("build/host")
    }

    /// The sysroot of the fork's compiler.
    pub fn stage1(&self) -> PathBuf {
        self.host().join("stage1")
    }

    /// The fork's compiler.
    pub fn stage1_rustc(&self) -> PathBuf {
        self.stage1().join("bin").join(format!("rustc{}", std::env::consts::EXE_SUFFIX))
    }

    /// The fork's rustdoc, which is built on demand.
    pub fn stage1_rustdoc(&self) -> PathBuf {
        self.stage1().join("bin").join(format!("rustdoc{}", std::env::consts::EXE_SUFFIX))
    }

    /// The server for editors.
    pub fn rust_analyzer(&self) -> PathBuf {
        let name = format!("rust-analyzer{}", std::env::consts::EXE_SUFFIX);
        self.stage1().join("bin").join(name)
    }

    /// `path` as it is shown to the user: relative to the repository when inside it.
    pub fn show<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}

/// Whether a path of the tree, given with `/`, is one where a file of the fork can live.
pub fn is_place_for_new_file(path: &str) -> bool {
    let root = path.split('/').next().unwrap_or_default();
    ROOTS.contains(&root)
        && path.contains('/')
        && !OURS_ALONE.iter().any(|ours| {
            path.strip_prefix(ours).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
}

/// Whether cargo or an editor left this file behind, wherever it is.
pub fn is_litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.split('/').any(|part| part == "__pycache__" || part == ".git")
        || [".pyc", ".swp", ".orig", ".rej", "~"].iter().any(|end| name.ends_with(end))
        || name == ".DS_Store"
}

/// Whether cargo keeps this file of the base up to date by itself.
///
/// The package's lock files lack what the package leaves out, so every build
/// rewrites them: their edits are never the fork's.
pub fn is_kept_by_cargo(path: &str) -> bool {
    path == "Cargo.lock" || path.ends_with("/Cargo.lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_new_files() {
        assert!(is_place_for_new_file("compiler/rustc_ast/src/inline_async.rs"));
        assert!(is_place_for_new_file("src/tools/forklift/x.rs"));
        assert!(!is_place_for_new_file("src/tools/fork/src/main.rs"));
        assert!(!is_place_for_new_file("src/patches/0001-x.patch"));
        assert!(!is_place_for_new_file("README.md"));
        assert!(!is_place_for_new_file("src"));
    }

    #[test]
    fn litter() {
        assert!(is_litter("src/__pycache__/a.py"));
        assert!(is_litter("src/a.rs~"));
        assert!(!is_litter("src/a.rs"));
    }
}

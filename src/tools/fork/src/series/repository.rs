//! What the repository says: new files, patches, and the version of the base.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::host::fsutil;
use crate::project::layout::{Layout, ROOTS, is_litter, is_place_for_new_file};
use crate::series::git::{Files, blob_id, entry_of};
use crate::series::patch::{Patch, parse_name};

/// The base of a repository whose series does not name one.
pub const FIRST_BASE: &str = "1.96.0";

/// `src/patches/base.toml`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename_all = "kebab-case")]
struct BaseFile {
    version: String,
    /// The SHA-256 of upstream's `rustc-VERSION-src.tar.gz`.
    release_sha256: Option<String>,
}

/// The repository as it is on disk.
#[derive(Debug)]
pub struct Repository {
    layout: Layout,
    /// The version of the base that the patches are made for.
    pub version: String,
    /// The SHA-256 of upstream's `rustc-VERSION-src.tar.gz`, where somebody looked it up.
    pub release_sha256: Option<String>,
    /// The fork's own files.
    pub files: Files,
    /// The patches by file name, in order.
    pub patches: BTreeMap<String, Patch>,
    /// The ids of the patch files' bytes.
    pub patch_ids: BTreeMap<String, String>,
}

impl Repository {
    /// Reads everything.
    ///
    /// # Errors
    ///
    /// A patch that is none, or whose name is not `NNNN-topic.patch`.
    pub fn read(layout: &Layout) -> Result<Self> {
        let base = read_base(layout)?;
        let mut repository = Repository {
            layout: layout.clone(),
            version: base.version,
            release_sha256: base.release_sha256,
            files: read_files(layout)?,
            patches: BTreeMap::new(),
            patch_ids: BTreeMap::new(),
        };
        for (name, path) in patch_files(layout)? {
            if parse_name(&name).is_none() {
                bail!("src/patches/{name}: a patch is named NNNN-topic.patch");
            }
            let text = fs::read_to_string(&path)
                .with_context(|| format!("could not read {}", path.display()))?;
            let patch = Patch::parse(&text).with_context(|| format!("src/patches/{name}"))?;
            repository.patch_ids.insert(name.clone(), blob_id(text.as_bytes()));
            repository.patches.insert(name, patch);
        }
        Ok(repository)
    }

    /// Where a file of the fork lies.
    pub fn path(&self, path: &str) -> PathBuf {
        self.layout.root.join(path)
    }

    /// The patch files' texts, as this crate writes them.
    pub fn texts(&self) -> BTreeMap<String, String> {
        self.patches.iter().map(|(name, patch)| (name.clone(), patch.text())).collect()
    }

    /// Makes the patches on disk be these, and the base this version. Files that say
    /// the same already are left alone.
    pub fn write_series(
        layout: &Layout,
        version: &str,
        patches: &BTreeMap<String, String>,
    ) -> Result<()> {
        let folder = layout.patches();
        // The checksum is one version's.
        let present = read_base(layout)?;
        let release_sha256 = present.release_sha256.filter(|_| present.version == version);
        let base = BaseFile { version: version.to_owned(), release_sha256 };
        let base = format!(
            "# The base that the patches are made for; `x.py export` and `x.py rebase` write it.\n{}",
            toml::to_string(&base)?
        );
        fsutil::write_if_changed(&folder.join("base.toml"), base.as_bytes())?;
        for (name, text) in patches {
            fsutil::write_if_changed(&folder.join(name), text.as_bytes())?;
        }
        for (name, path) in patch_files(layout)? {
            if !patches.contains_key(&name) {
                fsutil::remove_file(&path, &layout.root)?;
            }
        }
        Ok(())
    }
}

fn read_base(layout: &Layout) -> Result<BaseFile> {
    let path = layout.patches().join("base.toml");
    match fsutil::read_if_there(&path)? {
        None => Ok(BaseFile { version: FIRST_BASE.to_owned(), release_sha256: None }),
        Some(bytes) => {
            let text = String::from_utf8(bytes).context("src/patches/base.toml")?;
            toml::from_str(&text).context("src/patches/base.toml")
        }
    }
}

fn patch_files(layout: &Layout) -> Result<BTreeMap<String, PathBuf>> {
    let folder = layout.patches();
    let mut files = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".patch") && !name.starts_with('.') {
            files.insert(name, path);
        }
    }
    Ok(files)
}

fn read_files(layout: &Layout) -> Result<Files> {
    let mut files = Files::new();
    for root in ROOTS {
        let top = layout.root.join(root);
        if !top.is_dir() {
            continue;
        }
        let mut walk = ignore::WalkBuilder::new(&top);
        // Only the repository's own .gitignore files count, not the user's settings.
        walk.hidden(false).ignore(false).git_global(false).git_exclude(false).require_git(false);
        for entry in walk.build() {
            let entry = entry.context("could not read the repository's files")?;
            let relative = entry.path().strip_prefix(&layout.root)?;
            let Some(path) = relative.to_str().map(|path| path.replace('\\', "/")) else {
                bail!("{}: the name is not UTF-8", relative.display());
            };
            if !is_place_for_new_file(&path) || is_litter(&path) {
                continue;
            }
            if let Some((entry, _)) = entry_of(entry.path())? {
                files.insert(path, entry);
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_files_without_litter_and_without_our_own_folders() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path().to_owned());
        for path in [
            "compiler/rustc_x/src/inline_async.rs",
            "tests/ui/inline-async/build/a.rs",
            "src/tools/fork/src/main.rs",
            "src/patches/README.md",
            "library/a.rs~",
            "examples/wc/src/main.rs",
            "src/ignored/x",
        ] {
            fsutil::write(&folder.path().join(path), b"x").unwrap();
        }
        fsutil::write(&folder.path().join(".gitignore"), b"/build/\n/src/ignored/\n").unwrap();
        let repository = Repository::read(&layout).unwrap();
        let paths: Vec<_> = repository.files.keys().map(String::as_str).collect();
        assert_eq!(
            paths,
            ["compiler/rustc_x/src/inline_async.rs", "tests/ui/inline-async/build/a.rs"]
        );
        assert_eq!(repository.version, FIRST_BASE);
    }

    #[test]
    fn a_series_is_written_whole() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path().to_owned());
        let zero = "0".repeat(40);
        let text = format!("S\n\ndiff --git a/x b/x\nindex {zero}..{zero} 100644\n");
        let series = BTreeMap::from([("0001-x.patch".to_owned(), text.clone())]);
        Repository::write_series(&layout, "1.97.0", &series).unwrap();
        let repository = Repository::read(&layout).unwrap();
        assert_eq!(repository.version, "1.97.0");
        assert_eq!(repository.patches["0001-x.patch"].text(), text);
        // The checksum stays with its version.
        let checksum = "release-sha256 = \"1234\"\n";
        let path = layout.patches().join("base.toml");
        fs::write(&path, fs::read_to_string(&path).unwrap() + checksum).unwrap();
        Repository::write_series(&layout, "1.97.0", &BTreeMap::new()).unwrap();
        let repository = Repository::read(&layout).unwrap();
        assert!(repository.patches.is_empty());
        assert_eq!(repository.release_sha256.as_deref(), Some("1234"));
        Repository::write_series(&layout, "1.98.0", &BTreeMap::new()).unwrap();
        assert_eq!(Repository::read(&layout).unwrap().release_sha256, None);
        fsutil::write(&layout.patches().join("x.patch"), text.as_bytes()).unwrap();
        let said = Repository::read(&layout).unwrap_err().to_string();
        assert!(said.contains("NNNN-topic.patch"), "{said}");
    }
}

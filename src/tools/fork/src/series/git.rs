//! git, as a program, deaf to the user's configuration.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::host::process;

/// Who the commits of `prepare` are by, and when: always the same, so that the
/// same repository gives the same commits.
const IDENTITY: [(&str, &str); 6] = [
    ("GIT_AUTHOR_NAME", "inline async fork"),
    ("GIT_AUTHOR_EMAIL", "fork@localhost"),
    ("GIT_AUTHOR_DATE", "2026-05-25T00:00:00Z"),
    ("GIT_COMMITTER_NAME", "inline async fork"),
    ("GIT_COMMITTER_EMAIL", "fork@localhost"),
    ("GIT_COMMITTER_DATE", "2026-05-25T00:00:00Z"),
];

/// Settings that count whatever the user's configuration says: bytes are as committed, nothing
/// of the user's is run or asked, and no file is overlooked.
const SETTINGS: [(&str, &str); 15] = [
    ("advice.detachedHead", "false"),
    ("commit.gpgSign", "false"),
    ("core.attributesFile", "/dev/null"),
    ("core.autocrlf", "false"),
    ("core.editor", "true"),
    ("core.eol", "lf"),
    ("core.excludesFile", "/dev/null"),
    ("core.fsmonitor", "false"),
    ("core.hooksPath", "/dev/null"),
    ("core.quotePath", "false"),
    ("core.safecrlf", "false"),
    ("gc.auto", "0"),
    ("safe.directory", "*"),
    ("sequence.editor", "true"),
    ("tag.gpgSign", "false"),
];

/// Gives a command, and every git that it starts, [`SETTINGS`] over those of the user, who may
/// have a proxy or other names for hosts. Which repository it is about is not for the
/// environment to say.
pub fn insist(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("GIT_") && !is_of_transport(name)) {
            command.env_remove(&name);
        }
    }
    command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_CONFIG_COUNT", SETTINGS.len().to_string());
    for (number, (name, value)) in SETTINGS.iter().enumerate() {
        command.env(format!("GIT_CONFIG_KEY_{number}"), name);
        command.env(format!("GIT_CONFIG_VALUE_{number}"), value);
    }
}

/// Gives a git [`SETTINGS`] alone: it reaches no network, and is to say the same everywhere.
pub fn deafen(git: &mut Command) {
    insist(git);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
}

/// Variables of git's that say how hosts are reached, or what it tells of itself.
fn is_of_transport(name: &str) -> bool {
    ["GIT_ASKPASS", "GIT_HTTP", "GIT_PROXY", "GIT_SSH", "GIT_SSL", "GIT_TRACE"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

/// What one path of a tree holds: git's mode and the blob's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    pub mode: String,
    pub blob: String,
}

/// Paths with `/` and what they hold.
pub type Files = BTreeMap<String, Entry>;

/// One path in which two trees differ, and what each has there.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    pub path: String,
    pub before: Option<Entry>,
    pub after: Option<Entry>,
}

/// One path that git calls changed.
#[derive(Debug, PartialEq, Eq)]
pub struct Status {
    pub path: String,
    pub untracked: bool,
}

/// A git repository with its working tree, and the index to work on.
#[derive(Clone, Debug)]
pub struct Git {
    tree: PathBuf,
    index: Option<PathBuf>,
}

impl Git {
    /// The repository whose working tree is `tree`.
    pub fn new(tree: impl Into<PathBuf>) -> Self {
        Git { tree: tree.into(), index: None }
    }

    /// A new repository in `tree`, without commits, that overlooks what bootstrap makes.
    pub fn init(tree: &Path) -> Result<Self> {
        let git = Git::new(tree);
        git.run([
            "init",
            "--quiet",
            "--object-format=sha1",
            "--initial-branch=fork",
            "--template=",
        ])?;
        // For whoever works in the tree with a git of their own.
        git.run(["config", "core.autocrlf", "false"])?;
        git.exclude_what_builds_make()?;
        Ok(git)
    }

    /// Lets git overlook what bootstrap puts into the tree.
    pub fn exclude_what_builds_make(&self) -> Result<()> {
        let path = self.path("info/exclude")?;
        let present = crate::host::fsutil::read_if_there(&path)?.unwrap_or_default();
        let mut text = String::from_utf8_lossy(&present).into_owned();
        for line in ["/build/", "/bootstrap.toml", "__pycache__/"] {
            if !text.lines().any(|present| present == line) {
                text += &format!("{line}\n");
            }
        }
        crate::host::fsutil::write_if_changed(&path, text.as_bytes()).map(drop)
    }

    /// The working tree.
    pub fn tree(&self) -> &Path {
        &self.tree
    }

    /// Where git keeps its files; ours about the tree lie there too.
    pub fn folder(&self) -> PathBuf {
        self.tree.join(".git")
    }

    /// The same repository with an index of its own, which starts empty: commits are
    /// made there without a look at the working tree.
    pub fn with_scratch_index(&self) -> Result<Self> {
        let index = self.path("fork-index")?;
        for path in [index.clone(), index.with_extension("lock")] {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("{}", path.display()));
                }
                _ => {}
            }
        }
        Ok(Git { tree: self.tree.clone(), index: Some(index) })
    }

    /// The path of a file in git's folder, which is elsewhere in a linked working tree.
    pub fn path(&self, name: &str) -> Result<PathBuf> {
        if self.folder().is_dir() {
            return Ok(self.folder().join(name));
        }
        Ok(self.tree.join(self.ask(["rev-parse", "--git-path", name])?))
    }

    /// A git command with `arguments`, for the callers that need more than the methods here.
    pub fn command<S: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = process::command("git");
        deafen(&mut command);
        command.arg("-C").arg(&self.tree).envs(IDENTITY).args(arguments);
        if let Some(index) = &self.index {
            command.env("GIT_INDEX_FILE", index);
        }
        command
    }

    /// Runs for its effect.
    pub fn run<S: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<()> {
        process::output(&mut self.command(arguments)).map(drop)
    }

    /// Runs for what it says, without the last line break.
    pub fn ask<S: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<String> {
        let said = process::output(&mut self.command(arguments))?;
        Ok(String::from_utf8(said)
            .context("git said something that is not UTF-8")?
            .trim_end()
            .to_owned())
    }

    /// Runs with `input`, for what it says.
    pub fn ask_with_input<S: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
        input: &[u8],
    ) -> Result<Vec<u8>> {
        process::output_with_input(&mut self.command(arguments), input)
    }

    /// The id that `revision` names, or `None`.
    pub fn find(&self, revision: &str) -> Option<String> {
        self.ask(["rev-parse", "--verify", "--quiet", revision]).ok()
    }

    /// The tree of a commit.
    pub fn tree_of(&self, commit: &str) -> Result<String> {
        self.ask(["rev-parse", "--verify", &format!("{commit}^{{tree}}")])
    }

    /// Everything in the tree of `revision`.
    pub fn files(&self, revision: &str) -> Result<Files> {
        let listed = process::output(&mut self.command(["ls-tree", "-r", "-z", revision]))?;
        let mut files = Files::new();
        for line in split_nul(&listed) {
            let (facts, path) = line.split_once('\t').context("git ls-tree: no tab")?;
            let mut facts = facts.split(' ');
            let (mode, _, blob) = (facts.next(), facts.next(), facts.next());
            let (mode, blob) = (mode.unwrap_or_default(), blob.unwrap_or_default());
            files.insert(path.to_owned(), Entry { mode: mode.into(), blob: blob.into() });
        }
        Ok(files)
    }

    /// Where the trees of two revisions differ.
    pub fn changes(&self, before: &str, after: &str) -> Result<Vec<Change>> {
        let arguments = ["diff-tree", "-r", "-z", "--no-renames", before, after];
        let listed = process::output(&mut self.command(arguments))?;
        let mut parts = split_nul(&listed);
        let mut changes = Vec::new();
        while let Some(facts) = parts.next() {
            let path = parts.next().context("git diff-tree: no path")?;
            let facts: Vec<_> = facts.trim_start_matches(':').split(' ').collect();
            let [mode_before, mode_after, blob_before, blob_after, _] = facts[..] else {
                bail!("git diff-tree: `{facts:?}`");
            };
            let entry = |mode: &str, blob: &str| {
                (mode != "000000").then(|| Entry { mode: mode.into(), blob: blob.into() })
            };
            changes.push(Change {
                path: path.to_owned(),
                before: entry(mode_before, blob_before),
                after: entry(mode_after, blob_after),
            });
        }
        Ok(changes)
    }

    /// What is not committed, untracked files one by one.
    pub fn status(&self) -> Result<Vec<Status>> {
        let arguments = ["status", "--porcelain", "-z", "--untracked-files=all", "--no-renames"];
        let listed = process::output(&mut self.command(arguments))?;
        let entry = |line: &str| {
            Some(Status { path: line.get(3..)?.to_owned(), untracked: line.starts_with("??") })
        };
        Ok(split_nul(&listed).filter_map(entry).collect())
    }

    /// The contents of blobs, in the order asked for.
    pub fn blobs(&self, ids: &[&str]) -> Result<Vec<Vec<u8>>> {
        let said =
            self.ask_with_input(["cat-file", "--batch"], (ids.join("\n") + "\n").as_bytes())?;
        let mut rest = &said[..];
        let mut blobs = Vec::new();
        for id in ids {
            let end = rest.iter().position(|byte| *byte == b'\n').context("git cat-file: short")?;
            let header = String::from_utf8_lossy(&rest[..end]).into_owned();
            let size = header.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
            let Some(size) = size.filter(|_| header.contains(" blob ")) else {
                bail!("the tree's repository lacks the blob {id}: {header}");
            };
            let start = end + 1;
            blobs.push(rest.get(start..start + size).context("git cat-file: short")?.to_vec());
            rest = &rest[start + size + 1..];
        }
        Ok(blobs)
    }

    /// The id of a tree with what the index holds.
    pub fn write_tree(&self) -> Result<String> {
        self.ask(["write-tree"])
    }

    /// Makes a commit and gives its id.
    pub fn commit(&self, tree: &str, parent: Option<&str>, message: &str) -> Result<String> {
        let mut arguments = vec!["commit-tree", tree];
        if let Some(parent) = parent {
            arguments.extend(["-p", parent]);
        }
        let id = self.ask_with_input(arguments, format!("{}\n", message.trim_end()).as_bytes())?;
        Ok(String::from_utf8(id)?.trim_end().to_owned())
    }

    /// A commit in the place of `base` in which these files are what is given; `base` itself
    /// where there are none. What is below it stays: a tree that was taken over may have history.
    pub fn commit_instead(
        &self,
        base: &str,
        files: &BTreeMap<String, (Entry, Vec<u8>)>,
    ) -> Result<String> {
        if files.is_empty() {
            return Ok(base.to_owned());
        }
        let index = self.with_scratch_index()?;
        index.run(["read-tree", base])?;
        for (entry, bytes) in files.values() {
            let arguments = ["hash-object", "-w", "--no-filters", "--stdin"];
            let blob = String::from_utf8(index.ask_with_input(arguments, bytes)?)?;
            if blob.trim_end() != entry.blob {
                bail!("git calls a blob {}, not {}", blob.trim_end(), entry.blob);
            }
        }
        index.update_index(files.iter().map(|(path, (entry, _))| (path, Some(entry))))?;
        let parent = self.find(&format!("{base}^"));
        let message = self.ask(["log", "-1", "--format=%B", base])?;
        let commit = index.commit(&index.write_tree()?, parent.as_deref(), &message)?;
        std::fs::remove_file(self.path("fork-index")?)?;
        Ok(commit)
    }

    /// Puts paths into the index (`None` takes them out).
    pub fn update_index<'a>(
        &self,
        entries: impl IntoIterator<Item = (&'a String, Option<&'a Entry>)>,
    ) -> Result<()> {
        let mut input = Vec::new();
        for (path, entry) in entries {
            let line = match entry {
                Some(Entry { mode, blob }) => format!("{mode} {blob}\t{path}\0"),
                None => format!("0 {}\t{path}\0", "0".repeat(40)),
            };
            input.extend(line.bytes());
        }
        self.ask_with_input(["update-index", "-z", "--index-info"], &input).map(drop)
    }

    /// Points a reference at a commit, with a note for the reflog.
    pub fn set(&self, reference: &str, commit: &str, why: &str) -> Result<()> {
        self.run(["update-ref", "--create-reflog", "-m", why, reference, commit])
    }
}

/// git's id of a blob with these bytes.
pub fn blob_id(bytes: &[u8]) -> String {
    use sha1::{Digest, Sha1};
    let mut hash = Sha1::new();
    hash.update(format!("blob {}\0", bytes.len()));
    hash.update(bytes);
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        use fmt::Write;
        write!(hex, "{byte:02x}").expect("a string takes everything");
        hex
    })
}

/// What git would record for the file at `path`, and its bytes; `None` when nothing is there.
pub fn entry_of(path: &Path) -> Result<Option<(Entry, Vec<u8>)>> {
    let about = match std::fs::symlink_metadata(path) {
        Ok(about) => about,
        Err(error)
            if matches!(
                error.kind(),
                std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error).with_context(|| format!("{}", path.display())),
    };
    let (mode, bytes) = if about.is_symlink() {
        let leads_to = std::fs::read_link(path)?;
        ("120000", leads_to.to_string_lossy().into_owned().into_bytes())
    } else if about.is_file() {
        let bytes =
            std::fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
        (if is_executable(&about) { "100755" } else { "100644" }, bytes)
    } else {
        return Ok(None);
    };
    Ok(Some((Entry { mode: mode.into(), blob: blob_id(&bytes) }, bytes)))
}

#[cfg(unix)]
fn is_executable(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    about.permissions().mode() & 0o100 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &std::fs::Metadata) -> bool {
    false
}

fn split_nul(listed: &[u8]) -> impl Iterator<Item = &str> {
    listed
        .split(|byte| *byte == 0)
        .filter(|part| !part.is_empty())
        .filter_map(|part| std::str::from_utf8(part).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository() -> (tempfile::TempDir, Git) {
        let folder = tempfile::tempdir().unwrap();
        let git = Git::init(folder.path()).unwrap();
        std::fs::write(folder.path().join("a"), "one\n").unwrap();
        git.run(["add", "-A"]).unwrap();
        let tree = git.write_tree().unwrap();
        let commit = git.commit(&tree, None, "first").unwrap();
        git.set("HEAD", &commit, "test").unwrap();
        (folder, git)
    }

    #[test]
    fn commits_are_reproducible() {
        let (_first, one) = repository();
        let (_second, two) = repository();
        assert!(one.find("HEAD").is_some());
        assert_eq!(one.find("HEAD"), two.find("HEAD"));
    }

    #[test]
    fn ids_are_git_s() {
        let (_folder, git) = repository();
        let files = git.files("HEAD").unwrap();
        assert_eq!(files["a"].blob, blob_id(b"one\n"));
        let (entry, bytes) = entry_of(&git.tree().join("a")).unwrap().unwrap();
        assert_eq!((&entry, &bytes[..]), (&files["a"], &b"one\n"[..]));
        assert_eq!(git.blobs(&[&entry.blob, &entry.blob]).unwrap(), [b"one\n", b"one\n"]);
    }

    #[test]
    fn changes_and_status() {
        let (folder, git) = repository();
        std::fs::write(folder.path().join("ü b"), "two\n").unwrap();
        let expected = Status { path: "ü b".into(), untracked: true };
        assert_eq!(git.status().unwrap(), [expected]);
        let scratch = git.with_scratch_index().unwrap();
        let entry =
            Entry { mode: "100644".into(), blob: git.files("HEAD").unwrap()["a"].blob.clone() };
        scratch.update_index([(&"ü b".to_owned(), Some(&entry))]).unwrap();
        let tree = scratch.write_tree().unwrap();
        let paths: Vec<_> =
            git.changes("HEAD", &tree).unwrap().into_iter().map(|change| change.path).collect();
        assert_eq!(paths, ["a", "ü b"]);
    }
}

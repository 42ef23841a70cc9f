//! `x.py export`: writes the work in `build/rust` back into the repository.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::host::fsutil;
use crate::project::Project;
use crate::project::layout::{is_kept_by_cargo, is_litter, is_place_for_new_file};
use crate::series::apply;
use crate::series::checkout;
use crate::series::git::{Entry, Files, Git, entry_of};
use crate::series::history;
use crate::series::patch::Patch;
use crate::series::repository::Repository;
use crate::series::state::State;
use crate::series::tree;

/// A git tree whose commits after the base are the fork.
pub struct Work {
    git: Git,
    base: String,
    version: String,
    /// The fork's files as they are in the working tree, or in the commit where only
    /// commits count.
    files: Files,
    patches: Vec<Patch>,
    /// Whether the working tree is left out of account.
    commits_only: bool,
}

/// A path or patch, and what happens to it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Difference {
    path: String,
    what: &'static str,
}

impl Work {
    /// Reads the commits after `base` and the working tree of `git`.
    ///
    /// # Errors
    ///
    /// Uncommitted edits to files of the base, files where the repository keeps none,
    /// and what [`history::patches`] says.
    pub fn read(git: Git, base: &str, version: &str) -> Result<Self> {
        if git.run(["merge-base", "--is-ancestor", base, "HEAD"]).is_err() {
            bail!("{}: the base ({base}) is not below HEAD", git.tree().display());
        }
        let in_base = git.files(base)?;
        let files = read_files(&git, &in_base)?;
        let patches = history::patches(&git, base, "HEAD")?;
        let (base, version) = (base.to_owned(), version.to_owned());
        Ok(Work { git, base, version, files, patches, commits_only: false })
    }

    /// Reads the commits after `base` up to `head`, whatever is in the working tree.
    ///
    /// # Errors
    ///
    /// Those of [`Work::read`], but for uncommitted edits.
    pub fn read_commits(git: Git, base: &str, head: &str, version: &str) -> Result<Self> {
        if git.run(["merge-base", "--is-ancestor", base, head]).is_err() {
            bail!("{}: the base ({base}) is not below {head}", git.tree().display());
        }
        let in_base = git.files(base)?;
        let mut files = git.files(head)?;
        files.retain(|path, _| !in_base.contains_key(path));
        let files = in_their_places(&git, files)?;
        let patches = history::patches(&git, base, head)?;
        fsutil::remove_file(&git.path("fork-index")?, git.tree())?;
        let (base, version) = (base.to_owned(), version.to_owned());
        Ok(Work { git, base, version, files, patches, commits_only: true })
    }

    /// The bytes of files of the fork.
    fn contents(&self, files: &BTreeMap<String, Entry>) -> Result<Vec<Vec<u8>>> {
        if self.commits_only {
            let ids: Vec<&str> = files.values().map(|entry| entry.blob.as_str()).collect();
            return if ids.is_empty() { Ok(Vec::new()) } else { self.git.blobs(&ids) };
        }
        let read = |(path, entry): (&String, &Entry)| {
            let found = entry_of(&self.git.tree().join(path))?.filter(|(is, _)| is == entry);
            let (_, bytes) = found.with_context(|| format!("{path} changed while it was read"))?;
            Ok(bytes)
        };
        files.iter().map(read).collect()
    }
}

fn read_files(git: &Git, in_base: &Files) -> Result<Files> {
    let mut files = git.files("HEAD")?;
    files.retain(|path, _| !in_base.contains_key(path));
    let mut edits = Vec::new();
    for status in git.status()? {
        let path = status.path;
        if is_litter(&path) || in_base.contains_key(&path) && is_kept_by_cargo(&path) {
            continue;
        }
        if in_base.contains_key(&path) {
            edits.push(path);
            continue;
        }
        match entry_of(&git.tree().join(&path))? {
            Some((entry, _)) => files.insert(path, entry),
            None => files.remove(&path),
        };
    }
    if !edits.is_empty() {
        let advice: Vec<_> =
            edits.iter().map(|path| format!("\n  {path}{}", last_edit(git, path))).collect();
        let tree = git.tree().display();
        bail!(
            "{tree} has edits to the base's files that are not committed:{}\n\
             commit them to the patch that they belong to: git -C {tree} add FILE; \
             git -C {tree} commit --fixup=COMMIT (or, for a new patch, a commit of its own)",
            advice.concat()
        );
    }
    in_their_places(git, files)
}

/// The files without litter, if all of them are where the repository keeps files.
fn in_their_places(git: &Git, mut files: Files) -> Result<Files> {
    files.retain(|path, _| !is_litter(path));
    let stray: Vec<_> = files.keys().filter(|path| !is_place_for_new_file(path)).collect();
    if !stray.is_empty() {
        bail!(
            "files in {} that have no place in the repository (a file of the fork lives in \
             compiler/, library/, src/ or tests/); move or remove them:{}",
            git.tree().display(),
            stray.iter().map(|path| format!("\n  {path}")).collect::<String>()
        );
    }
    Ok(files)
}

/// The commit that edited the path last, as advice.
fn last_edit(git: &Git, path: &str) -> String {
    let arguments = ["log", "-1", "--format=%h %s", "HEAD", "--", path];
    match git.ask(arguments) {
        Ok(commit) if !commit.is_empty() && !commit.ends_with("the pristine base") => {
            let id = commit.split(' ').next().unwrap_or_default();
            format!("   (git commit --fixup={id}: `{}`)", commit[id.len()..].trim())
        }
        _ => String::new(),
    }
}

/// What the command line asks for.
#[derive(Debug, Default)]
pub struct Options<'a> {
    /// Compare and write nothing.
    pub check: bool,
    /// A git tree other than `build/rust`.
    pub from: Option<&'a Path>,
    /// Its base; the root commit when not given.
    pub base: Option<&'a str>,
    /// Its last commit; `HEAD` when not given.
    pub head: Option<&'a str>,
    /// Remove files of the repository that it does not have.
    pub prune: bool,
    /// Make `build/rust`, whoever made it, the tree of this repository.
    pub adopt: bool,
}

/// Runs the command; with `check`, a difference is an error.
pub fn export(project: &Project, options: &Options<'_>) -> Result<()> {
    let managed = options.from.is_none() && !options.adopt;
    let git = Git::new(match options.from {
        Some(from) => from.canonicalize().with_context(|| format!("{}", from.display()))?,
        None => project.layout.tree(),
    });
    if options.adopt {
        git.exclude_what_builds_make()?;
    }
    let (work, state) = if managed {
        let Some(state) = tree::open(&git)? else {
            bail!("there is no {} of ours: run `x.py prepare` first", git.tree().display());
        };
        (Work::read(git, &state.base, &state.version)?, Some(state))
    } else {
        let commit = |name: &str| git.ask(["rev-parse", "--verify", &format!("{name}^{{commit}}")]);
        let head = commit(options.head.unwrap_or("HEAD"))?;
        let base = match options.base {
            Some(base) => commit(base)?,
            None => root_of(&git, &head)?,
        };
        let version = git.ask(["show", &format!("{base}:src/version")])?;
        let work = match options.adopt {
            true => Work::read(git, &base, &version)?,
            false => Work::read_commits(git, &base, &head, &version)?,
        };
        (work, None)
    };
    let repository = Repository::read(&project.layout)?;
    if let Some(state) = state.as_ref().filter(|state| state.version != repository.version) {
        bail!(
            "the repository's series is made for rustc {}, {} is rustc {}: get the repository's \
             version that the tree was made from, or move the tree away and prepare afresh",
            repository.version,
            work.git.tree().display(),
            state.version
        );
    }
    let mut plan = Plan::make(&work, &repository, state.as_ref())?;
    if options.prune {
        plan.prune();
    }
    if options.check {
        return plan.refuse_differences(&work);
    }
    plan.carry_out(project, &work)?;
    if managed || options.adopt {
        settle(project, &work, state.as_ref().map(|state| &state.source[..]))?;
    }
    Ok(())
}

/// Writes the work after a move to another base, of which `source` is the path.
pub fn export_moved(project: &Project, work: &Work, state: &State, source: &str) -> Result<()> {
    let repository = Repository::read(&project.layout)?;
    Plan::make(work, &repository, Some(state))?.carry_out(project, work)?;
    settle(project, work, Some(source))
}

fn root_of(git: &Git, head: &str) -> Result<String> {
    let roots = git.ask(["rev-list", "--max-parents=0", head])?;
    match roots.lines().collect::<Vec<_>>()[..] {
        [root] => Ok(root.to_owned()),
        _ => bail!("{} has several root commits: name the base with --base", git.tree().display()),
    }
}

/// What happens to a file of the repository of which nobody knows whether it was removed.
const REPOSITORY_ONLY: &str = "is in the repository only";

/// What has to be done so that the repository says what the work says.
struct Plan {
    patches: BTreeMap<String, String>,
    version: String,
    write: BTreeMap<String, Entry>,
    remove: BTreeSet<String>,
    differences: BTreeSet<Difference>,
}

impl Plan {
    /// Compares three sides: the work, the repository, and what both were when they were
    /// last the same. What only the repository changed stays.
    fn make(work: &Work, repository: &Repository, state: Option<&State>) -> Result<Self> {
        let mut plan = Plan {
            patches: name_patches(work, repository),
            version: work.version.clone(),
            write: BTreeMap::new(),
            remove: BTreeSet::new(),
            differences: BTreeSet::new(),
        };
        let mut conflicts = Vec::new();
        let paths: BTreeSet<&String> = work.files.keys().chain(repository.files.keys()).collect();
        for path in paths {
            let (ours, theirs) = (work.files.get(path), repository.files.get(path));
            if ours == theirs {
                continue;
            }
            if let Some(state) = state {
                let before = state.files.get(path);
                if before != theirs && before != ours {
                    conflicts.push(path.clone());
                }
                if before == ours {
                    plan.note(path, "is changed in the repository only");
                    continue;
                }
            }
            match ours {
                Some(entry) => {
                    plan.note(path, if theirs.is_some() { "differs" } else { "is missing" });
                    plan.write.insert(path.clone(), entry.clone());
                }
                None if state.is_some() => {
                    plan.note(path, "is to be removed");
                    plan.remove.insert(path.clone());
                }
                None => plan.note(path, REPOSITORY_ONLY),
            }
        }
        plan.compare_patches(repository, state, &mut conflicts);
        if !conflicts.is_empty() {
            bail!(
                "changed both in the repository and in {}, nothing was written:\n  {}\n\
                 put the repository's changes aside (`git stash`, or commit them on a branch and \
                 check out the state before), run `x.py export`, then bring them back with git",
                work.git.tree().display(),
                conflicts.join("\n  ")
            );
        }
        Ok(plan)
    }

    /// Lets the files that only the repository has go.
    fn prune(&mut self) {
        let differences = std::mem::take(&mut self.differences);
        for Difference { path, what } in differences {
            let is_to_go = what == REPOSITORY_ONLY;
            self.note(&path, if is_to_go { "is to be removed" } else { what });
            if is_to_go {
                self.remove.insert(path);
            }
        }
    }

    fn note(&mut self, path: &str, what: &'static str) {
        self.differences.insert(Difference { path: path.to_owned(), what });
    }

    fn compare_patches(
        &mut self,
        repository: &Repository,
        state: Option<&State>,
        conflicts: &mut Vec<String>,
    ) {
        let ids = |patches: &BTreeMap<String, String>| -> BTreeMap<String, String> {
            let id = |(name, text): (&String, &String)| {
                (name.clone(), crate::series::git::blob_id(text.as_bytes()))
            };
            patches.iter().map(id).collect()
        };
        let (ours, theirs) = (ids(&self.patches), &repository.patch_ids);
        let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        let differing: Vec<&String> =
            names.into_iter().filter(|name| ours.get(*name) != theirs.get(*name)).collect();
        let only_theirs = state.is_some_and(|state| state.patches == ours);
        for name in &differing {
            let what = match (ours.get(*name), theirs.get(*name)) {
                _ if only_theirs => "is changed in the repository only",
                (Some(_), Some(_)) => "differs",
                (Some(_), None) => "is missing",
                _ => "is to be removed",
            };
            self.note(&format!("src/patches/{name}"), what);
        }
        if only_theirs {
            self.patches = repository.texts();
        } else if state.is_some_and(|state| state.patches != *theirs) {
            conflicts.extend(differing.iter().map(|name| format!("src/patches/{name}")));
        }
        if self.version != repository.version {
            self.note("src/patches/base.toml", "differs");
        }
    }

    fn refuse_differences(&self, work: &Work) -> Result<()> {
        if self.differences.is_empty() {
            println!("the repository and {} say the same", work.git.tree().display());
            return Ok(());
        }
        let lines: Vec<_> = self
            .differences
            .iter()
            .map(|difference| format!("\n  {} {}", difference.path, difference.what))
            .collect();
        bail!(
            "the repository and {} differ; `x.py export` writes:{}",
            work.git.tree().display(),
            lines.concat()
        );
    }

    fn carry_out(&self, project: &Project, work: &Work) -> Result<()> {
        let root = &project.layout.root;
        for ((path, entry), bytes) in self.write.iter().zip(work.contents(&self.write)?) {
            put(&root.join(path), entry, &bytes)?;
        }
        for path in &self.remove {
            fsutil::remove_file(&root.join(path), root)?;
        }
        Repository::write_series(&project.layout, &self.version, &self.patches)?;
        for Difference { path, what } in &self.differences {
            println!(
                "{path} {}",
                match *what {
                    "differs" => "written",
                    "is missing" => "added",
                    "is to be removed" => "removed",
                    other => other,
                }
            );
        }
        println!(
            "{} files of the fork, {} patches; {} changes",
            work.files.len(),
            self.patches.len(),
            self.differences.len()
        );
        Ok(())
    }
}

/// Patch files for the work. One that means the same as the repository's keeps its text,
/// however another git would cut the hunks.
fn name_patches(work: &Work, repository: &Repository) -> BTreeMap<String, String> {
    history::name(&work.patches, &repository.patches)
        .into_iter()
        .map(|(name, patch)| match repository.patches.get(&name) {
            Some(present) if present.means(&patch) => (name, present.text()),
            _ => (name, patch.text()),
        })
        .collect()
}

fn put(to: &Path, entry: &Entry, bytes: &[u8]) -> Result<()> {
    if entry.mode == "120000" {
        fsutil::remove_file(to, to.parent().context("a file has a folder")?)?;
        std::fs::create_dir_all(to.parent().context("a file has a folder")?)?;
        return Ok(fsutil::symlink(Path::new(std::str::from_utf8(bytes)?), to)?);
    }
    if to.is_symlink() {
        std::fs::remove_file(to)?;
    }
    fsutil::write_if_changed(to, bytes)?;
    Ok(fsutil::set_executable(to, entry.mode == "100755")?)
}

/// Makes the tree's commits the ones that `prepare` makes of the repository; the files
/// stay, but for those that only the repository changed.
fn settle(project: &Project, work: &Work, source: Option<&str>) -> Result<()> {
    let repository = Repository::read(&project.layout)?;
    let head = apply::commits(&work.git, &work.base, &repository)
        .context("the series that was just written cannot be applied again; this is a bug")?;
    let source = source.unwrap_or("taken over with `x.py export --adopt`");
    let state = State::new(&repository, source, &work.base, &head);
    let from = work.git.ask(["rev-parse", "HEAD"])?;
    checkout::go(&work.git, &from, &state)
}

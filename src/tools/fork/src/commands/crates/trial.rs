//! A crate is fetched, built and tested, with the original and with ours.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use toml::{Table, Value};

use crate::commands::crates::list::{Entry, Outcome};
use crate::commands::crates::outcome::{Tests, counts, errors};
use crate::commands::crates::table::{Counted, Row, Score};
use crate::host::fsutil;
use crate::host::process;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::series::compiler;

/// Where crates are built.
pub struct Workshop {
    stage0: Stage0,
    rustc: PathBuf,
    /// `build/crates`.
    folder: PathBuf,
    ours: PathBuf,
}

/// Which `async-trait` a crate gets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum With {
    Original,
    Ours,
}

/// Who runs a test program, so that one that hangs comes to an end.
const RUNNER: &str = "target.'cfg(unix)'.runner = ['timeout', '--kill-after=10', '1200']";

impl Workshop {
    /// Prepares the folder. `ours` is the crate that takes the original's place.
    pub fn open(project: &Project, stage0: Stage0, rustc: PathBuf, ours: PathBuf) -> Result<Self> {
        let folder = project.layout.build().join("crates");
        compiler::forget_other_compilers(&folder.join("target"), &rustc)?;
        Ok(Workshop { stage0, rustc, folder, ours })
    }

    /// Does everything with a crate.
    pub fn try_out(&self, entry: &Entry) -> Result<Row> {
        let source = self.folder.join("src").join(format!("{}-{}", entry.name, entry.version));
        copy(&self.fetch(entry)?, &source)?;
        entry.preparations.iter().try_for_each(|edit| edit.make(&source))?;
        self.lock(entry, &source)?;
        let original = self.test(entry, &source, With::Original, "original", &[])?;
        let features = features(entry);
        let mut row = Row::new(entry);
        row.original = Score::of(&original.tests);
        if original.tests.passed.is_empty() {
            row.judge(format!("does not pass with the original: {}", original.why()), false);
            return Ok(row);
        }
        self.put_ours(&source, &features, &[])?;
        let ours = self.test(entry, &source, With::Ours, "ours", &[])?;
        row.ours = Score::of(&ours.tests);
        let passes = |run: &Run| original.tests.lost_in(&run.tests).is_empty();
        match &entry.outcome {
            _ if passes(&ours) => {
                row.judge(Outcome::Passes.to_string(), entry.outcome == Outcome::Passes)
            }
            Outcome::Passes => row.judge(ours.why_not(&original), false),
            Outcome::PassesEdited => {
                let edited = self.edit(entry, &source)?;
                self.put_ours(&source, &features, &edited)?;
                let run = self.test(entry, &source, With::Ours, "edited", &edited)?;
                row.ours = Score::of(&run.tests);
                match passes(&run) {
                    true => row.judge(entry.outcome.to_string(), true),
                    false => row.judge(run.why_not(&original), false),
                }
            }
            Outcome::Cannot(_) => {
                let is_known = entry.error.iter().all(|error| ours.log.contains(error));
                match is_known {
                    true => row.judge(entry.outcome.to_string(), true),
                    false => row.judge(ours.why_not(&original), false),
                }
            }
        }
        if row.as_listed && !ours.tests.passed.is_empty() {
            row.allocations = self.count(entry)?;
        }
        Ok(row)
    }

    fn cargo(&self, folder: &Path) -> Command {
        let mut cargo = process::command(&self.stage0.cargo);
        cargo
            .current_dir(folder)
            .env("RUSTC", &self.rustc)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_TERM_COLOR", "never")
            // A crate that forbids warnings was written for an older compiler.
            .env("RUSTFLAGS", "--cap-lints=warn");
        cargo
    }

    /// `--config` for the crates that take others' places.
    fn patches(&self, edited: &[(String, PathBuf)]) -> Vec<String> {
        let ours = ("async-trait".to_owned(), self.ours.clone());
        let all = std::iter::once(&ours).chain(edited);
        let patch = |(name, path): &(String, PathBuf)| {
            format!(
                "--config=patch.crates-io.{name}.path={}",
                Value::from(path.display().to_string())
            )
        };
        all.map(patch).collect()
    }

    /// Downloads the crate with all that it needs, and says where cargo has put it.
    fn fetch(&self, entry: &Entry) -> Result<PathBuf> {
        let folder = self.folder.join("fetch").join(&entry.name);
        self.write_package(&folder, entry, &Table::new())?;
        fsutil::write_if_changed(&folder.join("src/lib.rs"), b"")?;
        let metadata = self.metadata(&folder)?;
        metadata.folder_of(&entry.name, Some(&entry.version))
    }

    /// A package that depends on the crate.
    fn write_package(&self, folder: &Path, entry: &Entry, others: &Table) -> Result<()> {
        let text = |text: &str| Value::from(text);
        let mut dependencies = others.clone();
        let features = entry.features.iter().map(|feature| text(feature)).collect::<Vec<_>>();
        let dependency = [
            ("version".to_owned(), Value::from(format!("={}", entry.version))),
            ("features".to_owned(), features.into()),
        ];
        dependencies.insert(entry.name.clone(), Table::from_iter(dependency).into());
        let package = [("name", "user"), ("version", "0.0.0"), ("edition", "2021")]
            .map(|(name, value)| (name.to_owned(), text(value)));
        let manifest = Table::from_iter([
            ("package".to_owned(), Table::from_iter(package).into()),
            ("workspace".to_owned(), Table::new().into()),
            ("dependencies".to_owned(), dependencies.into()),
        ]);
        fsutil::write_if_changed(
            &folder.join("Cargo.toml"),
            toml::to_string(&manifest)?.as_bytes(),
        )?;
        Ok(())
    }

    fn metadata(&self, folder: &Path) -> Result<Metadata> {
        let said = process::output(self.cargo(folder).args(["metadata", "--format-version=1"]))?;
        serde_json::from_slice(&said).context("what `cargo metadata` says")
    }

    /// The newest dependencies, as a user gets them, the same for both.
    fn lock(&self, entry: &Entry, source: &Path) -> Result<()> {
        process::output(self.cargo(source).args(["generate-lockfile", "--quiet"]))?;
        for pin in &entry.pins {
            let (name, version) = pin.split_once('@').context("a pin is NAME@VERSION")?;
            process::output(self.cargo(source).args(["update", name, "--precise", version]))?;
        }
        Ok(())
    }

    /// Puts ours into the lock file, and sees that it is what the crate gets.
    fn put_ours(
        &self,
        folder: &Path,
        features: &[String],
        edited: &[(String, PathBuf)],
    ) -> Result<()> {
        let mut update = self.cargo(folder);
        update.arg("update").args(self.patches(edited)).arg("async-trait");
        update.args(edited.iter().map(|(name, _)| name));
        process::output(&mut update)?;
        let mut tree = self.cargo(folder);
        tree.arg("tree").args(self.patches(edited)).args(["--depth=0", "--invert=async-trait"]);
        tree.args(features);
        let tree = String::from_utf8(process::output(&mut tree)?)?;
        if !tree.contains(&format!("({})", self.ours.display())) {
            bail!("{} has another `async-trait`: {}", folder.display(), tree.trim());
        }
        Ok(())
    }

    fn test(
        &self,
        entry: &Entry,
        source: &Path,
        with: With,
        name: &str,
        edited: &[(String, PathBuf)],
    ) -> Result<Run> {
        let mut cargo = self.cargo(source);
        cargo.args(["test", "--no-fail-fast", "--config", RUNNER]);
        if with == With::Ours {
            cargo.args(self.patches(edited));
        }
        cargo.args(features(entry)).args(&entry.arguments).arg("--");
        cargo.args(entry.skip.iter().flat_map(|name| ["--skip", name]));
        let path =
            self.folder.join("log").join(format!("{}.{name}", entry.title().replace(' ', "-")));
        let log = written(&mut cargo, &path)?;
        Ok(Run { tests: Tests::read(&log), log, path })
    }

    /// Makes the listed edits, and gives the dependencies that have some.
    fn edit(&self, entry: &Entry, source: &Path) -> Result<Vec<(String, PathBuf)>> {
        let mut dependencies: Vec<(String, PathBuf)> = Vec::new();
        for edit in &entry.edits {
            let folder = match &edit.package {
                None => source.to_owned(),
                Some(name) => match dependencies.iter().find(|(package, _)| package == name) {
                    Some((_, folder)) => folder.clone(),
                    None => {
                        let from = self.metadata(source)?.folder_of(name, None)?;
                        let to =
                            self.folder.join("src").join(format!("{}-of-{}", name, entry.name));
                        copy(&from, &to)?;
                        dependencies.push((name.clone(), to.clone()));
                        to
                    }
                },
            };
            edit.make(&folder)?;
        }
        Ok(dependencies)
    }

    /// Allocations of a program of ours that uses the crate.
    fn count(&self, entry: &Entry) -> Result<Vec<Counted>> {
        let Some(count) = &entry.count else { return Ok(Vec::new()) };
        let folder = self.folder.join("count").join(&entry.name);
        self.write_package(&folder, entry, &count.dependencies)?;
        for (from, to) in [(&*count.program, "main.rs"), ("counting.rs", "counting.rs")] {
            let from = self.ours.join("crates").join(from);
            let text = fs::read(&from).with_context(|| from.display().to_string())?;
            fsutil::write_if_changed(&folder.join("src").join(to), &text)?;
        }
        process::output(self.cargo(&folder).args(["generate-lockfile", "--quiet"]))?;
        let run = |with: With| -> Result<_> {
            let mut cargo = self.cargo(&folder);
            cargo.args(["run", "--quiet", "--config", RUNNER]);
            if with == With::Ours {
                cargo.args(self.patches(&[]));
            }
            Ok(counts(&String::from_utf8(process::output(&mut cargo)?)?))
        };
        let before = run(With::Original)?;
        self.put_ours(&folder, &[], &[])?;
        let after = run(With::Ours)?;
        if before.is_empty() || before.len() != after.len() {
            bail!("{} counts nothing, or not the same twice", count.program);
        }
        let both = before.into_iter().zip(after);
        Ok(both.map(|((what, before), (_, after))| Counted { what, before, after }).collect())
    }
}

fn features(entry: &Entry) -> Vec<String> {
    match entry.features.is_empty() {
        true => Vec::new(),
        false => vec![format!("--features={}", entry.features.join(","))],
    }
}

/// A fresh copy of a crate. Its lock file is not what its users get.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fsutil::remove_folder(to)?;
    let is_left = |path: &Path| path == Path::new("Cargo.lock") || path.starts_with("target");
    fsutil::copy_folder(from, to, &is_left, &mut |_| ())
}

/// Runs a command, and gives what it has written, which is in the file as well.
fn written(command: &mut Command, path: &Path) -> Result<String> {
    fs::create_dir_all(path.parent().context("a file has a folder")?)?;
    let file = File::create(path).with_context(|| path.display().to_string())?;
    // Both in one, so that each line stands after what led to it.
    process::status(
        command.stdin(std::process::Stdio::null()).stdout(file.try_clone()?).stderr(file),
    )?;
    Ok(String::from_utf8_lossy(&fs::read(path)?).into_owned())
}

/// A run of a crate's tests.
struct Run {
    tests: Tests,
    log: String,
    path: PathBuf,
}

impl Run {
    fn why(&self) -> String {
        let errors = errors(&self.log).join("; ");
        eprintln!("see {}", self.path.display());
        errors
    }

    /// Why it does not pass, where `original` does.
    fn why_not(&self, original: &Run) -> String {
        if self.tests == Tests::default() {
            return format!("does not build: {}", self.why());
        }
        let lost = original.tests.lost_in(&self.tests);
        let some: Vec<_> = lost.iter().take(3).copied().collect();
        eprintln!("see {}", self.path.display());
        format!("{} tests fail: {}", lost.len(), some.join(", "))
    }
}

/// What is read of `cargo metadata`.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    manifest_path: PathBuf,
}

impl Metadata {
    fn folder_of(&self, name: &str, version: Option<&str>) -> Result<PathBuf> {
        let is_it = |package: &&Package| {
            package.name == name && version.is_none_or(|version| package.version == version)
        };
        let mut found = self.packages.iter().filter(is_it);
        let (Some(package), None) = (found.next(), found.next()) else {
            bail!("there is no package `{name}`, or more than one");
        };
        let folder = package.manifest_path.parent().context("a manifest is in a folder")?;
        Ok(folder.to_owned())
    }
}

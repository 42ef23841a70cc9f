//! The list of crates: `src/tools/async-trait/crates.toml`.

use std::path::Path;
use std::{fmt, fs};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use toml::Table;

/// All crates, in the order of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    #[serde(rename = "crate")]
    pub crates: Vec<Entry>,
}

/// A crate, how it is tested, and what must come out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub name: String,
    pub version: String,
    pub outcome: Outcome,
    /// What the compiler says where the outcome is that it cannot.
    pub error: Option<String>,
    /// Something about the crate that the table should say.
    pub note: Option<String>,
    #[serde(default)]
    pub features: Vec<String>,
    /// What is tested, as arguments of `cargo test`.
    #[serde(default = "every_test")]
    pub arguments: Vec<String>,
    /// Tests that are not run, by the beginning of their names: they need a network, or fail now and
    /// then with the original.
    #[serde(default)]
    pub skip: Vec<String>,
    /// Dependencies whose newest version does not do, as `NAME@VERSION`.
    #[serde(default)]
    pub pins: Vec<String>,
    #[serde(default, rename = "edit")]
    pub edits: Vec<Edit>,
    /// Edits of the crate itself before it is tested with either: its published tests need what is
    /// not published.
    #[serde(default, rename = "prepare")]
    pub preparations: Vec<Edit>,
    pub count: Option<Count>,
}

/// A text in a file that is replaced.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// A dependency whose file it is, instead of the crate itself.
    pub package: Option<String>,
    pub file: String,
    pub old: String,
    pub new: String,
}

impl Edit {
    /// Makes the edit in the sources of the crate that it is for.
    ///
    /// # Errors
    ///
    /// The text is not there exactly once.
    pub fn make(&self, folder: &Path) -> Result<()> {
        let file = folder.join(&self.file);
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        if text.matches(&self.old).count() != 1 {
            bail!("{}: what is to be edited is not there once: {}", file.display(), self.old);
        }
        fs::write(&file, text.replace(&self.old, &self.new))
            .with_context(|| file.display().to_string())
    }
}

/// A program of ours that uses the crate and counts allocations.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// The file in `crates/`.
    pub program: String,
    /// What it needs besides the crate, as in a `Cargo.toml`.
    #[serde(default)]
    pub dependencies: Table,
}

/// What comes out of a crate.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Outcome {
    Passes,
    PassesEdited,
    Cannot(String),
}

const PASSES: &str = "passes";
const PASSES_EDITED: &str = "passes after the listed edit";
const CANNOT: &str = "cannot: ";

impl TryFrom<String> for Outcome {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.strip_prefix(CANNOT) {
            Some(reason) if !reason.is_empty() => Ok(Outcome::Cannot(reason.to_owned())),
            None if text == PASSES => Ok(Outcome::Passes),
            None if text == PASSES_EDITED => Ok(Outcome::PassesEdited),
            _ => Err(format!("expected `{PASSES}`, `{PASSES_EDITED}` or `{CANNOT}REASON`")),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Passes => f.write_str(PASSES),
            Outcome::PassesEdited => f.write_str(PASSES_EDITED),
            Outcome::Cannot(reason) => write!(f, "{CANNOT}{reason}"),
        }
    }
}

fn every_test() -> Vec<String> {
    vec!["--tests".to_owned()]
}

impl List {
    /// Reads and checks the list.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let list: List = toml::from_str(&text).with_context(|| path.display().to_string())?;
        for entry in &list.crates {
            entry.check().with_context(|| format!("{}: {}", path.display(), entry.title()))?;
        }
        Ok(list)
    }

    /// The crates with these names, or all.
    ///
    /// # Errors
    ///
    /// A name is not in the list.
    pub fn named(&self, names: &[String]) -> Result<Vec<&Entry>> {
        for name in names {
            if !self.crates.iter().any(|entry| entry.name == *name) {
                let all: Vec<_> = self.crates.iter().map(|entry| &*entry.name).collect();
                bail!("there is no crate `{name}` in the list, which has {}", all.join(", "));
            }
        }
        let is_named = |entry: &&Entry| names.is_empty() || names.contains(&entry.name);
        Ok(self.crates.iter().filter(is_named).collect())
    }
}

impl Entry {
    /// Name and version.
    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    fn check(&self) -> Result<()> {
        if (self.outcome == Outcome::PassesEdited) == self.edits.is_empty() {
            bail!("an edit goes with the outcome `{PASSES_EDITED}`");
        }
        if self.preparations.iter().any(|edit| edit.package.is_some()) {
            bail!("only the crate itself is prepared, no other package");
        }
        if matches!(self.outcome, Outcome::Cannot(_)) != self.error.is_some() {
            bail!("an error goes with the outcome `{CANNOT}REASON`");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<List> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("crates.toml");
        std::fs::write(&path, text).unwrap();
        List::read(&path)
    }

    const TWO: &str = "[[crate]]\nname = 'a'\nversion = '1.0.0'\noutcome = 'passes'\n\
        [[crate]]\nname = 'b'\nversion = '2.0.0'\noutcome = 'cannot: it names a box'\n\
        error = 'E0308'\n";

    #[test]
    fn the_list_of_the_repository_has_what_is_promised() {
        let ours = concat!(env!("CARGO_MANIFEST_DIR"), "/../async-trait/crates.toml");
        let list = List::read(Path::new(ours)).unwrap();
        let names = "object_store tower-lsp rocket tide poem roa-core tower-sessions-core \
            async-session cqrs-es bb8 deadpool ractor moka webrtc-util webrtc-sctp swiftide-core";
        list.named(&names.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).unwrap();
        let programs = Path::new(ours).with_file_name("crates");
        for entry in &list.crates {
            assert!(entry.count.iter().all(|count| programs.join(&count.program).is_file()));
        }
    }

    #[test]
    fn crates_are_chosen_by_name() {
        let list = read(TWO).unwrap();
        assert_eq!(list.named(&[]).unwrap().len(), 2);
        assert_eq!(list.named(&["b".to_owned()]).unwrap()[0].title(), "b 2.0.0");
        let error = list.named(&["c".to_owned()]).unwrap_err().to_string();
        assert_eq!(error, "there is no crate `c` in the list, which has a, b");
    }

    #[test]
    fn an_outcome_and_what_goes_with_it() {
        let with =
            |old: &str, new: &str| format!("{:#}", read(&TWO.replace(old, new)).unwrap_err());
        assert!(with("passes", "works").contains("expected `passes`, `passes after the listed"));
        assert!(with("error = 'E0308'", "").contains("b 2.0.0: an error goes with"));
        assert!(with("'passes'", "'passes after the listed edit'").contains("an edit goes with"));
        let of_other = "'passes'\n[[crate.prepare]]\npackage = 'c'\nfile = ''\nold = ''\nnew = ''";
        assert!(with("'passes'", of_other).contains("only the crate itself is prepared"));
        assert!(with("version", "verison").contains("unknown field"));
        let list = read(TWO).unwrap();
        assert_eq!(list.crates[1].outcome.to_string(), "cannot: it names a box");
        assert_eq!(list.crates[0].arguments, ["--tests"]);
    }
}

//! What came out, in a file and as a section of RESULTS.md.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::commands::crates::list::{Entry, List};
use crate::commands::crates::outcome::Tests;
use crate::commands::document::Section;
use crate::host::fsutil;
use crate::host::process;
use crate::project::Project;

/// All that is known of all crates, this run's and earlier ones'.
pub struct Table {
    /// Where it is kept.
    path: PathBuf,
    rows: Vec<Row>,
}

/// What came out of a crate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub name: String,
    pub version: String,
    pub date: String,
    /// Tests with the original and with ours.
    pub original: Score,
    pub ours: Score,
    pub outcome: String,
    /// Whether that is what the list has.
    pub as_listed: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allocations: Vec<Counted>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    pub passed: usize,
    pub failed: usize,
}

/// Allocations of something, with the original and with ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub what: String,
    pub before: u64,
    pub after: u64,
}

const SECTION: Section = Section {
    begin: "<!-- crates: written by `./x.py crates` from benches/results/crates.json -->\n",
    end: "\n<!-- end of crates -->\n",
};

const ABOUT: &str = "\n## Crates that use `async-trait`\n\n\
    Crates of the registry, built with the fork, with [`src/tools/async-trait`]\
    (src/tools/async-trait/README.md) in the place of `async-trait` in all of their dependencies. \
    Tests are those that the published crate has; a crate passes if every test that passes with \
    the original, on the same compiler and with the same dependencies, passes with ours. \
    Allocations are counted in a program that calls the crate \
    (`src/tools/async-trait/crates`). To run it again: `./x.py crates`, or `./x.py crates NAME`.\n\n";

impl Row {
    pub fn new(entry: &Entry) -> Self {
        Row {
            name: entry.name.clone(),
            version: entry.version.clone(),
            date: today(),
            original: Score::default(),
            ours: Score::default(),
            outcome: String::new(),
            as_listed: false,
            allocations: Vec::new(),
        }
    }

    pub fn judge(&mut self, outcome: String, as_listed: bool) {
        self.outcome = outcome;
        self.as_listed = as_listed;
    }

    /// For people who wait.
    pub fn line(&self) -> String {
        let Row { name, version, original, ours, outcome, .. } = self;
        let counted: String =
            self.allocations.iter().map(|counted| format!("; {}", counted.show())).collect();
        format!(
            "{name} {version}: {}, {} with ours: {outcome}{counted}",
            original.show(),
            ours.show()
        )
    }
}

impl Score {
    pub fn of(tests: &Tests) -> Self {
        Score { passed: tests.passed.len(), failed: tests.failed.len() }
    }

    fn show(&self) -> String {
        match self.failed {
            0 => self.passed.to_string(),
            failed => format!("{} of {}", self.passed, self.passed + failed),
        }
    }
}

impl Counted {
    fn show(&self) -> String {
        format!("{}: {} to {}", self.what, self.before, self.after)
    }
}

fn today() -> String {
    process::ask(process::command("date").args(["-u", "+%Y-%m-%d"])).unwrap_or_default()
}

impl Table {
    /// What earlier runs have left.
    pub fn read(project: &Project) -> Result<Self> {
        let path = project.layout.root.join("benches/results/crates.json");
        let rows = match fsutil::read_if_there(&path)? {
            Some(text) => {
                serde_json::from_slice(&text).with_context(|| path.display().to_string())?
            }
            None => Vec::new(),
        };
        Ok(Table { path, rows })
    }

    /// Takes a row in, in the place of an earlier one.
    pub fn insert(&mut self, row: Row) {
        self.rows.retain(|other| (&other.name, &other.version) != (&row.name, &row.version));
        self.rows.push(row);
    }

    /// Writes the crates of the list, in its order.
    pub fn write(&mut self, project: &Project, list: &List) -> Result<()> {
        let place = |row: &Row| {
            list.crates
                .iter()
                .position(|entry| (&entry.name, &entry.version) == (&row.name, &row.version))
        };
        self.rows.retain(|row| place(row).is_some());
        self.rows.sort_by_key(place);
        let mut text = serde_json::to_vec_pretty(&self.rows)?;
        text.push(b'\n');
        fsutil::write_if_changed(&self.path, &text)?;
        SECTION.write(project, &self.section(list))
    }

    fn section(&self, list: &List) -> String {
        let mut text = ABOUT.to_owned();
        text += "| crate | version | tests passed | with ours | outcome | allocations | tested |\n\
                 | --- | --- | --- | --- | --- | --- | --- |\n";
        for row in &self.rows {
            let Row { name, version, date, original, ours, outcome, .. } = row;
            let counted: Vec<_> = row.allocations.iter().map(Counted::show).collect();
            let note =
                list.crates.iter().find(|entry| (&entry.name, &entry.version) == (name, version));
            let note = note
                .and_then(|entry| entry.note.as_ref())
                .map_or(String::new(), |note| format!(" ({note})"));
            let unlisted = if row.as_listed { "" } else { "**not as listed**: " };
            text += &format!(
                "| {name} | {version} | {} | {} | {unlisted}{}{note} | {} | {date} |\n",
                original.show(),
                ours.show(),
                outcome.replace('|', "\\|"),
                counted.join("; "),
            );
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores() {
        assert_eq!(Score { passed: 3, failed: 0 }.show(), "3");
        assert_eq!(Score { passed: 3, failed: 1 }.show(), "3 of 4");
    }
}

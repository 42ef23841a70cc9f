//! What came out on other machines and in other ways, in a file and as a section of RESULTS.md.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::commands::document::Section;
use crate::commands::suite::tally::Tally;
use crate::host::fsutil;
use crate::host::process::{ask, command};
use crate::project::Project;

/// What came out of one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    passed: u64,
    failed: u64,
    /// Tests that say that they have no meaning there.
    ignored: u64,
    date: String,
    /// Of the compiler, and of what ran the programs.
    versions: Vec<String>,
}

/// By the command that runs it again, and what it counts, which may be empty.
type Rows = BTreeMap<String, BTreeMap<String, Row>>;

const SECTION: Section = Section {
    begin: "<!-- machines: written by `./x.py test --target` and others from benches/results/machines.json -->\n",
    end: "\n<!-- end of machines -->\n",
};

const ABOUT: &str = "\n## Other machines, other ways\n\n\
    The UI and run-pass tests on other machines; on boards without an operating system, programs in \
    which each event of the feature happens without an allocator; programs that find their \
    allocator when they are linked; and the run-pass tests compiled in other ways. A test is \
    ignored where it says that it needs what is not there, such as unwinding, threads or a second \
    process.\n\n\
    | command | | passed | failed | ignored | date | with |\n\
    | --- | --- | --- | --- | --- | --- | --- |\n";

/// Takes in what a command has counted, under a name if it counts several things.
///
/// # Errors
///
/// The file cannot be read or written.
pub fn record(
    project: &Project,
    again: &str,
    name: &str,
    tally: Tally,
    versions: &[String],
) -> Result<()> {
    let path = project.layout.root.join("benches/results/machines.json");
    let mut rows: Rows = match fsutil::read_if_there(&path)? {
        Some(text) => serde_json::from_slice(&text).with_context(|| path.display().to_string())?,
        None => Rows::new(),
    };
    let date = ask(command("date").args(["-u", "+%Y-%m-%d"])).unwrap_or_default();
    let row = Row {
        passed: tally.passed,
        failed: tally.failed,
        ignored: tally.skipped,
        date,
        versions: versions.to_vec(),
    };
    rows.entry(again.to_owned()).or_default().insert(name.to_owned(), row);
    let mut text = serde_json::to_vec_pretty(&rows)?;
    text.push(b'\n');
    fsutil::write_if_changed(&path, &text)?;
    SECTION.write(project, &section(&rows))
}

fn section(rows: &Rows) -> String {
    let mut text = ABOUT.to_owned();
    for (command, rows) in rows {
        for (name, row) in rows {
            let Row { passed, failed, ignored, date, versions } = row;
            let failed = if *failed == 0 { "0".to_owned() } else { format!("**{failed}**") };
            text += &format!(
                "| `{command}` | {name} | {passed} | {failed} | {ignored} | {date} | {} |\n",
                versions.join("; ")
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_stand_out() {
        let row = |failed| Row {
            passed: 3,
            failed,
            ignored: 1,
            date: "2026-12-01".to_owned(),
            versions: vec!["rustc 1".to_owned(), "qemu 7".to_owned()],
        };
        let rows = BTreeMap::from([("a".to_owned(), row(0)), ("b".to_owned(), row(2))]);
        let text = section(&BTreeMap::from([("./x.py test".to_owned(), rows)]));
        assert!(
            text.contains("| `./x.py test` | a | 3 | 0 | 1 | 2026-12-01 | rustc 1; qemu 7 |\n")
        );
        assert!(text.contains("| `./x.py test` | b | 3 | **2** | 1 |"), "{text}");
    }
}

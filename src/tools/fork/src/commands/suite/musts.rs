//! Every rule of the design names the tests that show it, in a table beside the tests.

use std::path::Path;

use anyhow::{Context, Result};

use crate::commands::suite::shown;
use crate::commands::suite::tally::Tally;
use crate::host::fsutil;

/// The folder of the fork's UI tests.
const TESTS: &str = "tests/ui/inline-async";

/// The table, in that folder.
const TABLE: &str = "MUSTS.md";

/// So many UI and run-pass tests there must be, whatever the table says.
const LEAST: usize = 150;

/// A rule and what shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row<'a> {
    /// Counted from 1.
    line: usize,
    rule: &'a str,
    /// Paths, each with `::` and a function's name where the file has many tests.
    tests: Vec<&'a str>,
    is_open: bool,
}

/// Counts the rules of the repository at `root` that have their tests, and says which
/// have not.
pub fn check(root: &Path) -> Result<Tally> {
    let folder = root.join(TESTS);
    let table = folder.join(TABLE);
    let text = std::fs::read_to_string(&table)
        .with_context(|| format!("the table of the rules and their tests: {}", table.display()))?;
    let mut tally = Tally::default();
    for row in rows(&text) {
        let wrong = wrong_in(&row, root);
        for sentence in &wrong {
            eprintln!("{TESTS}/{TABLE}:{}: {sentence}: {}", row.line, row.rule);
        }
        tally += Tally::of(wrong.is_empty());
    }
    let tests = fsutil::walk(&folder, &|_| false)?
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| !path.iter().any(|part| part == "auxiliary"))
        .count();
    if tests < LEAST {
        eprintln!("{TESTS}: {tests} tests, of at least {LEAST}");
    }
    tally += Tally::of(tests >= LEAST);
    Ok(tally)
}

/// The rows of all tables in a text: what has two cells and is no head.
fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let Some(cells) = line.trim().strip_prefix('|').and_then(|line| line.strip_suffix('|'))
        else {
            continue;
        };
        // The last cell has the tests; a rule may have a bar in it.
        let Some((rule, tests)) = cells.rsplit_once('|') else { continue };
        let (rule, tests) = (rule.trim(), tests.trim());
        if tests.starts_with("--") || tests == "tests" {
            continue;
        }
        rows.push(Row {
            line: number + 1,
            rule,
            tests: tests.split('`').skip(1).step_by(2).collect(),
            is_open: tests.contains("TODO"),
        });
    }
    rows
}

fn wrong_in(row: &Row<'_>, root: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    if row.is_open {
        wrong.push("still to be shown".to_owned());
    }
    if row.tests.is_empty() {
        wrong.push("no test".to_owned());
    }
    for test in &row.tests {
        let (path, function) = match test.split_once("::") {
            Some((path, function)) => (path, Some(function)),
            None => (*test, None),
        };
        let is_elsewhere = ["library/", "tests/", "src/"].iter().any(|at| path.starts_with(at));
        let path = if is_elsewhere { path.to_owned() } else { format!("{TESTS}/{path}") };
        wrong.extend(shown::wrong_with(root, &path, function));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A repository with `table`, and so many tests.
    fn with(table: &str, tests: usize) -> (tempfile::TempDir, Tally) {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            fsutil::write(&folder.path().join(path), text.as_bytes()).unwrap();
        };
        write(&format!("{TESTS}/{TABLE}"), table);
        for number in 0..tests {
            write(&format!("{TESTS}/t/{number}.rs"), "");
        }
        write(&format!("{TESTS}/t/auxiliary/a.rs"), "");
        write("library/coretests/a.rs", "#[test]\nfn one() {}\n");
        let tally = check(folder.path()).unwrap();
        (folder, tally)
    }

    const HEAD: &str = "# Rules\n\n| rule | tests |\n| --- | --- |\n";

    #[test]
    fn rules_with_their_tests() {
        let table = "| `a` \\| b | `t/0.rs`, `library/coretests/a.rs::one` |\n\
            | c | `tests/ui/inline-async/t/1.rs` |\n";
        let (_folder, tally) = with(&format!("{HEAD}{table}"), LEAST);
        assert_eq!(tally, Tally { passed: 3, failed: 0, skipped: 0 });
    }

    #[test]
    fn rules_without() {
        for row in [
            "| a | |",
            "| a | see the others |",
            "| a | TODO |",
            "| a | `t/0.rs` and TODO |",
            "| a | `t/0.rs`, `t/nowhere.rs` |",
            "| a | `library/coretests/a.rs::two` |",
        ] {
            let (_folder, tally) = with(&format!("{HEAD}{row}\n"), LEAST);
            assert_eq!(tally, Tally { passed: 1, failed: 1, skipped: 0 }, "{row}");
        }
    }

    #[test]
    fn too_few_tests() {
        let (_folder, tally) = with(HEAD, LEAST - 1);
        assert_eq!(tally, Tally { passed: 0, failed: 1, skipped: 0 });
    }

    #[test]
    fn no_table() {
        let folder = tempfile::tempdir().unwrap();
        assert!(check(folder.path()).unwrap_err().to_string().contains(TABLE));
    }
}

//! Every rule in the reference part of RFC.md is followed by a link to a test that shows it.
//!
//! A rule is a sentence, or a row of a table. What is quoted (`>`) explains, and so states none; nor
//! does a sentence that ends in a colon, and leaves it to what follows.
//!
//! ```text
//! A call is lazy. [[test]](tests/ui/inline-async/dispatch/lazy.rs)
//! ```
//!
//! Where a file has many tests the link has the function as its title, in quotes.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::commands::suite::shown;
use crate::commands::suite::tally::Tally;

const DOCUMENT: &str = "RFC.md";

/// The part of the document, as its heading has it.
const PART: &str = "# Reference-level explanation";

/// Sections of it that say what words mean.
const WITHOUT_RULES: [&str; 1] = ["## Terms"];

/// What a link to a test begins with.
const LINK: &str = "[[test]](";

/// A rule and what shows it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Rule<'a> {
    /// Counted from 1.
    line: usize,
    text: &'a str,
    tests: Vec<Test<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Test<'a> {
    path: &'a str,
    function: Option<&'a str>,
}

/// Counts the rules of the repository at `root` that link to their tests, and says which do
/// not.
pub fn check(root: &Path) -> Result<Tally> {
    let file = root.join(DOCUMENT);
    let text =
        std::fs::read_to_string(&file).with_context(|| format!("the rules: {}", file.display()))?;
    let rules = rules(&text);
    ensure!(!rules.is_empty(), "{DOCUMENT} has no rules in its `{PART}`");
    let mut tally = Tally::default();
    for rule in &rules {
        let mut wrong: Vec<_> = rule
            .tests
            .iter()
            .filter_map(|test| shown::wrong_with(root, test.path, test.function))
            .collect();
        if rule.tests.is_empty() {
            wrong.push("no test".to_owned());
        }
        for sentence in &wrong {
            eprintln!("{DOCUMENT}:{}: {sentence}: {}", rule.line, rule.text);
        }
        tally += Tally::of(wrong.is_empty());
    }
    Ok(tally)
}

/// The rules of the part, in the order in which they stand.
fn rules(text: &str) -> Vec<Rule<'_>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut rules = Vec::new();
    let (mut is_in_part, mut has_rules) = (false, true);
    // What ends that which is shown or hidden, and not said.
    let mut end = None;
    for (index, &line) in lines.iter().enumerate() {
        if let Some(last) = end {
            end = (line != last).then_some(last);
        } else if line.starts_with("```") {
            end = Some("```");
        } else if line.starts_with("<!--") {
            end = (!line.ends_with("-->")).then_some("-->");
        } else if line.starts_with("# ") {
            (is_in_part, has_rules) = (line == PART, true);
        } else if line.starts_with("## ") {
            has_rules = !WITHOUT_RULES.contains(&line);
        } else if is_in_part && has_rules && !is_no_rule(line) {
            let is_head = lines.get(index + 1).is_some_and(|next| next.starts_with("| ---"));
            if !line.starts_with('|') {
                sentences(line, index + 1, &mut rules);
            } else if !is_head {
                rules.push(Rule { line: index + 1, text: line, tests: tests_in(line) });
            }
        }
    }
    rules
}

/// Headings, quotes, what is below the head of a table, and the targets of links.
fn is_no_rule(line: &str) -> bool {
    line.starts_with(['#', '>'])
        || line.starts_with("| ---")
        || (line.starts_with('[') && line.contains("]: "))
}

/// The tests that a row of a table links to.
fn tests_in(mut row: &str) -> Vec<Test<'_>> {
    let mut tests = Vec::new();
    while let Some(at) = row.find(LINK) {
        let Some((test, rest)) = link(&row[at..]) else { break };
        tests.push(test);
        row = rest;
    }
    tests
}

/// A link to a test, and what stands behind it.
fn link(text: &str) -> Option<(Test<'_>, &str)> {
    let (target, rest) = text.strip_prefix(LINK)?.split_once(')')?;
    let test = match target.split_once(" \"") {
        Some((path, title)) => Test { path, function: Some(title.strip_suffix('"')?) },
        None => Test { path: target, function: None },
    };
    Some((test, rest))
}

/// Takes a paragraph, or an item of a list, apart.
fn sentences<'a>(line: &'a str, number: usize, rules: &mut Vec<Rule<'a>>) {
    let mut rest = without_bullet(line);
    while !rest.is_empty() {
        let (text, behind) = rest.split_at(end_of_sentence(rest));
        rest = behind.trim_start();
        let mut tests = Vec::new();
        while let Some((test, behind)) = link(rest) {
            tests.push(test);
            rest = behind.trim_start();
        }
        if !(text.ends_with(':') && tests.is_empty() && rest.is_empty()) {
            rules.push(Rule { line: number, text, tests });
        }
    }
}

fn without_bullet(line: &str) -> &str {
    let number = line.trim_start_matches(|character: char| character.is_ascii_digit());
    match number.strip_prefix(". ") {
        Some(item) if number.len() < line.len() => item,
        _ => line.strip_prefix("- ").unwrap_or(line),
    }
}

/// Behind the full stop, and what is closed with it; what is code has none.
fn end_of_sentence(text: &str) -> usize {
    let mut is_code = false;
    let mut is_over = false;
    for (at, character) in text.char_indices() {
        match character {
            '`' => is_code = !is_code,
            _ if is_code => {}
            '.' | '?' | '!' => is_over = true,
            ')' | '*' if is_over => {}
            _ if is_over && character.is_whitespace() => return at,
            _ if text[at..].starts_with(LINK) => return text[..at].trim_end().len(),
            _ => is_over = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::fsutil;

    const A: &str = "[[test]](tests/a.rs)";

    fn said(text: &str) -> Vec<(usize, &str, usize)> {
        let rules = rules(text).into_iter();
        rules.map(|rule| (rule.line, rule.text, rule.tests.len())).collect()
    }

    fn in_part(text: &str) -> String {
        format!("{PART}\n{text}\n# Drawbacks\nNone.\n")
    }

    #[test]
    fn a_sentence_is_a_rule() {
        let text = format!("One is `a. B`. {A} Two (see [b](#b).) {A} {A}\n- Three\n12. Four. {A}");
        let expected = [
            (2, "One is `a. B`.", 1),
            (2, "Two (see [b](#b).)", 2),
            (3, "Three", 0),
            (4, "Four.", 1),
        ];
        assert_eq!(said(&in_part(&text)), expected);
        assert_eq!(said(&in_part("One. Two.")), [(2, "One.", 0), (2, "Two.", 0)]);
    }

    #[test]
    fn a_row_is_a_rule() {
        let text = format!("| a | b |\n| --- | --- |\n| c | d. {A} |\n| e | {A}, {A} |\n| f | |");
        let rules = in_part(&text);
        let tests: Vec<_> =
            said(&rules).into_iter().map(|(line, _, tests)| (line, tests)).collect();
        assert_eq!(tests, [(4, 1), (5, 2), (6, 0)]);
    }

    #[test]
    fn what_states_no_rule() {
        let text = "[reference]: #reference\n## Terms\nA word.\n## Syntax\n### More\n> Since.\n\
            <!-- hidden:\nuse it;\n-->\n```text\nCode.\n```\nThe following:\n1. It is said:\n   > Since.";
        assert_eq!(said(&in_part(text)), []);
        assert_eq!(said("Before.\n# Another\nIt is."), []);
        assert_eq!(said(&in_part("## Terms\nA word.\n## Syntax\nIt is.")), [(5, "It is.", 0)]);
    }

    /// What is counted of a document with this as its part, beside a file with a test.
    fn counted(text: &str) -> Tally {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            fsutil::write(&folder.path().join(path), text.as_bytes()).unwrap();
        };
        write(DOCUMENT, &in_part(text));
        write("tests/a.rs", "#[test]\nfn one() {}\n");
        check(folder.path()).unwrap()
    }

    #[test]
    fn rules_with_their_tests() {
        let tally = counted(&format!("One. {A} Two. [[test]](tests/a.rs \"one\")"));
        assert_eq!(tally, Tally { passed: 2, failed: 0, skipped: 0 });
    }

    #[test]
    fn rules_without() {
        for text in [
            "One.",
            "One. [[test]](tests/nowhere.rs)",
            "One. [[test]](tests/a.rs \"two\")",
            "One, as [b](tests/a.rs).",
            "| one | two |",
        ] {
            assert_eq!(counted(text), Tally { passed: 0, failed: 1, skipped: 0 }, "{text}");
        }
    }

    #[test]
    fn no_rules() {
        let folder = tempfile::tempdir().unwrap();
        assert!(check(folder.path()).unwrap_err().to_string().contains(DOCUMENT));
        fsutil::write(&folder.path().join(DOCUMENT), b"# Another part\n").unwrap();
        assert!(check(folder.path()).unwrap_err().to_string().contains(PART));
    }
}

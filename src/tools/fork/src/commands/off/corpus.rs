//! Programs that know nothing of the fork, from the base's own tree.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::host::fsutil;

/// One program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// For messages and filters.
    pub name: String,
    pub file: PathBuf,
    pub edition: String,
}

/// Folders of the base with whole files, and their edition where a file names none.
const FILES: [(&str, &str); 2] = [
    ("src/tools/clippy/tests/ui", "2024"),
    ("src/tools/rust-analyzer/crates/parser/test_data", "2024"),
];

/// More of them, which show little that the others do not.
const MORE_FILES: [(&str, &str); 2] =
    [("src/tools/rustfmt/tests", "2021"), ("src/doc/book/listings", "2024")];

/// Folders of the base with text around code blocks, and their edition where a block
/// names none.
const BOOKS: [(&str, &str); 3] = [
    ("src/doc/reference/src", "2024"),
    ("src/doc/nomicon/src", "2024"),
    ("compiler/rustc_error_codes/src/error_codes", "2015"),
];

/// More of them.
const MORE_BOOKS: [(&str, &str); 4] = [
    ("src/doc/rust-by-example/src", "2021"),
    ("src/doc/edition-guide/src", "2021"),
    ("src/doc/style-guide/src", "2021"),
    ("src/doc/unstable-book/src", "2024"),
];

/// Programs that come close to the fork's syntax and names.
const PROBES: &str = "src/tools/fork/src/commands/off/probes.md";

/// The folder for them, and the editions in which each is compiled.
const PROBES_NAME: &str = "probes";
const EDITIONS: [&str; 4] = ["2015", "2018", "2021", "2024"];

/// What the fork's own tests are without their gates.
const OURS: &str = "tests/ui/inline-async";

/// The features of the fork.
const FEATURES: [&str; 2] = ["inline_async_fn", "inline_async"];

/// The programs: those of the base in `tree`, and the fork's tests in `root`; what has no
/// file of its own is written below `folder`.
///
/// # Errors
///
/// A file cannot be read or written.
pub fn collect(tree: &Path, root: &Path, folder: &Path, all: bool) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    let more = |more| if all { more } else { &[][..] };
    for &(below, edition) in FILES.iter().chain(more(&MORE_FILES)) {
        for (name, file) in files(tree, below, "rs")? {
            let text = read(&file)?;
            if is_of_the_fork(&text) {
                continue;
            }
            let edition = edition_of(&text).unwrap_or(edition).to_owned();
            cases.push(Case { name, file, edition });
        }
    }
    for &(below, edition) in BOOKS.iter().chain(more(&MORE_BOOKS)) {
        for (name, file) in files(tree, below, "md")? {
            let text = read(&file)?;
            if is_of_the_fork(&text) {
                continue;
            }
            for (number, block) in blocks(&text).into_iter().enumerate() {
                let name = format!("{name}-{number}.rs");
                let edition = block.edition.as_deref().unwrap_or(edition).to_owned();
                let file = folder.join(&name);
                fsutil::write_if_changed(&file, block.program().as_bytes())?;
                cases.push(Case { name, file, edition });
            }
        }
    }
    let probes = fsutil::read_if_there(&root.join(PROBES))?.unwrap_or_default();
    for (number, block) in blocks(&String::from_utf8(probes)?).into_iter().enumerate() {
        let file = folder.join(format!("{PROBES_NAME}/{number}.rs"));
        fsutil::write_if_changed(&file, block.program().as_bytes())?;
        for edition in EDITIONS {
            let name = format!("{PROBES_NAME}/{number}-{edition}.rs");
            cases.push(Case { name, file: file.clone(), edition: edition.to_owned() });
        }
    }
    for (name, file) in files(root, OURS, "rs")? {
        let text = read(&file)?;
        if needs_crates(&name, &text) || needs_intrinsics(&text) {
            continue;
        }
        let edition = edition_of(&text).unwrap_or("2015").to_owned();
        let file = folder.join(&name);
        fsutil::write_if_changed(&file, without_gates(&text).as_bytes())?;
        cases.push(Case { name, file, edition });
    }
    Ok(cases)
}

/// Whether the fork brought this file into the base's tree, or wrote in it.
fn is_of_the_fork(text: &str) -> bool {
    FEATURES.iter().any(|feature| text.contains(feature))
}

/// Whether a test of ours has other crates: without them a compiler gives up early, the base
/// after it found the syntax wrong, the fork before it asks for the feature.
fn needs_crates(name: &str, text: &str) -> bool {
    name.split('/').any(|part| part == "auxiliary")
        || ["//@ aux-build", "//@ proc-macro"].iter().any(|directive| text.contains(directive))
}

/// Whether a test of ours names intrinsics: they stand behind a gate of the base, and each compiler
/// has its own.
fn needs_intrinsics(text: &str) -> bool {
    text.contains("core_intrinsics")
}

/// The files below a folder that is perhaps not there, with names relative to `root`.
fn files(root: &Path, below: &str, extension: &str) -> Result<Vec<(String, PathBuf)>> {
    let folder = root.join(below);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for path in fsutil::walk(&folder, &|_| false)? {
        if path.extension().is_some_and(|end| end == extension) && folder.join(&path).is_file() {
            let name = format!("{below}/{}", path.to_string_lossy().replace('\\', "/"));
            all.push((name, folder.join(path)));
        }
    }
    all.sort();
    Ok(all)
}

/// Files that test what becomes of wrong bytes are read as far as they are text.
fn read(file: &Path) -> Result<String> {
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The edition that a test names, in the words of any of the test runners.
fn edition_of(text: &str) -> Option<&str> {
    text.lines().find_map(|line| {
        let directive = line.trim_start().strip_prefix("//")?.trim_start_matches(['@', ' ']);
        let directive = directive.strip_prefix("rustfmt-").unwrap_or(directive);
        let edition = directive.strip_prefix("edition")?.trim_start_matches([':', ' ']);
        EDITIONS.into_iter().find(|known| edition.starts_with(known))
    })
}

/// The text without the names of the fork's features in `#![feature(…)]`, which may take several
/// lines.
fn without_gates(text: &str) -> String {
    const BEGIN: &str = "\n#![feature(";
    // One at the very start begins like any other.
    let text = format!("\n{text}");
    let mut parts = text.split(BEGIN);
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        all += BEGIN;
        match part.split_once(")]") {
            Some((names, rest)) => {
                let others: Vec<_> = names
                    .split(',')
                    .map(str::trim)
                    .filter(|name| !name.is_empty() && !FEATURES.contains(name))
                    .collect();
                all += &format!("{})]{rest}", others.join(", "));
            }
            None => all += part,
        }
    }
    all.split_off(1)
}

/// A code block of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Block {
    edition: Option<String>,
    lines: Vec<String>,
}

/// Words that may stand beside or instead of `rust`.
fn is_attribute(word: &str) -> bool {
    let known = ["rust", "compile_fail", "should_panic", "no_run", "ignore", "test_harness"];
    let begins = ["edition20", "ignore-", "E0"];
    known.contains(&word) || begins.iter().any(|begin| word.starts_with(begin))
}

/// The Rust blocks of a text in Markdown, as rustdoc finds them.
fn blocks(text: &str) -> Vec<Block> {
    let mut all = Vec::new();
    let mut open: Option<(String, Option<Block>)> = None;
    for line in text.lines() {
        let trimmed = line.trim_start();
        match &mut open {
            None => {
                let Some(mark) = ['`', '~']
                    .into_iter()
                    .find(|mark| trimmed.chars().take_while(|c| c == mark).count() >= 3)
                else {
                    continue;
                };
                let fence: String = trimmed.chars().take_while(|c| *c == mark).collect();
                let information = trimmed[fence.len()..].split(['{', '\t']).next().unwrap_or("");
                let words: Vec<_> =
                    information.split([',', ' ']).filter(|word| !word.is_empty()).collect();
                let edition = words.iter().find_map(|word| word.strip_prefix("edition"));
                let block = Block { edition: edition.map(str::to_owned), lines: Vec::new() };
                let is_rust = words.iter().all(|word| is_attribute(word));
                open = Some((fence, is_rust.then_some(block)));
            }
            Some((fence, block)) => {
                if trimmed.starts_with(&**fence) && trimmed.trim_matches(['`', '~']).is_empty() {
                    all.extend(open.take().and_then(|(_, block)| block));
                } else if let Some(block) = block {
                    block.lines.push(shown(line));
                }
            }
        }
    }
    all
}

/// A line without the mark that hides it from the reader.
fn shown(line: &str) -> String {
    let trimmed = line.trim_start();
    match trimmed.strip_prefix('#') {
        Some("") => String::new(),
        Some(rest) if rest.starts_with(' ') => rest[1..].to_owned(),
        Some(rest) if rest.starts_with('#') => rest.to_owned(),
        _ => line.to_owned(),
    }
}

impl Block {
    /// The block as a crate: statements go into a function.
    fn program(&self) -> String {
        let text = self.lines.join("\n");
        if text.contains("fn main") {
            return text + "\n";
        }
        let is_of_crate = |line: &&String| line.trim_start().starts_with("#![");
        let (outer, inner): (Vec<_>, Vec<_>) = self.lines.iter().partition(is_of_crate);
        let join = |lines: Vec<&String>| -> String {
            lines.iter().map(|line| format!("{line}\n")).collect()
        };
        format!("{}fn main() {{\n{}}}\n", join(outer), join(inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_a_text() {
        let text = "a\n```rust,edition2018\n# use b;\n#\nlet c = 1;\n## d\n```\n```text\nno\n```\n\
            ````\n```\n````\n  ```rust,compile_fail,E0001\nfn main() {}\n  ```\n```toml\nx\n```";
        let found = blocks(text);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[0].edition.as_deref(), Some("2018"));
        assert_eq!(found[0].program(), "fn main() {\nuse b;\n\nlet c = 1;\n# d\n}\n");
        assert_eq!(found[1].lines, ["```"]);
        assert_eq!(found[2].program(), "fn main() {}\n");
    }

    #[test]
    fn attributes_of_the_crate_stay_outside() {
        let block = Block { edition: None, lines: vec!["#![feature(a)]".into(), "f();".into()] };
        assert_eq!(block.program(), "#![feature(a)]\nfn main() {\nf();\n}\n");
    }

    #[test]
    fn editions() {
        assert_eq!(edition_of("//@ edition: 2018\n"), Some("2018"));
        assert_eq!(edition_of("// rustfmt-edition: 2021\n"), Some("2021"));
        assert_eq!(edition_of("//@edition:2024"), Some("2024"));
        assert_eq!(edition_of("// an edition\n"), None);
    }

    #[test]
    fn gates_are_taken_away() {
        let text = "#![feature(inline_async_fn, never_type)] // x\n#![feature(inline_async)]\na\n";
        assert_eq!(without_gates(text), "#![feature(never_type)] // x\n#![feature()]\na\n");
        let text = "// x\n#![feature(\n    never_type, inline_async_fn,\n    y,\n)]\nz";
        assert_eq!(without_gates(text), "// x\n#![feature(never_type, y)]\nz");
        assert_eq!(without_gates("#![feature(inline_async"), "#![feature(inline_async");
    }

    #[test]
    fn what_is_collected() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        for (path, text) in [
            ("tree/src/tools/clippy/tests/ui/a.rs", "//@edition:2018\n"),
            ("tree/src/doc/nomicon/src/b.md", "```rust\nc\n```\n"),
            ("tree/compiler/rustc_error_codes/src/error_codes/E.md", "inline_async\n```\n```"),
            ("root/src/tools/fork/src/commands/off/probes.md", "```\ninline\n```\n"),
            ("root/tests/ui/inline-async/d.rs", "#![feature(inline_async_fn)]\n"),
            ("root/tests/ui/inline-async/e.rs", "//@ aux-build: f.rs\n"),
            ("root/tests/ui/inline-async/auxiliary/f.rs", "\n"),
            ("root/tests/ui/inline-async/g.rs", "#![feature(core_intrinsics)]\n"),
        ] {
            fsutil::write(&at(path), text.as_bytes()).unwrap();
        }
        let cases = collect(&at("tree"), &at("root"), &at("cases"), false).unwrap();
        let cases: Vec<_> = cases.iter().map(|case| (&*case.name, &*case.edition)).collect();
        assert_eq!(
            cases,
            [
                ("src/tools/clippy/tests/ui/a.rs", "2018"),
                ("src/doc/nomicon/src/b.md-0.rs", "2024"),
                ("probes/0-2015.rs", "2015"),
                ("probes/0-2018.rs", "2018"),
                ("probes/0-2021.rs", "2021"),
                ("probes/0-2024.rs", "2024"),
                ("tests/ui/inline-async/d.rs", "2015"),
            ]
        );
        let ours = std::fs::read_to_string(at("cases/tests/ui/inline-async/d.rs")).unwrap();
        assert_eq!(ours, "#![feature()]\n");
    }
}

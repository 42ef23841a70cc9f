//! The code blocks of what is written, tested by the fork's rustdoc.
//!
//! In the guide and the unstable book a line that begins with `# ` is hidden from the reader. Where
//! Markdown is read as it is, a comment before the block has what the block needs to be a program:
//!
//! ````text
//! <!-- hidden:
//! #![feature(inline_async_fn)]
//! struct Uart;
//! -->
//! ```rust
//! let uart = Uart;
//! ```
//! ````

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::commands::suite::tally::Tally;
use crate::host::fsutil;
use crate::host::process::command;

/// Documents, and folders of documents.
const DOCUMENTS: [&str; 7] = [
    "CONTRIBUTING.md",
    "README.md",
    "RFC.md",
    "compiler/rustc_error_codes",
    "examples",
    "src/doc",
    "src/tools/async-trait/README.md",
];

/// What a comment with hidden lines begins and ends with.
const HIDDEN: [&str; 2] = ["<!-- hidden:", "-->"];

/// Tests the blocks of all documents of the repository at `root`, in copies that are made in
/// `folder`.
pub fn test(root: &Path, rustdoc: &Path, folder: &Path) -> Result<Tally> {
    let mut sum = Tally::default();
    for document in documents(root)? {
        let text = std::fs::read_to_string(root.join(&document))
            .with_context(|| format!("could not read {}", document.display()))?;
        if !text.contains("```") {
            continue;
        }
        let copy = folder.join(&document);
        let text = with_hidden(&text).with_context(|| document.display().to_string())?;
        fsutil::write(&copy, text.as_bytes())?;
        let mut tests = command(rustdoc);
        // Tests have names with the path as it is given.
        tests.args(["--test", "--edition=2024"]).arg(&document).current_dir(folder);
        sum += Tally::of_command(&mut tests)?;
    }
    Ok(sum)
}

/// The documents, relative to `root`.
fn documents(root: &Path) -> Result<Vec<PathBuf>> {
    let mut documents = Vec::new();
    for document in DOCUMENTS.map(Path::new) {
        let path = root.join(document);
        if path.is_file() {
            documents.push(document.to_owned());
            continue;
        }
        let is_built = |path: &Path| path.ends_with("target");
        let pages = fsutil::walk(&path, &is_built)?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"));
        let before = documents.len();
        documents.extend(pages.map(|page| document.join(page)));
        if documents.len() == before {
            bail!("{} has no documents", path.display());
        }
    }
    Ok(documents)
}

/// The text with its hidden lines in the blocks, as rustdoc wants them. Each line that is shown
/// keeps its number.
fn with_hidden(text: &str) -> Result<String> {
    let mut lines = text.lines().peekable();
    let mut all = Vec::new();
    while let Some(line) = lines.next() {
        if line.trim_start() != HIDDEN[0] {
            all.push(line.to_owned());
            continue;
        }
        let indent = &line[..line.len() - HIDDEN[0].len()];
        let hidden = lines.by_ref().take_while(|line| line.trim() != HIDDEN[1]);
        let hide = |line: &str| {
            let hidden = format!("{indent}# {}", line.strip_prefix(indent).unwrap_or(line));
            hidden.trim_end().to_owned()
        };
        // Attributes of the crate come first, those of the block after those that are hidden.
        let is_of_crate = |line: &&str| line.trim_start().starts_with("#![");
        let (outer, inner): (Vec<_>, Vec<_>) = hidden.partition(is_of_crate);
        let fence = lines.next().filter(|line| line.trim_start().starts_with("```"));
        all.push(fence.context("hidden lines are not followed by a block")?.to_owned());
        all.extend(outer.into_iter().map(hide));
        all.extend(std::iter::from_fn(|| lines.next_if(is_of_crate)).map(str::to_owned));
        // The last two are in the place of the comment's own lines.
        all.extend(inner.into_iter().chain(["", ""]).map(hide));
    }
    Ok(all.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_lines() {
        let text =
            "a\n<!-- hidden:\n#![feature(b)]\nstruct C;\n\n-->\n```rust\n#![no_std]\nC;\n```\n";
        let with = "a\n```rust\n# #![feature(b)]\n#![no_std]\n# struct C;\n#\n#\n#\nC;\n```\n";
        assert_eq!(with_hidden(text).unwrap(), with);
        let text = "1. a\n   <!-- hidden:\n   struct B;\n   -->\n   ```\n   B;\n   ```\n";
        let with = "1. a\n   ```\n   # struct B;\n   #\n   #\n   B;\n   ```\n";
        assert_eq!(with_hidden(text).unwrap(), with);
        for text in ["a\n", "```rust\n# b\n```\n", "<!-- c -->\n"] {
            assert_eq!(with_hidden(text).unwrap(), text);
        }
        assert!(with_hidden("<!-- hidden:\na\n-->\n\n```rust\n```\n").is_err());
    }

    #[test]
    fn documents_of_a_repository() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str| fsutil::write(&folder.path().join(path), b"").unwrap();
        let all = [
            "CONTRIBUTING.md",
            "README.md",
            "RFC.md",
            "compiler/rustc_error_codes/src/error_codes/E0807.md",
            "examples/wc/README.md",
            "src/doc/guide/src/a.md",
        ];
        for path in all.iter().chain(&["src/doc/guide/book.toml", "examples/wc/target/a/b.md"]) {
            write(path);
        }
        assert!(documents(folder.path()).unwrap_err().to_string().contains("async-trait"));
        let last = "src/tools/async-trait/README.md";
        write(last);
        let found = documents(folder.path()).unwrap();
        let expected: Vec<_> = all.iter().chain(&[last]).map(PathBuf::from).collect();
        assert_eq!(found, expected);
    }

    /// With a stand-in for rustdoc.
    #[test]
    #[cfg(unix)]
    fn failures_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            fsutil::write(&folder.path().join(path), text.as_bytes()).unwrap();
        };
        for document in DOCUMENTS {
            let page = if document.ends_with(".md") { "" } else { "/a.md" };
            write(&format!("{document}{page}"), "");
        }
        write("README.md", "<!-- hidden:\nlet fails;\n-->\n```rust\n```\n");
        write("RFC.md", "```rust\n```\n");
        let rustdoc = folder.path().join("rustdoc");
        let script = "#!/bin/sh\nif grep -q '# let fails' $3\nthen echo 'test result: FAILED. 2 \
                      passed; 1 failed;'; exit 1\nelse echo 'test result: ok. 3 passed; 0 failed;'; fi\n";
        write("rustdoc", script);
        fsutil::set_executable(&rustdoc, true).unwrap();
        let tally = test(folder.path(), &rustdoc, &folder.path().join("copies")).unwrap();
        assert_eq!(tally, Tally { passed: 5, failed: 1, skipped: 0 });
    }
}

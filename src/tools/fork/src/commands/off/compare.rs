//! What two compilers say about one program.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::commands::off::corpus::Case;
use crate::host::fsutil;
use crate::host::process;
use crate::series::git::blob_id;

/// A compiler, told apart by what it says about itself.
#[derive(Clone, Debug)]
pub struct Compiler {
    pub rustc: PathBuf,
    /// Where its own dynamic libraries are, when it does not find them itself.
    pub libraries: Option<PathBuf>,
    about: String,
}

/// What a compiler said: its exit code first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub accepts: bool,
    pub text: String,
}

/// How two answers compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Same,
    /// The same verdict, and the fork says that its own feature would be needed: of syntax
    /// that both reject, as the design asks, or of its lint, as of every unstable one.
    NamesTheFeature,
    Differs,
}

/// Where the two were built may show in what they say; that is no difference.
const FLAGS: [&str; 6] = [
    "--crate-type=lib",
    "--emit=metadata",
    "-Zthreads=1",
    "-Zwrite-long-types-to-disk=no",
    "-Zsimulate-remapped-rust-src-base=/rustc/FAKE_PREFIX",
    "-Ztranslate-remapped-path-to-local-path=no",
];

impl Compiler {
    /// The compiler in a toolchain's folder.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub fn new(rustc: PathBuf, libraries: Option<PathBuf>) -> Result<Self> {
        let mut compiler = Compiler { rustc, libraries, about: String::new() };
        let said = process::output(compiler.command().arg("-vV"))?;
        compiler.about = String::from_utf8(said)?;
        Ok(compiler)
    }

    /// Its version, such as `1.96.0`.
    pub fn release(&self) -> Option<&str> {
        let release = self.about.lines().find_map(|line| line.strip_prefix("release: "))?;
        release.split('-').next()
    }

    fn command(&self) -> Command {
        let mut command = process::command(&self.rustc);
        // A stable compiler says what a nightly one says, and leaves no reports behind.
        command.env("RUSTC_BOOTSTRAP", "1").env("RUSTC_ICE", "0").env("RUST_BACKTRACE", "0");
        if let Some(libraries) = &self.libraries {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        command
    }

    /// Compiles a program as far as metadata, which goes to `scratch`.
    pub fn ask(&self, case: &Case, scratch: &Path) -> Result<Answer> {
        let mut command = self.command();
        command
            .args(FLAGS)
            .args(["--edition", &case.edition, "--out-dir"])
            .arg(scratch)
            .arg(&case.file);
        // Not through `process::output`, for which a rejected program is a failure.
        let output = command.stdin(std::process::Stdio::null()).output();
        let output = output.with_context(|| self.rustc.display().to_string())?;
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        let text = format!("{:?}\n{}", output.status.code(), without_place(&said));
        Ok(Answer { accepts: output.status.success(), text })
    }

    /// As [`ask`](Self::ask), once for each content of the program.
    pub fn ask_once(&self, case: &Case, scratch: &Path, memory: &Path) -> Result<Answer> {
        let mut key = std::fs::read(&case.file)?;
        key.extend(format!("{}{FLAGS:?}{}{}", self.about, case.edition, case.name).into_bytes());
        let known = memory.join(blob_id(&key));
        if let Some(text) = fsutil::read_if_there(&known)? {
            let text = String::from_utf8(text)?;
            return Ok(Answer { accepts: text.starts_with("Some(0)"), text });
        }
        let answer = self.ask(case, scratch)?;
        fsutil::write(&known, answer.text.as_bytes())?;
        Ok(answer)
    }
}

/// Compares the base's answer with the fork's.
pub fn compare(base: &Answer, fork: &Answer) -> Comparison {
    let crashed = |answer: &Answer| answer.text.starts_with("Some(101)");
    if base == fork || crashed(base) && crashed(fork) {
        return Comparison::Same;
    }
    let names = ["`inline async fn` is experimental", "library feature `inline_async`"];
    let names_syntax = !fork.accepts && names.iter().any(|words| fork.text.contains(words));
    let names_lint = fork.text.contains("the `implicit_async_allocation` lint is unstable");
    match base.accepts == fork.accepts && !crashed(fork) && (names_syntax || names_lint) {
        true => Comparison::NamesTheFeature,
        false => Comparison::Differs,
    }
}

/// The text without what depends on where and when a compiler was built: lines of the
/// library's source, the channel's part of the documentation, the date.
fn without_place(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for line in text.lines() {
        if line.contains("this compiler was built on ") {
            continue;
        }
        let line = without_library_line(&without_channel(line));
        all.push_str(&line);
        all.push('\n');
    }
    all
}

fn without_channel(line: &str) -> String {
    const SITE: &str = "https://doc.rust-lang.org/";
    let mut all = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(SITE) {
        let (before, after) = rest.split_at(at + SITE.len());
        all.push_str(before);
        let end = after.find('/').unwrap_or(0);
        let channel = &after[..end];
        let is_channel = ["nightly", "stable", "beta"].contains(&channel)
            || channel.starts_with(|c: char| c.is_ascii_digit());
        rest = if is_channel { &after[end + 1..] } else { after };
    }
    all + rest
}

fn without_library_line(line: &str) -> String {
    let Some(arrow) = ["--> ", "::: "].iter().find_map(|arrow| line.find(arrow)) else {
        return line.to_owned();
    };
    match line[arrow..].find("/library/") {
        Some(at) => {
            let path = line[arrow + at..].split(':').next().unwrap_or_default();
            format!("{}$SRC_DIR{path}", &line[..arrow + 4])
        }
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Answer {
        Answer { accepts: text.starts_with("Some(0)"), text: text.to_owned() }
    }

    #[test]
    fn comparisons() {
        let compare = |base, fork| compare(&answer(base), &answer(fork));
        let gated = "Some(1)\nerror[E0658]: `inline async fn` is experimental\n";
        assert_eq!(compare("Some(0)\n", "Some(0)\n"), Comparison::Same);
        assert_eq!(compare("Some(1)\na\n", "Some(1)\nb\n"), Comparison::Differs);
        assert_eq!(compare("Some(1)\na\n", gated), Comparison::NamesTheFeature);
        assert_eq!(compare("Some(0)\n", gated), Comparison::Differs);
        let lint = "Some(0)\nthe `implicit_async_allocation` lint is unstable\n";
        assert_eq!(compare("Some(0)\nunknown lint\n", lint), Comparison::NamesTheFeature);
        assert_eq!(compare("Some(1)\nunknown lint\n", lint), Comparison::Differs);
        assert_eq!(compare("Some(0)\n", "Some(0)\nwarning\n"), Comparison::Differs);
        assert_eq!(compare("Some(101)\na\n", "Some(101)\nb\n"), Comparison::Same);
        assert_eq!(compare("Some(1)\na\n", "Some(101)\nb\n"), Comparison::Differs);
    }

    #[test]
    fn places_of_the_builds() {
        for (said, expected) in [
            ("see <https://doc.rust-lang.org/1.96.0/a> x", "see <https://doc.rust-lang.org/a> x"),
            ("https://doc.rust-lang.org/nightly/a", "https://doc.rust-lang.org/a"),
            ("https://doc.rust-lang.org/book/a", "https://doc.rust-lang.org/book/a"),
            ("  --> /rustc/x/library/core/src/a.rs:1:2", "  --> $SRC_DIR/library/core/src/a.rs"),
            ("  ::: /b/library/core/src/a.rs:9:2", "  ::: $SRC_DIR/library/core/src/a.rs"),
            ("  --> src/a.rs:1:2", "  --> src/a.rs:1:2"),
        ] {
            assert_eq!(without_place(said), format!("{expected}\n"));
        }
        assert_eq!(without_place("= note: this compiler was built on 2026-01-01; x\n"), "");
    }
}

//! The base's tidy, held against the fork's files alone: some of its checks can never
//! pass on a tree that comes from a package.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::commands::suite::style::our_lines;
use crate::host::fsutil;
use crate::host::process::{self, command};
use crate::project::Project;
use crate::series::ready::{Ready, base_x};
use crate::series::repository::Repository;

/// What the fork's features are called, for findings that name a feature and no file.
const NAMES: [&str; 2] = ["inline_async", "inline-async"];

/// Findings that upstream's own process is meant by.
const NOT_FOR_A_FORK: [&str; 2] =
    ["no tracking issue for feature", "is not allowed on the stable channel"];

/// `cargo metadata --locked` fails where the package left crates out of a lock file, or a
/// crate's source cannot be reached; tidy panics then, before most of its checks began.
/// This cargo says instead that such a workspace is empty.
const LENIENT_CARGO: &str = r#"#!/bin/sh
"$FORK_CARGO" "$@" 2>/dev/null && exit
[ "$1" = metadata ] || exit 1
for word; do case $word in */Cargo.toml) folder=${word%/Cargo.toml};; esac; done
# In one line: whoever reads it takes the first that begins with a brace.
printf %s '{"packages":[],"workspace_members":[],"resolve":{"nodes":[],"root":null},"version":1,'
echo '"workspace_root":"'"$folder"'","target_directory":"'"$folder"'/target"}'
"#;

/// Runs tidy and gives the findings that name a file of the fork, a line that a patch puts
/// into a file of the base, or one of the fork's features.
///
/// All that tidy says is in `build/tidy.log`.
///
/// # Errors
///
/// Tidy did not run to its end.
pub fn findings(project: &Project, ready: &Ready, repository: &Repository) -> Result<Vec<String>> {
    process::run(base_x(project).args(["build", "src/tools/tidy"]))?;
    let tree = project.layout.tree();
    let cargo = write_lenient_cargo(project)?;
    let program = project.layout.host().join("stage1-tools-bin").join("rust-tidy");
    let mut tidy = command(program);
    tidy.arg(format!("--root-path={}", tree.display()))
        .arg(format!("--cargo-path={}", cargo.display()))
        .arg(format!("--output-dir={}", tree.join("build").display()))
        // One check after the other: together they write into each other's lines.
        .args(["--concurrency=1", "--npm-path=yarn"])
        .env("FORK_CARGO", &ready.stage0.cargo)
        .env_remove("GITHUB_ACTIONS")
        .current_dir(&tree);
    let output =
        tidy.output().with_context(|| format!("could not run {}", process::show(&tidy)))?;
    let said = [output.stdout, output.stderr].concat();
    let said = process::without_colours(&String::from_utf8_lossy(&said));
    let log = project.layout.build().join("tidy.log");
    fsutil::write(&log, said.as_bytes())?;
    let is_end = |line: &str| {
        line.starts_with("tidy: The following check") || line.starts_with("tidy: All tidy checks")
    };
    if !said.lines().any(is_end) {
        bail!("tidy did not run to its end ({}); see {}", output.status, log.display());
    }
    let ours = Ours {
        files: repository.files.keys().map(String::as_str).collect(),
        lines: our_lines(repository),
    };
    let named = said.lines().filter(|line| !is_end(line) && ours.are_named_in(line));
    Ok(named.map(str::to_owned).collect())
}

fn write_lenient_cargo(project: &Project) -> Result<PathBuf> {
    let path = project.layout.build().join("tidy-cargo");
    fsutil::write_if_changed(&path, LENIENT_CARGO.as_bytes())?;
    fsutil::set_executable(&path, true)?;
    Ok(path)
}

struct Ours<'a> {
    files: Vec<&'a str>,
    lines: BTreeMap<String, Vec<usize>>,
}

impl Ours<'_> {
    fn are_named_in(&self, finding: &str) -> bool {
        if NOT_FOR_A_FORK.iter().any(|text| finding.contains(text)) {
            return false;
        }
        let number = |rest: &str| {
            rest.strip_prefix(':')?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
        };
        self.files.iter().any(|path| after_path(finding, path).is_some())
            || NAMES.iter().any(|name| finding.contains(name))
            || self.lines.iter().any(|(path, lines)| {
                let line = after_path(finding, path).and_then(number);
                line.is_some_and(|line: usize| lines.contains(&line))
            })
    }
}

/// What follows the path where the text has it, whole.
fn after_path<'a>(text: &'a str, path: &str) -> Option<&'a str> {
    let goes_on = |c: char| c.is_alphanumeric() || "_-./".contains(c);
    text.match_indices(path).find_map(|(at, _)| {
        let rest = &text[at + path.len()..];
        let starts = text[..at].chars().next_back().is_none_or(|c| c == '/' || !goes_on(c));
        (starts && !rest.starts_with(goes_on)).then_some(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_workspace_that_cargo_cannot_read_counts_as_empty() {
        let ask = |cargo: &str, word: &str| {
            let mut sh = command("sh");
            sh.args(["-c", LENIENT_CARGO, "cargo", word, "--locked", "/a b/Cargo.toml"]);
            process::ask(sh.env("FORK_CARGO", cargo))
        };
        let said: serde_json::Value =
            serde_json::from_str(&ask("false", "metadata").unwrap()).unwrap();
        assert_eq!(said["workspace_root"], "/a b");
        assert_eq!(said["target_directory"], "/a b/target");
        assert_eq!(ask("false", "metadata").unwrap().lines().count(), 1);
        assert_eq!(ask("false", "install"), None);
        assert_eq!(ask("echo", "metadata").unwrap(), "metadata --locked /a b/Cargo.toml");
    }

    #[test]
    fn only_what_is_ours() {
        let ours = Ours {
            files: vec!["library/core/src/future/machine.rs"],
            lines: BTreeMap::from([("compiler/a/src/lib.rs".to_owned(), vec![7, 8])]),
        };
        for (finding, is_ours) in [
            ("tidy [style]: /w/rust/library/core/src/future/machine.rs:3: tab", true),
            ("tidy [style]: library/core/src/future/machine.rs: too long", true),
            ("tidy [style]: library/core/src/future/machine.rs.bak: no", false),
            ("tidy [style]: /w/rust/compiler/a/src/lib.rs:8: tab", true),
            ("tidy [style]: /w/rust/compiler/a/src/lib.rs:80: tab", false),
            ("tidy [style]: /w/rust/compiler/a/src/lib.rs: too long", false),
            ("tidy [style]: /w/rust/compiler/a/src/lib.rs.x:8: tab", false),
            ("Expected a gate test for the feature 'inline_async_fn'.", true),
            ("tidy [features]: x/lib.rs:8: no tracking issue for feature inline_async_fn", false),
        ] {
            assert_eq!(ours.are_named_in(finding), is_ours, "{finding}");
        }
    }
}

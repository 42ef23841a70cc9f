//! The base's tidy, held against the fork's files alone: some of its checks can never
//! pass on a tree that comes from a package.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::cli::Project;
use crate::handover::base_x;
use crate::process;
use crate::repository::Repository;
use crate::style::our_lines;

/// Runs tidy and gives the findings that name a file of the fork, or a line that a patch
/// puts into a file of the base.
///
/// # Errors
///
/// Tidy did not run.
pub fn findings(project: &Project, repository: &Repository) -> Result<Vec<String>> {
    let ours = Ours {
        files: repository.files.keys().map(String::as_str).collect(),
        lines: our_lines(repository),
    };
    let mut has_run = false;
    let mut found = Vec::new();
    let status = process::watch(base_x(project).args(["test", "tidy"]), &mut |line| {
        if line.starts_with("tidy") {
            has_run = true;
            if ours.are_named_in(line) {
                found.push(line.to_owned());
            }
        }
    })?;
    if !has_run && !status.success() {
        bail!("tidy did not run ({status})");
    }
    Ok(found)
}

struct Ours<'a> {
    files: Vec<&'a str>,
    lines: BTreeMap<String, Vec<usize>>,
}

impl Ours<'_> {
    fn are_named_in(&self, finding: &str) -> bool {
        self.files.iter().any(|path| after_path(finding, path).is_some())
            || self.lines.iter().any(|(path, lines)| {
                let line = after_path(finding, path).and_then(|rest| {
                    rest.strip_prefix(':')?
                        .split(|c: char| !c.is_ascii_digit())
                        .next()?
                        .parse()
                        .ok()
                });
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
    fn only_what_is_ours() {
        let ours = Ours {
            files: vec!["library/core/src/future/inline_async.rs"],
            lines: BTreeMap::from([("compiler/a/src/lib.rs".to_owned(), vec![7, 8])]),
        };
        for (finding, is_ours) in [
            ("tidy [style]: /w/rust/library/core/src/future/inline_async.rs:3: tab", true),
            ("tidy [style]: library/core/src/future/inline_async.rs: too long", true),
            ("tidy [style]: library/core/src/future/inline_async.rs.bak: no", false),
            ("tidy [style]: /w/rust/compiler/a/src/lib.rs:8: tab", true),
            ("tidy [style]: /w/rust/compiler/a/src/lib.rs:80: tab", false),
            ("tidy [style]: /w/rust/compiler/a/src/lib.rs: too long", false),
            ("tidy [style]: /w/rust/compiler/a/src/lib.rs.x:8: tab", false),
        ] {
            assert_eq!(ours.are_named_in(finding), is_ours, "{finding}");
        }
    }
}

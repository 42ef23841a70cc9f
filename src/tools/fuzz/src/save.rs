//! What is kept of a fault.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::ending::Fault;
use crate::source::{self, Tree};

/// A fault and how to have it again.
pub struct Finding<'a> {
    pub fault: &'a Fault,
    pub minimised: &'a [Tree],
    pub original: &'a [Tree],
    pub arguments: &'a [String],
    /// What the program was made from.
    pub made: &'a str,
    /// The command that makes the program again.
    pub again: String,
}

/// Writes it into a folder of its own, named for the fault, in `folder`, and gives that.
///
/// # Errors
///
/// Where files cannot be written.
pub fn save(folder: &Path, finding: &Finding<'_>) -> Result<PathBuf> {
    let fault = finding.fault;
    let folder = folder.join(name(fault));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("program.rs"), source::write(finding.minimised))?;
    fs::write(folder.join("original.rs"), source::write(finding.original))?;
    let report = format!(
        "{}: {}\n\n{}\n\nrustc program.rs {}\n\nfrom {}\nagain: {}\n",
        fault.kind,
        fault.place,
        fault.message,
        finding.arguments.join(" "),
        finding.made,
        finding.again,
    );
    fs::write(folder.join("report.txt"), report)?;
    Ok(folder)
}

/// Kind and place, as far as a file may be named so.
fn name(fault: &Fault) -> String {
    let place = fault.place.trim_start_matches("compiler/").replace("/src/", "-");
    let plain: String = place
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() { it } else { '-' })
        .take(80)
        .collect();
    format!("{}-{}", fault.kind, plain.trim_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ending::Kind;
    use crate::source::trees;

    #[test]
    fn all_that_is_needed_is_there() {
        let fault = Fault {
            kind: Kind::Crash,
            place: "compiler/rustc_a/src/b.rs:1:2 in typeck".to_owned(),
            message: "no such thing".to_owned(),
        };
        let folder = tempfile::tempdir().unwrap();
        let finding = Finding {
            fault: &fault,
            minimised: &trees("a;"),
            original: &trees("a; b;"),
            arguments: &["--edition=2024".to_owned()],
            made: "one with other",
            again: "fuzz".to_owned(),
        };
        let into = save(folder.path(), &finding).unwrap();
        assert_eq!(into, folder.path().join("crash-rustc-a-b-rs-1-2-in-typeck"));
        assert_eq!(fs::read_to_string(into.join("program.rs")).unwrap(), "a;\n");
        let report = fs::read_to_string(into.join("report.txt")).unwrap();
        assert!(report.contains("no such thing") && report.contains("program.rs --edition=2024"));
    }
}

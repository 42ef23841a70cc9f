//! The programs that mutations begin with, and the crates that they need.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::chunks;
use crate::source::{self, Tree};

/// All programs of some folders.
#[derive(Debug, Default)]
pub struct Corpus {
    pub programs: Vec<Sample>,
    /// Types and bounds that stand in them, each once.
    pub types: Vec<Vec<Tree>>,
    /// Folders with crates that programs of some folder need.
    auxiliary: Vec<PathBuf>,
}

/// One program.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Below the folder that it was found in.
    pub name: String,
    pub trees: Vec<Tree>,
    pub edition: u16,
    /// The number of the folder with the crates that it needs.
    pub crates: Option<usize>,
}

impl Corpus {
    /// Reads all programs in and below folders, in an order that depends only on what is there.
    /// What does not consist of tokens is left out.
    ///
    /// # Errors
    ///
    /// Where a folder cannot be read, or has no program.
    pub fn read(folders: &[PathBuf]) -> Result<Corpus> {
        let mut corpus = Corpus::default();
        for folder in folders {
            let mut files = BTreeSet::new();
            find(folder, &mut files).with_context(|| format!("{}", folder.display()))?;
            let before = corpus.programs.len();
            for file in files {
                let text =
                    fs::read_to_string(&file).with_context(|| format!("{}", file.display()))?;
                let name = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
                let crates = corpus.crates_of(&file);
                corpus.add(name, &text, crates);
            }
            if corpus.programs.len() == before {
                bail!("no program in {}", folder.display());
            }
        }
        if corpus.programs.is_empty() {
            bail!("name a folder with programs to begin with");
        }
        Ok(corpus)
    }

    /// Adds a program, if its text consists of tokens.
    pub fn add(&mut self, name: String, text: &str, crates: Option<usize>) {
        let Ok(trees) = source::parse(text) else { return };
        for path in source::lists(&trees) {
            let list = source::list(&trees, &path).0;
            for range in chunks::types(list) {
                let found = &list[range];
                if found.len() <= 12 && !self.types.iter().any(|known| known == found) {
                    self.types.push(found.to_vec());
                }
            }
        }
        self.programs.push(Sample { name, trees, edition: edition(text), crates });
    }

    fn crates_of(&mut self, file: &Path) -> Option<usize> {
        let folder = file.parent()?;
        let auxiliary = match folder.file_name() {
            Some(name) if name == "auxiliary" => folder.to_owned(),
            _ => folder.join("auxiliary"),
        };
        if !auxiliary.is_dir() {
            return None;
        }
        let known = self.auxiliary.iter().position(|known| *known == auxiliary);
        known.or_else(|| {
            self.auxiliary.push(auxiliary);
            Some(self.auxiliary.len() - 1)
        })
    }

    /// Builds the crates that programs need, each folder's into one of its own, and gives those.
    ///
    /// # Errors
    ///
    /// Where the compiler cannot be started. A crate that it refuses is left out: a program that
    /// needs it is refused too.
    pub fn build_crates(&self, rustc: &Path, into: &Path) -> Result<Vec<PathBuf>> {
        let mut built = Vec::new();
        for (number, auxiliary) in self.auxiliary.iter().enumerate() {
            let out = into.join(number.to_string());
            fs::create_dir_all(&out)?;
            let mut files = BTreeSet::new();
            find(auxiliary, &mut files)?;
            // They may need one another: whatever can be built is, until nothing more can.
            let mut progress = true;
            while progress && !files.is_empty() {
                progress = false;
                for file in files.clone() {
                    if build_crate(rustc, &file, &out)? {
                        files.remove(&file);
                        progress = true;
                    }
                }
            }
            built.push(out);
        }
        Ok(built)
    }
}

fn find(folder: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    if folder.is_file() {
        files.insert(folder.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_program = path.extension().is_some_and(|extension| extension == "rs");
        if path.is_dir() || is_program {
            find(&path, files)?;
        }
    }
    Ok(())
}

fn build_crate(rustc: &Path, file: &Path, out: &Path) -> Result<bool> {
    let text = fs::read_to_string(file)?;
    let is_macro = text.contains("proc_macro::");
    let kind = if is_macro { "proc-macro" } else { "rlib" };
    let mut command = Command::new(rustc);
    command
        .arg(file)
        .arg(format!("--crate-type={kind}"))
        .arg(format!("--edition={}", edition(&text)))
        .args(["--cap-lints=allow", "--extern=proc_macro"])
        .arg("--out-dir")
        .arg(out)
        .arg("-L")
        .arg(out)
        .env("RUSTC_BOOTSTRAP", "1");
    let output = command.output().with_context(|| format!("could not run {}", rustc.display()))?;
    Ok(output.status.success())
}

/// As the test says it; those that say nothing are written for 2024.
fn edition(text: &str) -> u16 {
    let named =
        text.lines().find_map(|line| line.strip_prefix("//@")?.trim().strip_prefix("edition:"));
    named.and_then(|edition| edition.trim().parse().ok()).unwrap_or(2024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_read_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("b/two.rs", "//@ edition: 2021\nfn f(x: &u8) -> u8 {}");
        write("b/auxiliary/needed.rs", "pub fn f() {}");
        write("a.rs", "fn g(x: u8) {}");
        write("broken.rs", "fn (");
        write("a.stderr", "error");
        let corpus = Corpus::read(&[folder.path().to_owned()]).unwrap();
        let names: Vec<_> = corpus.programs.iter().map(|sample| &*sample.name).collect();
        assert_eq!(names, ["a.rs", "b/auxiliary/needed.rs", "b/two.rs"]);
        let editions: Vec<_> = corpus.programs.iter().map(|sample| sample.edition).collect();
        assert_eq!(editions, [2024, 2024, 2021]);
        let crates: Vec<_> = corpus.programs.iter().map(|sample| sample.crates).collect();
        assert_eq!(crates, [None, Some(0), Some(0)]);
        assert_eq!(corpus.types.len(), 2);
        assert!(Corpus::read(&[folder.path().join("none")]).is_err());
    }
}

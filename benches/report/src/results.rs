//! What was measured, in files.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::arguments::Arguments;
use crate::machine::Measured;

/// The folder of results.
pub struct Results {
    folder: PathBuf,
}

/// Everything about one workload for one contestant. What was not measured is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Instructions a call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<f64>,
    /// Nanoseconds a call; where a run is a file, a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<f64>,
    /// Allocations and bytes allocated, a call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allocations: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<f64>,
    /// The most memory in use at one time, on the heap and in the frame of the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak: Option<u64>,
}

/// By workload, then by contestant.
pub type Calls = BTreeMap<String, BTreeMap<String, Call>>;

/// When each part was measured.
pub type Dates = BTreeMap<String, Measured>;

/// A program with many implementations of a trait.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Built {
    /// Bytes of code.
    pub text: u64,
    /// Instructions and seconds that the compiler took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<u64>,
    pub seconds: f64,
}

/// A line in a plot: the cost at each size.
pub type Series = BTreeMap<u64, f64>;

/// How costs grow, by contestant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    /// Instructions of one poll by depth of the chain.
    pub depth: BTreeMap<String, Series>,
    /// Bytes of code, and seconds of the compiler, by number of implementations.
    pub text_by_implementations: BTreeMap<String, Series>,
    pub seconds_by_implementations: BTreeMap<String, Series>,
    /// The same by number of methods.
    pub text_by_methods: BTreeMap<String, Series>,
    pub seconds_by_methods: BTreeMap<String, Series>,
    /// Many objects at once.
    pub population: Vec<Population>,
}

/// The memory of many objects at once, an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Population {
    pub contestant: String,
    pub count: u64,
    /// Ready to be called.
    pub idle: Memory,
    /// In the middle of a call, with the task that makes it.
    pub running: Memory,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    pub allocations: f64,
    pub bytes: f64,
}

/// Instructions of a compiler for one crate of the base's own benchmarks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compiled {
    pub benchmark: String,
    /// `check`, `debug` or `opt`.
    pub profile: String,
    pub base: u64,
    pub fork: u64,
}

impl Results {
    pub fn new(folder: &Path) -> Self {
        Results { folder: folder.to_owned() }
    }

    /// Where a file that belongs to the results is, such as a plot.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// What was measured before, or nothing.
    pub fn read<T: DeserializeOwned + Default>(&self, name: &str) -> Result<T> {
        let path = self.path(&format!("{name}.json"));
        match fs::read(&path) {
            Ok(json) => serde_json::from_slice(&json)
                .with_context(|| format!("{} is not what this program writes", path.display())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(T::default()),
            Err(error) => Err(error).with_context(|| format!("{}", path.display())),
        }
    }

    pub fn write<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        let mut json = serde_json::to_string_pretty(value)?;
        json.push('\n');
        self.write_text(&format!("{name}.json"), &json)
    }

    /// Takes note that a part was measured.
    pub fn note_date(&self, part: &str, arguments: &Arguments) -> Result<()> {
        let mut dates: Dates = self.read("dates")?;
        dates.insert(part.to_owned(), Measured::by(arguments)?);
        self.write("dates", &dates)
    }

    /// Writes a file in one step.
    pub fn write_text(&self, name: &str, text: &str) -> Result<()> {
        write_text(&self.path(name), text)
    }

    /// Changes what is known about one workload for one contestant.
    pub fn update_call(
        &self,
        workload: &str,
        contestant: &str,
        change: impl FnOnce(&mut Call),
    ) -> Result<()> {
        let mut calls: Calls = self.read("calls")?;
        let workload = calls.entry(workload.to_owned()).or_default();
        change(workload.entry(contestant.to_owned()).or_default());
        self.write("calls", &calls)
    }
}

/// Writes a file in one step: whoever looks sees the former or this one, whole.
pub fn write_text(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().context("a file has a folder")?;
    let what = || format!("could not write {}", path.display());
    fs::create_dir_all(folder).with_context(what)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(what)?;
    std::io::Write::write_all(&mut file, text.as_bytes()).with_context(what)?;
    file.persist(path).with_context(what)?;
    set_readable(path).with_context(what)
}

/// A temporary file is its owner's alone; a result is everybody's.
#[cfg(unix)]
fn set_readable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_readable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_measured_before_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let results = Results::new(folder.path());
        results.update_call("a", "static", |call| call.time = Some(1.5)).unwrap();
        results.update_call("a", "static", |call| call.instructions = Some(7.0)).unwrap();
        results.update_call("b", "static", |call| call.bytes = Some(0.0)).unwrap();
        let calls: Calls = results.read("calls").unwrap();
        assert_eq!(calls["a"]["static"].time, Some(1.5));
        assert_eq!(calls["a"]["static"].instructions, Some(7.0));
        assert_eq!(calls["b"]["static"].peak, None);
    }

    #[test]
    fn nonsense_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let results = Results::new(folder.path());
        results.write_text("calls.json", "{").unwrap();
        assert!(results.read::<Calls>("calls").is_err());
    }
}

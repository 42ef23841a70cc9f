//! What became of each test, whatever jobs `ui_test` made of it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ui_test::status_emitter::{RevisionStyle, StatusEmitter, Summary, TestStatus};
use ui_test::test_result::TestResult;
use ui_test::{Error, Errored, TestOk};

/// The last part of the name of the job that starts a test's program.
pub const EXECUTION: &str = "run";

/// The tests by name: the path below the folder of the tests, and `#revision`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub passed: Vec<String>,
    pub failed: Vec<String>,
    pub ignored: Vec<String>,
}

impl Outcome {
    /// A line for each test, in compiletest's words, so that the two can be compared.
    pub fn list(&self) -> String {
        let mut lines: Vec<(&str, &str)> = Vec::new();
        for (names, word) in
            [(&self.passed, "ok"), (&self.failed, "FAILED"), (&self.ignored, "ignored")]
        {
            lines.extend(names.iter().map(|name| (&**name, word)));
        }
        lines.sort_unstable();
        lines.iter().map(|(name, word)| format!("test [ui] {name} ... {word}\n")).collect()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for name in &self.failed {
            writeln!(formatter, "failed: {name}")?;
        }
        write!(
            formatter,
            "test result: {}. {} passed; {} failed; {} ignored",
            if self.failed.is_empty() { "ok" } else { "FAILED" },
            self.passed.len(),
            self.failed.len(),
            self.ignored.len()
        )
    }
}

/// One sentence as the reason why a test failed.
pub fn failure(sentence: String) -> Errored {
    Errored::new(vec![Error::ConfigError(sentence)], "src/tools/ui-suite")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Result {
    Passed,
    Ignored,
    Failed,
}

/// A test's file and its revision, empty where there is none.
type Name = (PathBuf, String);

/// Hears from `ui_test` about every job.
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Mutex<BTreeMap<Name, Result>>>);

impl Recorder {
    /// What became of the tests in the folder `tests`.
    pub fn outcome(&self, tests: &Path) -> Outcome {
        let mut outcome = Outcome::default();
        let results = self.0.lock().expect("no job panics in here");
        for ((file, revision), result) in &*results {
            // `ui_test` calls a file done after its revisions, which are the tests.
            let next = results.range((file.clone(), "\0".to_owned())..).next();
            if revision.is_empty() && next.is_some_and(|((other, _), _)| other == file) {
                continue;
            }
            let mut name = file.strip_prefix(tests).unwrap_or(file).display().to_string();
            if !revision.is_empty() {
                name = format!("{name}#{revision}");
            }
            match result {
                Result::Passed => outcome.passed.push(name),
                Result::Ignored => outcome.ignored.push(name),
                Result::Failed => outcome.failed.push(name),
            }
        }
        outcome
    }

    /// A test is as good as its worst job.
    fn record(&self, name: &Name, result: Result) {
        let mut all = self.0.lock().expect("no job panics in here");
        let known = all.entry(name.clone()).or_insert(result);
        *known = (*known).max(result);
    }
}

impl StatusEmitter for Recorder {
    fn register_test(&self, path: PathBuf) -> Box<dyn TestStatus> {
        Box::new(Job {
            recorder: self.clone(),
            test: (path.clone(), String::new()),
            path,
            revision: String::new(),
            counts: true,
        })
    }

    fn finalize(&self, _: usize, _: usize, _: usize, _: usize, _: bool) -> Box<dyn Summary> {
        Box::new(())
    }
}

/// One job of a test: compile it, run its program, compile it fixed, build its crates.
struct Job {
    recorder: Recorder,
    test: Name,
    path: PathBuf,
    revision: String,
    /// Whether the job's result is one of the test's.
    counts: bool,
}

impl TestStatus for Job {
    fn for_revision(&self, revision: &str, style: RevisionStyle) -> Box<dyn TestStatus> {
        let of_test = match revision.strip_suffix(EXECUTION) {
            Some(of_test) => of_test.trim_end_matches('.'),
            None => revision,
        };
        Box::new(Job {
            recorder: self.recorder.clone(),
            test: (self.test.0.clone(), of_test.to_owned()),
            path: self.path.clone(),
            revision: revision.to_owned(),
            // A failed build of a crate is an error of the test that wants it.
            counts: matches!(style, RevisionStyle::Show),
        })
    }

    fn for_path(&self, path: &Path) -> Box<dyn TestStatus> {
        Box::new(Job {
            recorder: self.recorder.clone(),
            test: self.test.clone(),
            path: path.to_owned(),
            revision: self.revision.clone(),
            counts: true,
        })
    }

    fn failed_test<'a>(&'a self, _: &'a str, _: &'a [u8], _: &'a [u8]) -> Box<dyn fmt::Debug + 'a> {
        Box::new(())
    }

    fn done(&self, result: &TestResult, _: bool) {
        let result = match result {
            Ok(TestOk::Ok) => Result::Passed,
            Ok(TestOk::Ignored) => Result::Ignored,
            Err(_) => Result::Failed,
        };
        if self.counts {
            self.recorder.record(&self.test, result);
        }
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn revision(&self) -> &str {
        &self.revision
    }
}

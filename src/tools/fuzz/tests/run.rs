//! Whose a fault is, how often it is met, and what is kept, with a compiler that is a script.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fuzz::compile::Limits;
use fuzz::ending::Kind;
use fuzz::run::{self, Options, Report};

/// Takes what the program has in it for what must happen.
const RUSTC: &str = r#"#!/bin/sh
for last; do :; done
say() { echo "thread 'rustc' (1) panicked at compiler/$1:1:2:" >&2; echo told >&2; exit 101; }
has() { grep -qw "$1" "$last"; }
has everyone && say base.rs
has inline && has feature_only && say ours.rs
has moves && { has inline && say here.rs; say there.rs; }
has hangs && while :; do :; done
has hoards && has inline && { echo 'memory allocation of 8 bytes failed' >&2; kill -ABRT $$; }
has refused && exit 1
exit 0
"#;

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let rustc = folder.path().join("rustc");
        fs::write(&rustc, RUSTC).unwrap();
        fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755)).unwrap();
        World { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Programs with a word in all places, so that hardly a mutation takes it away.
    fn run(&self, word: &str, programs: u64) -> Report {
        let corpus = self.path(word);
        fs::create_dir_all(&corpus).unwrap();
        let method = format!("inline async fn {word}(&self, x: {word}) -> {word} {{ {word}(); }}");
        let text = format!("trait {word} {{ {method} }} impl {word} for {word} {{ {method} }}");
        fs::write(corpus.join("program.rs"), text).unwrap();
        let options = Options {
            rustc: self.path("rustc"),
            corpus: vec![corpus],
            seed: 1,
            first: 0,
            programs,
            jobs: 2,
            budget: 300,
            limits: Limits { seconds: 1, patience: Duration::from_secs(60), ..Limits::default() },
            folder: self.path("found"),
            again: "fuzz".to_owned(),
        };
        run::run(&options).unwrap()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return vec![] };
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn what_goes_away_with_the_keyword_is_ours() {
    let world = World::new();
    let report = world.run("feature_only", 30);
    assert_eq!(report.programs, 30);
    let met = &report.faults[&(Kind::Crash, "compiler/ours.rs:1:2".to_owned())];
    assert!(met.ours > 20 && met.base == 0, "{report}");
    assert_eq!(report.ours(), 1);
    assert!(run::conclude(&report).is_err());
    // One program for the place, and nothing in it that does not matter.
    let found = files(&world.path("found"));
    assert_eq!(found.len(), 1, "{found:?}");
    let program = fs::read_to_string(found[0].join("program.rs")).unwrap();
    let words: Vec<_> = program.split(|it: char| !it.is_alphanumeric() && it != '_').collect();
    let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
    assert!(
        words == ["inline", "feature_only"] || words == ["feature_only", "inline"],
        "{program}"
    );
    let told = fs::read_to_string(found[0].join("report.txt")).unwrap();
    assert!(told.contains("told") && told.contains("again: fuzz --first"), "{told}");
}

#[test]
fn what_stays_without_the_keyword_is_the_base_s() {
    let world = World::new();
    let report = world.run("everyone", 30);
    let met = &report.faults[&(Kind::Crash, "compiler/base.rs:1:2".to_owned())];
    assert!(met.ours == 0 && met.base > 20, "{report}");
    assert!(run::conclude(&report).is_ok());
    assert!(files(&world.path("found")).is_empty());
}

#[test]
fn what_moves_without_the_keyword_is_ours() {
    let world = World::new();
    let report = world.run("moves", 10);
    assert!(report.faults[&(Kind::Crash, "compiler/here.rs:1:2".to_owned())].ours > 0, "{report}");
}

#[test]
fn limits_of_time_and_memory_are_kinds_of_their_own() {
    let world = World::new();
    let report = world.run("hangs", 2);
    assert!(report.faults[&(Kind::Hang, "too long".to_owned())].base > 0, "{report}");
    let report = world.run("hoards", 5);
    assert!(report.faults[&(Kind::Memory, "too much memory".to_owned())].ours > 0, "{report}");
}

#[test]
fn programs_are_accepted_or_refused() {
    let world = World::new();
    let report = world.run("refused", 20);
    assert!(report.refused > 15 && report.faults.is_empty(), "{report}");
    assert_eq!(report.accepted + report.refused, 20);
    let report = world.run("fine", 20);
    assert_eq!((report.accepted, report.refused), (20, 0));
}

//! That the runner can fail, and that it does not where it must not: small suites, run
//! with the toolchain that built this test.

use std::path::{Path, PathBuf};
use std::process::Command;

use ui_suite::{Options, Outcome, Programs};

/// A suite of the files given, run.
fn run(files: &[(&str, &str)]) -> Outcome {
    run_with(files, |_| {}).1
}

fn run_with(
    files: &[(&str, &str)],
    change: impl FnOnce(&mut Options),
) -> (tempfile::TempDir, Outcome) {
    let folder = tempfile::tempdir().unwrap();
    let tests = folder.path().join("ui");
    for (name, text) in files {
        let path = tests.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let mut options = Options {
        toolchain: toolchain(),
        tests,
        out: folder.path().join("out"),
        bless: false,
        first_revision: false,
        skip: Vec::new(),
        list: false,
        threads: std::num::NonZeroUsize::new(1),
        programs: Programs::default(),
        filters: Vec::new(),
    };
    change(&mut options);
    let outcome = ui_suite::run(&options).unwrap();
    (folder, outcome)
}

fn toolchain() -> PathBuf {
    let rustc = option_env!("RUSTC").unwrap_or("rustc");
    let output = Command::new(rustc).args(["--print", "sysroot"]).output().unwrap();
    PathBuf::from(String::from_utf8(output.stdout).unwrap().trim())
}

fn passes(files: &[(&str, &str)]) {
    let outcome = run(files);
    assert!(outcome.failed.is_empty() && outcome.ignored.is_empty(), "{outcome}");
    assert_eq!(outcome.passed, ["a.rs"]);
}

fn fails(files: &[(&str, &str)]) {
    let outcome = run(files);
    assert_eq!(outcome.failed, ["a.rs"], "{outcome}");
    assert!(outcome.passed.is_empty() && outcome.ignored.is_empty(), "{outcome}");
}

const MISMATCH: &str = "fn main() {\n    let _: u8 = \"\"; //~ ERROR mismatched types\n}\n";

/// What the compiler says about [`MISMATCH`].
fn mismatch_stderr() -> String {
    let (folder, _) = run_with(&[("a.rs", MISMATCH)], |options| options.bless = true);
    std::fs::read_to_string(folder.path().join("ui/a.stderr")).unwrap()
}

#[test]
fn expected_output() {
    let right = mismatch_stderr();
    assert!(right.contains("--> $DIR/a.rs:2:17"), "{right}");
    assert!(right.contains("LL |     let _: u8 = \"\";\n"), "{right}");
    passes(&[("a.rs", MISMATCH), ("a.stderr", &right)]);
    fails(&[("a.rs", MISMATCH), ("a.stderr", &right.replace("mismatched", "matched"))]);
    fails(&[("a.rs", MISMATCH)]);
    fails(&[("a.rs", "//@ check-pass\nfn main() {}\n"), ("a.stderr", &right)]);
    fails(&[("a.rs", "//@ check-pass\nfn main() {}\n"), ("a.stdout", "x\n")]);
}

#[test]
fn annotations() {
    let right = mismatch_stderr();
    for wrong in [
        MISMATCH.replace("ERROR mismatched types", "ERROR clashing types"),
        MISMATCH.replace("ERROR", "WARN"),
        MISMATCH.replace("//~ ERROR mismatched types", ""),
        MISMATCH.replace("{\n", "{ //~ ERROR mismatched\n"),
    ] {
        fails(&[("a.rs", &wrong), ("a.stderr", &right)]);
    }
}

#[test]
fn programs() {
    passes(&[("a.rs", "//@ run-pass\nfn main() {}\n")]);
    fails(&[("a.rs", "//@ run-pass\nfn main() { std::process::exit(1) }\n")]);
    fails(&[("a.rs", "//@ run-pass\nfn main() { panic!() }\n")]);
    fails(&[("a.rs", "//@ run-pass\nfn main() { std::process::abort() }\n")]);
    fails(&[("a.rs", "//@ run-pass\nfn main() { x }\n")]);
    passes(&[("a.rs", "//@ run-fail\nfn main() { panic!() }\n")]);
    fails(&[("a.rs", "//@ run-fail\nfn main() {}\n")]);
    fails(&[("a.rs", "//@ run-fail\nfn main() { std::process::abort() }\n")]);
    passes(&[("a.rs", "//@ run-crash\nfn main() { std::process::abort() }\n")]);
}

#[test]
fn goals() {
    passes(&[("a.rs", "//@ check-pass\nfn main() {}\n")]);
    fails(&[("a.rs", "fn main() {}\n")]);
    fails(&[("a.rs", "//@ check-pass\nfn main() { x } //~ ERROR cannot find value\n")]);
    // Unused code is no matter, except in a program that runs.
    passes(&[("a.rs", "//@ build-pass\nfn main() { let x = 1; }\n")]);
    fails(&[("a.rs", "//@ run-pass\nfn main() { let x = 1; }\n")]);
    fails(&[("a.rs", "//@ build-fail\nfn main() {}\n")]);
    let late = "//@ build-fail\nfn main() { const { f::<u8>() } }\n\
        const fn f<T>() { const { assert!(size_of::<T>() > 1) } }\n";
    fails(&[("a.rs", late)]);
}

#[test]
fn a_build_must_not_fail_too_early() {
    let right = mismatch_stderr();
    passes(&[("a.rs", &format!("{MISMATCH}//@ check-fail\n")), ("a.stderr", &right)]);
    fails(&[("a.rs", &format!("{MISMATCH}//@ build-fail\n")), ("a.stderr", &right)]);
}

#[test]
fn revisions() {
    let text = "//@ run-pass\n//@ revisions: one two\n//@[two] compile-flags: --cfg exits\n\
        #![allow(unexpected_cfgs)]\nfn main() { std::process::exit(cfg!(exits) as i32) }\n";
    let outcome = run(&[("a.rs", text)]);
    assert_eq!(outcome.passed, ["a.rs#one"]);
    assert_eq!(outcome.failed, ["a.rs#two"]);
    assert_eq!(outcome.list(), "test [ui] a.rs#one ... ok\ntest [ui] a.rs#two ... FAILED\n");
    assert!(outcome.to_string().ends_with("test result: FAILED. 1 passed; 1 failed; 0 ignored"));
}

#[test]
fn auxiliary_crates() {
    let main = "//@ run-pass\n//@ edition: 2024\n//@ aux-build: over-under.rs\n\
        extern crate over_under;\nfn main() { assert_eq!(over_under::two(), 2) }\n";
    let over = "//@ edition: 2024\n//@ aux-build: under.rs\nextern crate under;\n\
        pub fn two() -> u8 { under::one() + 1 }\n";
    let under = "pub fn one() -> u8 { 1 }\n";
    let with =
        |under| [("a.rs", main), ("auxiliary/over-under.rs", over), ("auxiliary/under.rs", under)];
    passes(&with(under));
    fails(&with("pub fn one() -> u8 { 2 }\n"));
    fails(&with("pub fn one() -> u8 { x }\n"));
    fails(&[("a.rs", main)]);
}

#[test]
fn procedural_macros() {
    let main = "//@ run-pass\n//@ edition: 2024\n//@ proc-macro: gives-two.rs\n\
        fn main() { assert_eq!(gives_two::two!(), 2) }\n";
    let text = "//@ edition: 2024\nuse proc_macro::TokenStream;\n#[proc_macro]\n\
        pub fn two(_: TokenStream) -> TokenStream { \"2\".parse().unwrap() }\n";
    passes(&[("a.rs", main), ("auxiliary/gives-two.rs", text)]);
}

#[test]
fn suggestions() {
    let text = "//@ run-rustfix\nfn main() {\n    let x = 1;\n    x = 2; //~ ERROR cannot assign\n\
        \x20   println!(\"{x}\");\n}\n";
    let (folder, _) = run_with(&[("a.rs", text)], |options| options.bless = true);
    let read = |name| std::fs::read_to_string(folder.path().join("ui").join(name)).unwrap();
    let (stderr, fixed) = (read("a.stderr"), read("a.fixed"));
    assert!(fixed.contains("let mut x = 1"), "{fixed}");
    // The value that is never read is a warning in the fixed file.
    fails(&[("a.rs", text), ("a.stderr", &stderr), ("a.fixed", &fixed)]);
    let text = text.replace("fn main", "#![allow(unused_assignments)]\nfn main");
    let (folder, _) = run_with(&[("a.rs", &text)], |options| options.bless = true);
    let read = |name| std::fs::read_to_string(folder.path().join("ui").join(name)).unwrap();
    let (stderr, fixed) = (read("a.stderr"), read("a.fixed"));
    passes(&[("a.rs", &text), ("a.stderr", &stderr), ("a.fixed", &fixed)]);
    let other = fixed.replace("mut x", "mut  x");
    fails(&[("a.rs", &text), ("a.stderr", &stderr), ("a.fixed", &other)]);
    fails(&[("a.rs", &text), ("a.stderr", &stderr)]);
    let without = text.replace("//@ run-rustfix", "");
    fails(&[("a.rs", &without), ("a.stderr", &stderr), ("a.fixed", &fixed)]);
}

fn named(test: &str) -> Vec<String> {
    vec![test.to_owned()]
}

#[test]
fn the_first_revision_alone() {
    let text = "//@ revisions: good bad\n//@ check-pass\n\
        fn main() {}\n#[cfg(bad)]\nfn bad() -> u32 {}\n";
    let outcome = run(&[("a.rs", text)]);
    assert_eq!((outcome.passed, outcome.failed), (named("a.rs#good"), named("a.rs#bad")));
    let (_folder, outcome) = run_with(&[("a.rs", text)], |options| options.first_revision = true);
    assert_eq!((outcome.passed, outcome.failed), (named("a.rs#good"), vec![]));
}

#[test]
fn conditions() {
    let outcome = run(&[("a.rs", "//@ ignore-test\nfn main() { x }\n")]);
    assert_eq!(outcome.ignored, ["a.rs"]);
    fails(&[("a.rs", "//@ check-pass\n//@ only-on-sundays\nfn main() {}\n")]);
}

#[test]
fn directives_without_a_meaning_fail_the_test() {
    fails(&[("a.rs", "//@ check-pass\n//@ pretty-mode: x\nfn main() {}\n")]);
    fails(&[("a.rs", "//@ check-pass\n//@ check-pass\nfn main() {}\n")]);
}

#[test]
fn there_must_be_a_toolchain() {
    let options = Options {
        toolchain: Path::new("/nowhere").to_owned(),
        tests: ".".into(),
        out: "/nowhere/out".into(),
        bless: false,
        first_revision: false,
        skip: Vec::new(),
        list: false,
        threads: None,
        programs: Programs::default(),
        filters: Vec::new(),
    };
    assert!(ui_suite::run(&options).unwrap_err().to_string().contains("is not there"));
}

//! The compiler's command line: what compiletest's mode `ui` passes.

use std::ffi::OsString;
use std::path::Path;

use crate::directives::{Directives, Goal};

/// What is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The test's own file.
    Test,
    /// A file in `auxiliary`.
    Auxiliary,
}

/// Flags without the file, the place for the output and the crate type.
///
/// `revision` and `revisions` are the test's, also for an auxiliary file.
pub fn of(
    kind: Kind,
    directives: &Directives,
    revision: Option<&str>,
    revisions: &[String],
) -> Vec<OsString> {
    let mut all: Vec<OsString> = Vec::new();
    let mut add = |flags: &[&str]| all.extend(flags.iter().map(OsString::from));
    // One thread, for an order of messages that does not change. The standard library's
    // source is hidden, since users may not have it.
    add(&[
        "-Zthreads=1",
        "-Zsimulate-remapped-rust-src-base=/rustc/FAKE_PREFIX",
        "-Ztranslate-remapped-path-to-local-path=no",
    ]);
    let as_cfg = |name: &str| name.to_lowercase().replace('-', "_");
    if let Some(revision) = revision {
        add(&["--cfg", &as_cfg(revision)]);
    }
    let cfgs: String = revisions.iter().map(|name| format!(",{}", as_cfg(name))).collect();
    add(&["--check-cfg", &format!("cfg(test,FALSE{cfgs})")]);
    let goal = (kind == Kind::Test).then(|| directives.goal());
    let has = |flag: &str| directives.compile_flags.iter().any(|given| given.contains(flag));
    if goal == Some(Goal::RunPass) && !has("opt-level") && !has("-O") {
        add(&["-O"]);
    }
    add(&["--error-format=json", "--json=future-incompat", "-Ccodegen-units=1"]);
    add(&["-Zui-testing", "-Zdeduplicate-diagnostics=no", "-Zwrite-long-types-to-disk=no"]);
    add(&["-Cstrip=debuginfo"]);
    if matches!(goal, Some(Goal::CheckPass | Goal::CheckFail)) {
        add(&["--emit=metadata"]);
    }
    if !directives.no_prefer_dynamic {
        add(&["-Cprefer-dynamic"]);
    }
    // Tests are full of code that nothing uses; one that runs has no excuse.
    if kind == Kind::Test && goal != Some(Goal::RunPass) {
        add(&["-Aunused", "-Wunused_attributes"]);
    }
    add(&["-Ainternal_features", "-Aincomplete_features", "-Aunused_parens", "-Aunused_braces"]);
    if let Some(edition) = &directives.edition {
        add(&[&format!("--edition={edition}")]);
    }
    all.extend(directives.compile_flags.iter().map(OsString::from));
    all
}

/// Flags that make a file after `run-rustfix` fail when the compiler still says anything.
pub const FIXED: [&str; 2] = ["-Wunused", "-Dwarnings"];

/// Where a test's compiler writes: the program of a test that runs has its name.
pub fn output(directives: &Directives, folder: &Path, program: &str) -> Vec<OsString> {
    if directives.goal().runs() {
        vec!["-o".into(), folder.join(program).into()]
    } else {
        vec!["--out-dir".into(), folder.into()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_test(text: &str, revision: Option<&str>) -> Vec<String> {
        let directives = Directives::read(text, revision).unwrap();
        of(Kind::Test, &directives, revision, &directives.revisions)
            .into_iter()
            .map(|flag| flag.into_string().unwrap())
            .collect()
    }

    fn has(flags: &[String], flag: &str) -> bool {
        flags.iter().any(|given| given == flag)
    }

    #[test]
    fn programs_are_optimised_unless_they_say_how() {
        assert!(has(&of_test("//@ run-pass", None), "-O"));
        assert!(!has(&of_test("//@ run-pass\n//@ compile-flags: -Copt-level=s", None), "-O"));
        assert!(!has(&of_test("//@ build-pass", None), "-O"));
    }

    #[test]
    fn only_analysis_where_only_that_is_asked() {
        assert!(has(&of_test("", None), "--emit=metadata"));
        assert!(has(&of_test("//@ check-pass", None), "--emit=metadata"));
        assert!(!has(&of_test("//@ build-fail", None), "--emit=metadata"));
    }

    #[test]
    fn revisions_are_cfgs() {
        let flags = of_test("//@ revisions: one-way other", Some("one-way"));
        assert!(has(&flags, "one_way"));
        assert!(has(&flags, "cfg(test,FALSE,one_way,other)"));
    }
}

//! What a test file says about itself, in compiletest's words.

use std::str::FromStr;

/// What must become of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goal {
    /// Analysis fails.
    CheckFail,
    /// Analysis succeeds and code generation fails.
    BuildFail,
    /// Analysis succeeds.
    CheckPass,
    /// The crate can be built.
    BuildPass,
    /// The crate can be built, and its program exits with an error.
    RunFail,
    /// The crate can be built, and a signal ends its program.
    RunCrash,
    /// The crate can be built, and its program does not end well, in either way.
    RunFailOrCrash,
    /// The crate can be built, and its program exits with success.
    RunPass,
}

impl Goal {
    /// Whether the compiler has to succeed.
    pub fn compiles(self) -> bool {
        self >= Goal::CheckPass
    }

    /// Whether the program is started.
    pub fn runs(self) -> bool {
        self >= Goal::RunFail
    }
}

/// One crate that a test needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The file's name in the folder `auxiliary`.
    pub file: String,
    pub is_proc_macro: bool,
}

/// Severities that annotations may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    Error,
    Warning,
    Note,
    Help,
    Suggestion,
    /// Output that is no diagnostic.
    Raw,
    /// An annotation without one; nothing the compiler says has it.
    Unnamed,
}

impl FromStr for Severity {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Ok(match word {
            "ERROR" | "error" => Severity::Error,
            "WARN" | "WARNING" | "warn" | "warning" => Severity::Warning,
            "NOTE" | "note" => Severity::Note,
            "HELP" | "help" => Severity::Help,
            "SUGGESTION" => Severity::Suggestion,
            "RAW" => Severity::Raw,
            _ => return Err(()),
        })
    }
}

/// The directives of one revision of a file.
#[derive(Clone, Debug, Default)]
pub struct Directives {
    pub revisions: Vec<String>,
    pub edition: Option<String>,
    pub compile_flags: Vec<String>,
    pub run_flags: Vec<String>,
    pub rustc_env: Vec<(String, String)>,
    pub exec_env: Vec<(String, String)>,
    pub auxiliary: Vec<Needed>,
    goal: Option<Goal>,
    pub rustfix: Option<Rustfix>,
    pub no_prefer_dynamic: bool,
    pub incremental: bool,
    pub check_run_results: bool,
    pub error_patterns: Vec<String>,
    pub dont_require_annotations: Vec<Severity>,
    /// Names after `only-`, `ignore-` and `needs-`.
    pub only: Vec<String>,
    pub ignore: Vec<String>,
    pub needs: Vec<String>,
    /// Code generators for which the test has no meaning.
    pub ignore_backends: Vec<String>,
}

/// Which suggestions make the `.fixed` file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rustfix {
    All,
    MachineApplicable,
}

/// A directive that cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misunderstood {
    /// Counted from 1.
    pub line: usize,
    pub message: String,
}

impl Directives {
    /// What must become of the test.
    pub fn goal(&self) -> Goal {
        self.goal.unwrap_or(Goal::CheckFail)
    }

    /// Reads the directives that apply to `revision`.
    ///
    /// # Errors
    ///
    /// Directives that have no meaning here.
    pub fn read(text: &str, revision: Option<&str>) -> Result<Self, Vec<Misunderstood>> {
        let mut directives = Directives::default();
        let mut misunderstood = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let Some(directive) = line.trim_start().strip_prefix("//@") else { continue };
            let read = match split_revision(directive.trim_start()) {
                Ok((Some(only_for), _)) if Some(only_for) != revision => Ok(()),
                Ok((_, rest)) => directives.follow(rest.trim()),
                Err(message) => Err(message),
            };
            if let Err(message) = read {
                misunderstood.push(Misunderstood { line: number + 1, message });
            }
        }
        if misunderstood.is_empty() { Ok(directives) } else { Err(misunderstood) }
    }

    fn follow(&mut self, directive: &str) -> Result<(), String> {
        let end = directive.find([':', ' ']).unwrap_or(directive.len());
        let (name, rest) = directive.split_at(end);
        let value = rest.strip_prefix(':').map(str::trim);
        let want = || value.filter(|value| !value.is_empty()).ok_or(format!("`{name}` of what?"));
        let pair = || {
            let (name, value) = want()?.split_once('=').ok_or("no `=` in it".to_owned())?;
            Ok::<_, String>((name.to_owned(), value.to_owned()))
        };
        match name {
            "revisions" => self.revisions = words(want()?),
            "edition" => self.edition = Some(want()?.to_owned()),
            "compile-flags" => self.compile_flags.extend(flags(want()?)?),
            "run-flags" => self.run_flags.extend(flags(want()?)?),
            "rustc-env" => self.rustc_env.push(pair()?),
            "exec-env" => self.exec_env.push(pair()?),
            "aux-build" => self.need(want()?, false),
            "proc-macro" => self.need(want()?, true),
            "error-pattern" => self.error_patterns.push(want()?.to_owned()),
            "dont-require-annotations" => {
                let severity = want()?.parse().map_err(|()| "no such severity".to_owned())?;
                self.dont_require_annotations.push(severity);
            }
            "check-fail" => self.aim(Goal::CheckFail)?,
            "build-fail" => self.aim(Goal::BuildFail)?,
            "check-pass" => self.aim(Goal::CheckPass)?,
            "build-pass" => self.aim(Goal::BuildPass)?,
            "run-fail" => self.aim(Goal::RunFail)?,
            "run-crash" => self.aim(Goal::RunCrash)?,
            "run-fail-or-crash" => self.aim(Goal::RunFailOrCrash)?,
            "run-pass" => self.aim(Goal::RunPass)?,
            "run-rustfix" => self.rustfix = Some(Rustfix::All),
            "rustfix-only-machine-applicable" => self.rustfix = Some(Rustfix::MachineApplicable),
            "no-prefer-dynamic" => self.no_prefer_dynamic = true,
            "ignore-backends" => self.ignore_backends.extend(words(want()?)),
            "incremental" => self.incremental = true,
            "check-run-results" => self.check_run_results = true,
            // It forbids to weaken the goal from the command line, which cannot be done here.
            "ignore-pass" => {}
            _ => match name.split_once('-') {
                Some(("only", condition)) => self.only.push(condition.to_owned()),
                Some(("ignore", condition)) => self.ignore.push(condition.to_owned()),
                Some(("needs", condition)) => self.needs.push(condition.to_owned()),
                _ => return Err(format!("`{name}` has no meaning in src/tools/ui-suite")),
            },
        }
        Ok(())
    }

    fn need(&mut self, file: &str, is_proc_macro: bool) {
        self.auxiliary.push(Needed { file: file.to_owned(), is_proc_macro });
    }

    fn aim(&mut self, goal: Goal) -> Result<(), String> {
        match self.goal.replace(goal) {
            Some(_) => Err("a second goal".to_owned()),
            None => Ok(()),
        }
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn flags(text: &str) -> Result<Vec<String>, String> {
    if text.contains(['\'', '"']) {
        return Err("quotation marks have no meaning in src/tools/ui-suite".to_owned());
    }
    Ok(words(text))
}

fn split_revision(directive: &str) -> Result<(Option<&str>, &str), String> {
    let Some(rest) = directive.strip_prefix('[') else { return Ok((None, directive)) };
    let (revision, rest) = rest.split_once(']').ok_or("`[` without `]`".to_owned())?;
    Ok((Some(revision), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, revision: Option<&str>) -> Directives {
        Directives::read(text, revision).unwrap()
    }

    #[test]
    fn revisions_see_their_own_lines() {
        let text = "//@ revisions: a b\n//@ edition: 2024\n//@[b] compile-flags: -Zx  -Cy=1\n";
        assert_eq!(read(text, None).revisions, ["a", "b"]);
        assert!(read(text, Some("a")).compile_flags.is_empty());
        let b = read(text, Some("b"));
        assert_eq!(b.compile_flags, ["-Zx", "-Cy=1"]);
        assert_eq!(b.edition.as_deref(), Some("2024"));
    }

    #[test]
    fn goals() {
        assert_eq!(read("", None).goal(), Goal::CheckFail);
        let goal = read("//@ run-pass\nfn main() {}", None).goal();
        assert!(goal.compiles() && goal.runs());
        assert!(!read("//@ build-fail", None).goal().compiles());
        assert!(!read("//@ build-pass", None).goal().runs());
    }

    #[test]
    fn other_comments_are_no_directives() {
        let text = "// run-pass\n//~ ERROR run-pass\n/// //@ run-pass\n";
        assert_eq!(read(text, None).goal(), Goal::CheckFail);
    }

    #[test]
    fn a_directive_without_a_meaning_is_an_error() {
        let found = Directives::read("//@ edition: 2024\n//@ pp-exact\n", None).unwrap_err();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 2);
        assert!(found[0].message.contains("pp-exact"));
        assert!(Directives::read("//@ run-pass\n//@ check-pass", None).is_err());
        assert!(Directives::read("//@ edition", None).is_err());
    }
}

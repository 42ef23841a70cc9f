//! From a file to `ui_test`'s idea of a test.

use std::path::{Path, PathBuf};
use std::process::Command;

use ui_test::build_manager::BuildManager;
use ui_test::custom_flags::Flag;
use ui_test::custom_flags::rustfix::RustfixMode;
use ui_test::per_test_config::{Comments, Revisioned, TestConfig};
use ui_test::spanned::{Span, Spanned};
use ui_test::{Config, Error, Errored};

use crate::annotations;
use crate::arguments::{self, Kind};
use crate::auxiliary::{self, Auxiliary};
use crate::directives::{Directives, Misunderstood, Rustfix};
use crate::execute::Execute;
use crate::normalise::Places;
use crate::outcome::failure;
use crate::programs::Programs;
use crate::target::{Decision, Target};
use crate::verdict::Verdict;

/// What all tests share.
#[derive(Clone, Debug)]
pub struct Suite {
    pub target: Target,
    pub rustc: PathBuf,
    pub tests: PathBuf,
    pub out: PathBuf,
    /// Write what was found where the expected output differs.
    pub bless: bool,
    /// Run the first revision of a test only.
    pub first_revision: bool,
    pub programs: Programs,
}

/// Names of the flags: `ui_test` asks them in the order of their names.
mod names {
    pub const COMMAND: &str = "1 command";
    pub const AUXILIARY: &str = "2 auxiliary";
    pub const VERDICT: &str = "3 verdict";
    pub const RUSTFIX: &str = "4 rustfix";
    pub const EXECUTE: &str = "5 execute";
}

impl Suite {
    /// Translates a file's directives and annotations.
    pub fn prepare(&self, config: &mut Config, contents: &Spanned<Vec<u8>>) {
        let file = contents.span().file;
        let text = String::from_utf8_lossy(contents);
        config.out_dir.clone_from(&self.out);
        let comments = &mut config.comment_defaults;
        let mut revisions = match Directives::read(&text, None) {
            Ok(directives) => directives.revisions,
            Err(all) => return self.refuse(comments.base(), &all, contents),
        };
        if self.first_revision {
            revisions.truncate(1);
        }
        if revisions.is_empty() {
            self.describe(comments.base(), &file, &text, None, contents);
            return;
        }
        for revision in &revisions {
            let mut revisioned = Revisioned::default();
            self.describe(&mut revisioned, &file, &text, Some(revision), contents);
            comments.revisioned.insert(vec![revision.clone()], revisioned);
        }
        comments.revisions = Some(revisions);
    }

    /// Puts into `test` what one revision is.
    fn describe(
        &self,
        test: &mut Revisioned,
        file: &Path,
        text: &str,
        revision: Option<&str>,
        contents: &Spanned<Vec<u8>>,
    ) {
        let directives = match Directives::read(text, revision) {
            Ok(directives) => directives,
            Err(all) => return self.refuse(test, &all, contents),
        };
        let decision = self.target.decide(&directives);
        if let Decision::Unknown(condition) = decision {
            let message = format!("nobody knows the condition `{condition}`");
            return self.refuse(test, &[Misunderstood { line: 1, message }], contents);
        }
        let expected = match annotations::read(text, revision) {
            Ok(expected) => expected,
            Err(message) => {
                return self.refuse(test, &[Misunderstood { line: 1, message }], contents);
            }
        };
        let folder = self.folder(file, revision);
        // `build_command` of `ui_test` adds these before the flags' own.
        let revisions = revisions_of(text);
        let mut flags = arguments::of(Kind::Test, &directives, revision, &revisions);
        self.programs.change(&mut flags);
        test.compile_flags = flags.iter().map(|flag| flag.to_string_lossy().into()).collect();
        test.env_vars.clone_from(&directives.rustc_env);
        test.add_custom(
            names::COMMAND,
            TestCommand {
                directives: directives.clone(),
                folder: folder.clone(),
                program: self.target.program.clone(),
                is_ignored: decision == Decision::Ignore || self.programs.leave_out(&directives),
            },
        );
        if !directives.auxiliary.is_empty() {
            test.add_custom(
                names::AUXILIARY,
                Auxiliary {
                    rustc: self.rustc.clone(),
                    sources: file.with_file_name("auxiliary"),
                    out: folder.join(auxiliary::FOLDER),
                    needed: directives.auxiliary.clone(),
                    revision: revision.map(str::to_owned),
                    revisions: revisions.clone(),
                    programs: self.programs.clone(),
                },
            );
        }
        let places = Places { file: file.to_owned(), folder, out: self.out.clone() };
        let goal = directives.goal();
        match directives.rustfix {
            Some(Rustfix::All) => test.add_custom(names::RUSTFIX, RustfixMode::Everything),
            Some(Rustfix::MachineApplicable) => {
                test.add_custom(names::RUSTFIX, RustfixMode::MachineApplicable);
            }
            None => {}
        }
        let (bless, libraries) = (self.bless, self.libraries());
        let verdict =
            Verdict { directives: directives.clone(), expected, places: places.clone(), bless };
        test.add_custom(names::VERDICT, verdict);
        if goal.runs() {
            let runner = self.programs.runner.clone();
            let program = self.target.program.clone();
            let execute = Execute { directives, places, program, libraries, bless, runner };
            test.add_custom(names::EXECUTE, execute);
        }
    }

    /// Makes the test fail with what is wrong in the file.
    fn refuse(&self, test: &mut Revisioned, all: &[Misunderstood], contents: &Spanned<Vec<u8>>) {
        let errors = all
            .iter()
            .map(|Misunderstood { line, message }| (message.clone(), span_of(contents, *line)))
            .collect();
        test.add_custom(names::COMMAND, Refused(errors));
    }

    /// Where the output of one test goes.
    pub fn folder(&self, file: &Path, revision: Option<&str>) -> PathBuf {
        let below = file.strip_prefix(&self.tests).unwrap_or(file).with_extension("");
        let mut folder = self.out.join(below).into_os_string();
        if let Some(revision) = revision {
            folder.push(".");
            folder.push(revision);
        }
        folder.into()
    }

    /// Where programs find the toolchain's dynamic libraries.
    fn libraries(&self) -> Vec<PathBuf> {
        let root = self.rustc.parent().and_then(Path::parent).unwrap_or(Path::new("/"));
        vec![root.join("lib/rustlib").join(&self.target.triple).join("lib"), root.join("lib")]
    }
}

fn revisions_of(text: &str) -> Vec<String> {
    Directives::read(text, None).map_or(Vec::new(), |directives| directives.revisions)
}

/// The command line beyond `ui_test`'s own fields, and whether there is one at all.
#[derive(Clone, Debug)]
struct TestCommand {
    directives: Directives,
    folder: PathBuf,
    program: String,
    is_ignored: bool,
}

impl Flag for TestCommand {
    fn clone_inner(&self) -> Box<dyn Flag> {
        Box::new(self.clone())
    }

    fn must_be_unique(&self) -> bool {
        true
    }

    fn test_condition(&self, _: &Config, _: &Comments, _: &str) -> bool {
        self.is_ignored
    }

    fn apply(
        &self,
        command: &mut Command,
        config: &TestConfig,
        _: &BuildManager,
    ) -> Result<(), Errored> {
        let failed = |error| failure(format!("{}: {error}", self.folder.display()));
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        command.args(arguments::output(&self.directives, &self.folder, &self.program));
        if self.directives.incremental {
            let folder = self.folder.join("incremental");
            command.arg(format!("-Cincremental={}", folder.display()));
            command.arg("-Zincremental-verify-ich");
        }
        if config.status.path().extension().is_some_and(|extension| extension == "fixed") {
            command.args(arguments::FIXED);
        }
        Ok(())
    }
}

/// A file that cannot be understood.
#[derive(Clone, Debug)]
struct Refused(Vec<(String, Span)>);

impl Flag for Refused {
    fn clone_inner(&self) -> Box<dyn Flag> {
        Box::new(self.clone())
    }

    fn must_be_unique(&self) -> bool {
        true
    }

    fn apply(&self, _: &mut Command, _: &TestConfig, _: &BuildManager) -> Result<(), Errored> {
        let error = |(msg, span): &(String, Span)| Error::InvalidComment {
            msg: msg.clone(),
            span: span.clone(),
        };
        Err(Errored::new(self.0.iter().map(error).collect(), "reading the test"))
    }
}

fn span_of(contents: &Spanned<Vec<u8>>, line: usize) -> Span {
    let mut span = contents.span();
    let start: usize =
        contents.split(|byte| *byte == b'\n').take(line - 1).map(|l| l.len() + 1).sum();
    let length = contents[start..].iter().take_while(|byte| **byte != b'\n').count();
    span.bytes = start..start + length;
    span
}

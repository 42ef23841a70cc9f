//! Runs compiletest's UI tests through the crate `ui_test`, against any toolchain.
//!
//! compiletest needs a build tree of rustc; someone who installed a built toolchain has
//! none. `ui_test` needs only a compiler, but it reads another dialect of directives
//! and annotations. So this crate reads compiletest's dialect itself and hands each test
//! over in `ui_test`'s own terms: `ui_test` finds the files, runs revisions in parallel,
//! compares outputs, applies suggestions and reports; what it has no words for are
//! [`Flag`](ui_test::custom_flags::Flag)s of ours. The files themselves stay as they
//! are, so that both runners read the same ones. A directive without a meaning here is
//! an error, never a skipped test.
//!
//! In the order of a test's way: [`directives`] (what the file says) · [`target`]
//! (whether it runs here) · [`arguments`] (the compiler's command line) · [`auxiliary`]
//! (crates that it needs) · [`diagnostics`] and [`normalise`] (what the compiler said) ·
//! [`verdict`] (whether that was expected, with [`annotations`]) · [`execute`] ·
//! [`outcome`] (also in what words a test fails). [`test`] puts them together, and none of them
//! imports it.

pub mod annotations;
pub mod arguments;
pub mod auxiliary;
pub mod diagnostics;
pub mod directives;
pub mod execute;
pub mod normalise;
pub mod outcome;
pub mod programs;
pub mod target;
pub mod test;
pub mod verdict;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ui_test::status_emitter::Text;
use ui_test::{CommandBuilder, Config};

pub use crate::outcome::Outcome;
use crate::outcome::Recorder;
pub use crate::programs::Programs;
use crate::target::Target;
use crate::test::Suite;

/// What to run, against what.
#[derive(Clone, Debug, clap::Parser)]
pub struct Options {
    /// A toolchain's folder, the one that has `bin/rustc`
    #[arg(long, value_name = "PATH")]
    pub toolchain: PathBuf,
    /// The folder of the tests
    #[arg(long, value_name = "PATH")]
    pub tests: PathBuf,
    /// Where programs and libraries of the tests go
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
    /// Write what was found where a test's expected output differs
    #[arg(long)]
    pub bless: bool,
    /// Of each test that has revisions, run the first one only
    #[arg(long)]
    pub first_revision: bool,
    /// Say of every test what became of it, as compiletest does
    #[arg(long)]
    pub list: bool,
    /// How many tests run at once [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub programs: Programs,
    /// Leave out tests whose path contains this
    #[arg(long, value_name = "FILTER")]
    pub skip: Vec<String>,
    /// Run only tests whose path contains one of these
    #[arg(value_name = "FILTER")]
    pub filters: Vec<String>,
}

impl Options {
    /// Makes the folder of the tests the current one, and the paths absolute. An installed
    /// compiler knows its library's files as `library/…`, and where the current folder has
    /// such files, as the repository has, it shows lines of them.
    ///
    /// # Errors
    ///
    /// The tests are not there.
    pub fn go_to_the_tests(&mut self) -> Result<()> {
        for path in [&mut self.toolchain, &mut self.tests, &mut self.out] {
            *path = std::path::absolute(&path)?;
        }
        std::env::set_current_dir(&self.tests).with_context(|| self.tests.display().to_string())
    }
}

/// The comment that begins a directive of `ui_test`'s own, which no file has.
const NO_COMMENT: &str = "\u{1}ui_test\u{1}";

/// Runs the tests.
///
/// # Errors
///
/// The toolchain or the tests are not there. Failed tests are no error.
pub fn run(options: &Options) -> Result<Outcome> {
    let rustc = rustc_of(&options.toolchain)?;
    let target = Target::of(&rustc, &options.programs)?;
    let tests =
        options.tests.canonicalize().with_context(|| options.tests.display().to_string())?;
    if options.out.exists() {
        std::fs::remove_dir_all(&options.out)?;
    }
    std::fs::create_dir_all(&options.out)?;
    let out = options.out.canonicalize()?;

    let mut config = Config::dummy();
    config.program = CommandBuilder {
        // Diagnostics of `ui_test`'s come from here alone; the rest is in `arguments`.
        out_dir_flag: None,
        ..CommandBuilder::cmd(&rustc)
    };
    // A panic of the compiler is reported, not left in the current folder; a fork that
    // was built for the stable channel takes `-Z` flags too.
    config.program.envs.push(("RUSTC_ICE".into(), Some("0".into())));
    config.program.envs.push(("RUSTC_BOOTSTRAP".into(), Some("1".into())));
    config.host = Some(target.host.clone());
    config.target = Some(target.triple.clone());
    config.root_dir = tests.clone();
    config.out_dir = out.clone();
    config.comment_start = NO_COMMENT;
    config.comment_defaults.base().require_annotations = Default::default();
    config.diagnostic_extractor = diagnostics::extract;
    config.output_conflict_handling =
        if options.bless { normalise::bless_fixed } else { normalise::check_fixed };
    config.filter_files.clone_from(&options.filters);
    config.skip_files.clone_from(&options.skip);
    config.threads = options.threads;

    let recorder = Recorder::default();
    // `ui_test` wants a closure that it can copy and keep: the suite lives to the end.
    let suite: &'static Suite = Box::leak(Box::new(Suite {
        target,
        rustc,
        tests,
        out,
        bless: options.bless,
        first_revision: options.first_revision,
        programs: options.programs.clone(),
    }));
    let ran = ui_test::run_tests_generic(
        vec![config],
        ui_test::default_file_filter,
        |config, contents| suite.prepare(config, contents),
        (Text::quiet(), recorder.clone()),
    );
    let outcome = recorder.outcome(&suite.tests);
    match ran {
        Err(error) if outcome.failed.is_empty() => bail!("{error:#}"),
        _ => Ok(outcome),
    }
}

fn rustc_of(toolchain: &Path) -> Result<PathBuf> {
    let rustc = toolchain.join("bin").join(format!("rustc{}", std::env::consts::EXE_SUFFIX));
    if !rustc.is_file() {
        bail!("{} is not there", rustc.display());
    }
    // Not canonical: a link keeps its place, and with it the libraries beside it.
    Ok(std::path::absolute(rustc)?)
}

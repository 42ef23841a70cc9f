//! `x.py compare-off`: with its gate off, the fork says what the base says.
//!
//! Both compile a corpus of programs that know nothing of the fork, and must say the same
//! to the letter. A program with `inline async fn` in it is rejected by both; there the
//! fork may speak of its feature.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;

use crate::commands::off::compare::{Comparison, Compiler, compare};
use crate::commands::off::corpus::Case;
use crate::commands::suite::tally::Tally;
use crate::host::fsutil;
use crate::host::progress;
use crate::project::Project;
use crate::series::compiler;
use crate::series::ready::{self, Ready};
use crate::series::repository::Repository;

pub mod base;
pub mod compare;
pub mod corpus;

/// What the user may choose.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Options {
    /// A toolchain of the base's version, without the fork [default: found, fetched or built]
    #[arg(long, value_name = "PATH")]
    pub base: Option<PathBuf>,
    /// A toolchain of the fork [default: the stage1 of build/rust, built when missing]
    #[arg(long, value_name = "PATH")]
    pub fork: Option<PathBuf>,
    /// Programs also that are like the others: twice as many
    #[arg(long)]
    pub all: bool,
    /// Only programs whose name contains one of these
    #[arg(value_name = "FILTER")]
    pub filters: Vec<String>,
}

/// The command.
pub fn run(project: &Project, options: &Options) -> Result<ExitCode> {
    let (base, fork) = match (&options.base, &options.fork) {
        // Nothing has to be built, and of the tree only the programs are read.
        (Some(base), Some(fork)) => {
            let version = Repository::read(&project.layout)?.version;
            (base::given(base, &version)?, Compiler::new(fork.join("bin/rustc"), None)?)
        }
        _ => compilers(project, &ready::get_ready(project)?, options)?,
    };
    let tally = count(project, base, fork, options)?;
    Ok(tally.exit_code())
}

/// The base's compiler and the fork's.
pub fn compilers(
    project: &Project,
    ready: &Ready,
    options: &Options,
) -> Result<(Compiler, Compiler)> {
    let base = match &options.base {
        Some(toolchain) => base::given(toolchain, &ready.state.version)?,
        None => base::find(project, ready)?,
    };
    let fork = match &options.fork {
        Some(toolchain) => toolchain.join("bin/rustc"),
        None => {
            compiler::build_stage1(project, &ready.state)?;
            project.layout.stage1_rustc()
        }
    };
    Ok((base, Compiler::new(fork, None)?))
}

/// Compares, says what differs, and counts the programs.
pub fn count(
    project: &Project,
    base: Compiler,
    fork: Compiler,
    options: &Options,
) -> Result<Tally> {
    let folder = project.layout.build().join("off");
    let layout = &project.layout;
    let Options { all, filters, .. } = options;
    let mut cases = corpus::collect(&layout.tree(), &layout.root, &folder.join("cases"), *all)?;
    cases.retain(|case| {
        filters.is_empty() || filters.iter().any(|filter| case.name.contains(filter))
    });
    let found = Comparisons { base, fork, folder }.all(&cases)?;
    let of = |wanted| found.iter().filter(|comparison| **comparison == wanted).count() as u64;
    println!(
        "{} programs: {} the same, {} told of the fork's feature with the same verdict, {} differ",
        found.len(),
        of(Comparison::Same),
        of(Comparison::NamesTheFeature),
        of(Comparison::Differs)
    );
    let failed = of(Comparison::Differs);
    Ok(Tally { passed: found.len() as u64 - failed, failed, ..Tally::default() })
}

/// Both compilers, and where their answers go.
struct Comparisons {
    base: Compiler,
    fork: Compiler,
    folder: PathBuf,
}

impl Comparisons {
    fn all(&self, cases: &[Case]) -> Result<Vec<Comparison>> {
        let differences = self.folder.join("differences");
        fsutil::remove_folder(&differences)?;
        let next = AtomicUsize::new(0);
        let found = Mutex::new(Vec::with_capacity(cases.len()));
        let bar = progress::bar(cases.len());
        let work = |number: usize| -> Result<()> {
            let scratch = self.folder.join("scratch").join(number.to_string());
            std::fs::create_dir_all(&scratch)?;
            while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                let comparison = self.one(case, &scratch, &differences)?;
                found.lock().expect("no thread panics with it").push(comparison);
                bar.inc(1);
            }
            fsutil::remove_folder(&scratch)
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            let work = &work;
            let threads: Vec<_> =
                (0..threads).map(|number| scope.spawn(move || work(number))).collect();
            threads.into_iter().try_for_each(|thread| thread.join().expect("it does not panic"))
        })?;
        bar.finish_and_clear();
        Ok(found.into_inner().expect("no thread panics with it"))
    }

    fn one(&self, case: &Case, scratch: &Path, differences: &Path) -> Result<Comparison> {
        let memory = self.folder.join("base");
        let base = self.base.ask_once(case, scratch, &memory)?;
        let fork = self.fork.ask(case, scratch)?;
        let comparison = compare(&base, &fork);
        if comparison == Comparison::Differs {
            let place = differences.join(case.name.replace('/', "."));
            for (end, answer) in [("base", &base), ("fork", &fork)] {
                fsutil::write(&place.with_added_extension(end), answer.text.as_bytes())?;
            }
            println!("differs: {} (diff {}.{{base,fork}})", case.name, place.display());
        }
        Ok(comparison)
    }
}

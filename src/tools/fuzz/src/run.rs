//! Many programs, and what came of them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};

use crate::bare::{without_async, without_inline, without_methods};
use crate::compile::{Compiler, Limits, SOLVERS, Solver};
use crate::corpus::Corpus;
use crate::ending::{Ending, Fault, Kind};
use crate::minimise::minimise;
use crate::mutate::{self, Mutant};
use crate::save::{self, Finding};
use crate::source::{self, Tree};

/// What is tried, and with what.
#[derive(Clone, Debug)]
pub struct Options {
    pub rustc: PathBuf,
    pub corpus: Vec<PathBuf>,
    pub seed: u64,
    /// The number of the first program; the others follow one by one.
    pub first: u64,
    pub programs: u64,
    pub jobs: usize,
    /// How often the compiler is asked to make one program smaller.
    pub budget: usize,
    pub limits: Limits,
    /// Where findings are put.
    pub folder: PathBuf,
    /// The beginning of the command that repeats one program.
    pub again: String,
}

/// Whose a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// It goes away with the keyword.
    Ours,
    Base,
}

/// How often a fault was met.
#[derive(Clone, Debug, Default)]
pub struct Met {
    pub ours: u64,
    pub base: u64,
    /// The number of the first program of ours.
    first: Option<u64>,
    folder: Option<PathBuf>,
}

/// What came of all programs.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub programs: u64,
    /// By at least one solver.
    pub accepted: u64,
    pub refused: u64,
    /// By kind and place.
    pub faults: BTreeMap<(Kind, String), Met>,
}

impl Report {
    /// How many programs met a fault of some kinds.
    fn sum(&self, is_meant: impl Fn(Kind) -> bool, whose: Whose) -> u64 {
        let of = |met: &Met| if whose == Whose::Ours { met.ours } else { met.base };
        self.faults.iter().filter(|((kind, _), _)| is_meant(*kind)).map(|(_, met)| of(met)).sum()
    }

    /// Faults of ours, each place once.
    #[must_use]
    pub fn ours(&self) -> usize {
        self.faults.values().filter(|met| met.ours > 0).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_crash = |kind| matches!(kind, Kind::Crash | Kind::Link);
        let is_limit = |kind| matches!(kind, Kind::Hang | Kind::Memory);
        write!(
            f,
            "{} programs, {} accepted, {} refused; crashes: {} ours, {} the base's; \
             hangs: {} ours, {} the base's",
            self.programs,
            self.accepted,
            self.refused,
            self.sum(is_crash, Whose::Ours),
            self.sum(is_crash, Whose::Base),
            self.sum(is_limit, Whose::Ours),
            self.sum(is_limit, Whose::Base),
        )
    }
}

struct Run<'a> {
    options: &'a Options,
    corpus: &'a Corpus,
    compiler: Compiler,
    next: AtomicU64,
    report: Mutex<Report>,
    start: Instant,
}

/// Tries one program after another.
///
/// # Errors
///
/// Where files cannot be written or the compiler not be started. Faults are no error but counted.
///
/// # Panics
///
/// Where a job panicked.
pub fn run(options: &Options) -> Result<Report> {
    let corpus = Corpus::read(&options.corpus)?;
    // Compilers are started in other folders.
    let rustc = options.rustc.canonicalize();
    let rustc = rustc.with_context(|| format!("{}", options.rustc.display()))?;
    let work = tempfile::Builder::new().prefix("fuzz").tempdir()?;
    let crates = corpus.build_crates(&rustc, &work.path().join("crates"))?;
    println!("{} programs to begin with", corpus.programs.len());
    let run = Run {
        options,
        corpus: &corpus,
        compiler: Compiler { rustc, crates, limits: options.limits },
        next: AtomicU64::new(options.first),
        report: Mutex::default(),
        start: Instant::now(),
    };
    thread::scope(|scope| {
        let job = |number: usize| {
            let folder = work.path().join(format!("job{number}"));
            let run = &run;
            scope.spawn(move || run.job(&folder))
        };
        let jobs: Vec<_> = (0..options.jobs.max(1)).map(job).collect();
        let join = |job: thread::ScopedJoinHandle<'_, Result<()>>| {
            job.join().map_err(|_| anyhow!("a job panicked"))?
        };
        jobs.into_iter().try_for_each(join)
    })?;
    Ok(run.report.into_inner().expect("no job panicked"))
}

impl Run<'_> {
    fn job(&self, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        let end = self.options.first.saturating_add(self.options.programs);
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= end {
                return Ok(());
            }
            self.one(number, folder)?;
        }
    }

    fn one(&self, number: u64, folder: &Path) -> Result<()> {
        let mutant = mutate::mutant(self.corpus, self.options.seed, number);
        let (mut accepted, mut refused) = (false, true);
        let mut met = Vec::<Fault>::new();
        for solver in SOLVERS {
            match judge(&self.compiler, &mutant, solver, folder)? {
                Verdict::Accepted => {
                    accepted = true;
                    refused = false;
                }
                // The parser does not ask a solver.
                Verdict::NotParsed => break,
                Verdict::Refused => {}
                Verdict::Fault(fault, whose) => {
                    refused = false;
                    // One program that meets a fault with both solvers is counted once.
                    let is_known =
                        met.iter().any(|it| it.kind == fault.kind && it.place == fault.place);
                    if !is_known {
                        self.meet(number, &mutant, solver, &fault, whose, folder)?;
                        met.push(fault);
                    }
                }
            }
        }
        let mut report = self.report.lock().expect("no job panicked");
        report.programs += 1;
        report.accepted += u64::from(accepted);
        report.refused += u64::from(refused);
        if report.programs.is_multiple_of(100) {
            println!("{report}; {} minutes", self.start.elapsed().as_secs() / 60);
        }
        Ok(())
    }

    /// Counts a fault, and keeps the first program that leads to it.
    fn meet(
        &self,
        number: u64,
        mutant: &Mutant,
        solver: Solver,
        fault: &Fault,
        whose: Whose,
        folder: &Path,
    ) -> Result<()> {
        let key = (fault.kind, fault.place.clone());
        {
            let mut report = self.report.lock().expect("no job panicked");
            let met = report.faults.entry(key.clone()).or_default();
            if whose == Whose::Base {
                met.base += 1;
                return Ok(());
            }
            met.ours += 1;
            if met.first.is_some() {
                return Ok(());
            }
            met.first = Some(number);
        }
        let arguments = self.compiler.arguments(mutant, solver);
        // To wait for a limit again and again takes too long.
        let budget = if fault.kind == Kind::Crash || fault.kind == Kind::Link {
            self.options.budget
        } else {
            self.options.budget / 10
        };
        let minimised = minimise(&mutant.trees, budget, &mut |program| {
            let verdict = judge_program(&self.compiler, program, &arguments, folder);
            matches!(verdict, Ok(Verdict::Fault(found, Whose::Ours)) if found.kind == fault.kind
                && found.place == fault.place)
        });
        let finding = Finding {
            fault,
            minimised: &minimised,
            original: &mutant.trees,
            arguments: &arguments,
            made: &mutant.made,
            again: format!("{} --first {number} --programs 1", self.options.again),
        };
        let saved = save::save(&self.options.folder, &finding)?;
        let mut report = self.report.lock().expect("no job panicked");
        println!("program {number}: {}: {}\n  {}", fault.kind, fault.place, fault.message);
        println!("{}", indented(&source::write(&minimised)));
        println!("  in {}", saved.display());
        report.faults.entry(key).or_default().folder = Some(saved);
        Ok(())
    }
}

/// What came of one program with one solver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Accepted,
    NotParsed,
    Refused,
    Fault(Fault, Whose),
}

/// Compiles a program, and if that has a fault, the same without `inline`, without `async` too, and
/// without the methods that are `inline`.
///
/// # Errors
///
/// As [`Compiler::compile`].
pub fn judge(
    compiler: &Compiler,
    mutant: &Mutant,
    solver: Solver,
    folder: &Path,
) -> Result<Verdict> {
    judge_program(compiler, &mutant.trees, &compiler.arguments(mutant, solver), folder)
}

fn judge_program(
    compiler: &Compiler,
    program: &[Tree],
    arguments: &[String],
    folder: &Path,
) -> Result<Verdict> {
    let fault = match compiler.compile(program, arguments, folder)? {
        Ending::Accepted => return Ok(Verdict::Accepted),
        Ending::NotParsed => return Ok(Verdict::NotParsed),
        Ending::Refused => return Ok(Verdict::Refused),
        Ending::Fault(fault) => fault,
    };
    let bare = without_inline(program);
    let mut is_same = bare == program;
    for other in [bare, without_async(program), without_methods(program)] {
        is_same = is_same
            || matches!(compiler.compile(&other, arguments, folder)?, Ending::Fault(found)
                if found.kind == fault.kind && found.place == fault.place);
    }
    Ok(Verdict::Fault(fault, if is_same { Whose::Base } else { Whose::Ours }))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

/// Says what was found; fails where anything is ours.
///
/// # Errors
///
/// Where there are faults of ours.
pub fn conclude(report: &Report) -> Result<()> {
    for ((kind, place), met) in &report.faults {
        println!("{kind}: {place}: {} ours, {} the base's", met.ours, met.base);
        if let Some(folder) = &met.folder {
            println!("  {}", folder.display());
        }
    }
    println!("{report}");
    let ours = report.ours();
    let failed = report.faults.values().map(|met| met.ours).sum::<u64>().min(report.programs);
    let verdict = if ours == 0 { "ok" } else { "FAILED" };
    // As cargo's tests say it, so that it can be counted with those.
    println!("test result: {verdict}. {} passed; {failed} failed", report.programs - failed);
    if ours > 0 {
        bail!("{ours} faults of ours");
    }
    Ok(())
}

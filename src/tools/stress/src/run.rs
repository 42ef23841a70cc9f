//! Compiles and runs programs, one after another.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::generate::{self, Size};
use crate::model::Features;
use crate::write;

/// What is run, and with what.
#[derive(Clone, Debug)]
pub struct Options {
    pub rustc: PathBuf,
    /// Further arguments for rustc.
    pub flags: Vec<String>,
    /// A program with arguments that runs the compiled programs.
    pub runner: Vec<String>,
    pub features: Features,
    pub size: Size,
    /// The first seed; the others follow one by one.
    pub seed: u64,
    pub programs: Option<u64>,
    pub time: Option<Duration>,
    /// How often each program does everything.
    pub rounds: u64,
    /// Where sources and programs are put. Those of failures stay.
    pub folder: PathBuf,
    /// The beginning of the command that repeats a failure.
    pub again: String,
}

/// How many seconds of a processor compiling one program, or running it, may take.
const LIMIT: u64 = 1800;

/// How long it may take in all, on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_secs(4 * 3600);

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    pub programs: u64,
    pub events: u64,
    pub failed: Vec<u64>,
}

/// Runs one program after another until time or number are reached.
///
/// # Errors
///
/// Where files cannot be written or the compiler not be started. Programs that fail are no error
/// but counted.
pub fn run(options: &Options) -> Result<Report> {
    fs::create_dir_all(&options.folder)?;
    let start = Instant::now();
    let mut report = Report::default();
    let mut seed = options.seed;
    while options.programs.is_none_or(|programs| report.programs < programs)
        && options.time.is_none_or(|time| start.elapsed() < time)
    {
        match run_one(options, seed)? {
            Ok(events) => report.events += events,
            Err(what) => {
                report.failed.push(seed);
                println!("seed {seed}: {what}");
                println!("  again: {} --seed {seed} --programs 1", options.again);
                println!("  source: {}", source_path(options, seed).display());
            }
        }
        report.programs += 1;
        seed = seed.wrapping_add(1);
        if report.programs.is_multiple_of(10) {
            println!(
                "{} programs, {} events, {} failed, {} minutes",
                report.programs,
                report.events,
                report.failed.len(),
                start.elapsed().as_secs() / 60
            );
        }
    }
    Ok(report)
}

/// How the program of a seed is compiled: part of what is tried.
fn flags_of(seed: u64) -> Vec<&'static str> {
    let mut flags = vec!["--edition=2024", "-Cdebug-assertions=yes"];
    flags.push(
        ["-Copt-level=0", "-Copt-level=1", "-Copt-level=2", "-Copt-level=3"][seed as usize % 4],
    );
    if seed % 3 == 1 {
        flags.push("-Znext-solver=globally");
    }
    if seed % 5 == 1 {
        flags.push("-Ccodegen-units=1");
    }
    if seed % 7 == 1 {
        flags.push("-Csymbol-mangling-version=v0");
    }
    flags
}

fn source_path(options: &Options, seed: u64) -> PathBuf {
    options.folder.join(format!("program{seed}.rs"))
}

/// Gives the number of events that were compared, or what went wrong.
fn run_one(options: &Options, seed: u64) -> Result<Result<u64, String>> {
    let program = generate::program(seed, options.features, options.size);
    let source = source_path(options, seed);
    fs::write(&source, write::source(&program))?;
    let binary = source.with_extension(std::env::consts::EXE_EXTENSION);
    let mut rustc = Command::new(&options.rustc);
    rustc.args(flags_of(seed)).args(&options.flags).arg(&source).arg("-o").arg(&binary);
    let log = source.with_extension("log");
    let (status, said) = patiently(&mut rustc, &log)?;
    if !status.is_some_and(|status| status.success()) {
        return Ok(Err(format!("does not compile ({})\n{}", show(status), last_lines(&said))));
    }
    let mut command = match options.runner.split_first() {
        Some((runner, arguments)) => {
            let mut command = Command::new(runner);
            command.args(arguments).arg(&binary);
            command
        }
        None => Command::new(&binary),
    };
    command.arg("0").arg(options.rounds.to_string());
    let (status, said) = patiently(&mut command, &log)?;
    let events = said
        .lines()
        .rev()
        .find_map(|line| line.strip_suffix(" events")?.rsplit(' ').next()?.parse::<u64>().ok());
    match events {
        Some(events) if status.is_some_and(|status| status.success()) => {
            for file in [&source, &binary, &log] {
                fs::remove_file(file)?;
            }
            Ok(Ok(events))
        }
        _ => Ok(Err(format!("fails ({})\n{}", show(status), last_lines(&said)))),
    }
}

/// Runs with both outputs in `log`. There is no status where it took too long.
fn patiently(command: &mut Command, log: &Path) -> Result<(Option<ExitStatus>, String)> {
    let file = File::create(log)?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    limit(command);
    let mut child = command
        .spawn()
        .with_context(|| format!("could not run {}", command.get_program().display()))?;
    let end = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        if Instant::now() > end {
            child.kill()?;
            child.wait()?;
            break None;
        }
        sleep(Duration::from_millis(10));
    };
    let said = String::from_utf8_lossy(&fs::read(log)?).into_owned();
    Ok((status, said))
}

/// Has the system end what goes round in circles.
#[cfg(unix)]
fn limit(command: &mut Command) {
    use std::os::unix::process::CommandExt;

    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = Rlimit { current: Some(LIMIT), maximum: Some(LIMIT) };
    // SAFETY: the closure runs between fork and exec and only makes a system call; it neither
    // allocates nor takes a lock.
    unsafe {
        command.pre_exec(move || Ok(setrlimit(Resource::Cpu, limit)?));
    }
}

#[cfg(not(unix))]
fn limit(_: &mut Command) {}

fn show(status: Option<ExitStatus>) -> String {
    status.map_or_else(|| "took too long".to_owned(), |status| status.to_string())
}

/// Enough to see what it is about; all of it is in the log.
fn last_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}

/// Fails where any program did.
pub fn conclude(report: &Report) -> Result<()> {
    println!("{} programs, {} events compared", report.programs, report.events);
    let failed = report.failed.len() as u64;
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    // As cargo's tests say it, so that it can be counted with those.
    println!("test result: {verdict}. {} passed; {failed} failed", report.programs - failed);
    if failed > 0 {
        bail!("seeds that fail: {:?}", report.failed);
    }
    Ok(())
}

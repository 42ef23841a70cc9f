//! What the fork's compiler costs a crate that does not use the feature.
//!
//! Crates of the base's own benchmarks are compiled by both compilers, with the instructions of the
//! compiler counted. cargo starts the compiler through this program, which counts when it is the
//! crate's own turn and not that of a crate that it depends on.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::arguments::Arguments;
use crate::results::{Compiled, Results};
use crate::valgrind;

/// Crates that take a few seconds each and between them use most of the compiler: none needs
/// anything that is not in the base.
const BENCHMARKS: [&str; 6] = [
    "helloworld",
    "await-call-tree",
    "derive",
    "many-assoc-items",
    "match-stress",
    "projection-caching",
];

/// The profiles of the base's own benchmark, with the arguments for cargo.
const PROFILES: [(&str, &[&str]); 3] =
    [("check", &["check"]), ("debug", &["build"]), ("opt", &["build", "--release"])];

/// Where the wrapper puts its counts.
const COUNTS: &str = "BENCH_COUNTS";

pub fn run(arguments: &Arguments, results: &Results) -> Result<()> {
    let base = arguments.base_rustc.as_deref().context("--base-rustc is missing")?;
    let benchmarks =
        arguments.compile_benchmarks.as_deref().context("--compile-benchmarks is missing")?;
    let mut all: Vec<Compiled> = results.read("compile-time")?;
    let names: Vec<&str> = match arguments.quick {
        true => BENCHMARKS[..1].to_vec(),
        false => BENCHMARKS.to_vec(),
    };
    for benchmark in names {
        let source = benchmarks.join(benchmark);
        for (profile, command) in PROFILES {
            let count = |rustc| count(arguments, rustc, &source, command);
            let compiled = Compiled {
                benchmark: benchmark.to_owned(),
                profile: profile.to_owned(),
                base: count(base)?,
                fork: count(&arguments.rustc)?,
            };
            all.retain(|last| (&*last.benchmark, &*last.profile) != (benchmark, profile));
            all.push(compiled);
            results.write("compile-time", &all)?;
        }
    }
    Ok(())
}

/// Instructions that a compiler takes for a crate.
fn count(arguments: &Arguments, rustc: &Path, source: &Path, command: &[&str]) -> Result<u64> {
    let folder = tempfile::tempdir()?;
    let crate_folder = folder.path().join("crate");
    copy(source, &crate_folder)?;
    let counts = folder.path().join("counts");
    let mut cargo = Command::new(&arguments.cargo);
    cargo
        .args(command)
        .current_dir(&crate_folder)
        .env("CARGO_TARGET_DIR", folder.path().join("target"))
        .env("RUSTC", rustc)
        .env("RUSTC_WRAPPER", std::env::current_exe()?)
        .env("CARGO_INCREMENTAL", "0")
        .env(COUNTS, &counts);
    let output = cargo.stdin(Stdio::null()).output().context("could not run cargo")?;
    if !output.status.success() {
        bail!("{cargo:?} failed\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let text = std::fs::read_to_string(counts).context("the compiler was not started")?;
    text.lines().map(|line| line.parse::<u64>().context("a count")).sum()
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from).with_context(|| format!("{}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Does what cargo wants from a compiler, if it is cargo that has started this program.
pub fn as_wrapper() -> Option<Result<ExitCode>> {
    let counts = std::env::var_os(COUNTS)?;
    Some(wrap(&counts))
}

fn wrap(counts: &OsString) -> Result<ExitCode> {
    let mut words = std::env::args_os().skip(1);
    let mut rustc = Command::new(words.next().context("cargo names the compiler")?);
    let arguments: Vec<OsString> = words.collect();
    rustc.args(&arguments);
    let builds = arguments.windows(2).any(|pair| {
        pair[0] == "--crate-name" && pair[1] != "___" && pair[1] != "build_script_build"
    });
    if std::env::var_os("CARGO_PRIMARY_PACKAGE").is_none() || !builds {
        let code = rustc.status()?.code().and_then(|code| u8::try_from(code).ok());
        return Ok(ExitCode::from(code.unwrap_or(1)));
    }
    let count = valgrind::whole(&mut rustc)?;
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(counts)?;
    std::io::Write::write_all(&mut file, format!("{count}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

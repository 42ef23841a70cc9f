//! Compiles a program, within limits, and never runs it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::chunks;
use crate::ending::Ending;
use crate::mutate::Mutant;
use crate::source::{self, Tree};

/// The compiler that is tried, and the crates that programs need.
#[derive(Clone, Debug)]
pub struct Compiler {
    pub rustc: PathBuf,
    pub crates: Vec<PathBuf>,
    pub limits: Limits,
}

/// What one compilation may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Seconds of a processor.
    pub seconds: u64,
    /// Bytes of address space.
    pub memory: u64,
    /// Time in all, on a machine that has much else to do.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { seconds: 20, memory: 6 << 30, patience: Duration::from_secs(900) }
    }
}

/// Bytes of a file that the compiler writes: more than any program here has reason for.
const LARGEST_FILE: u64 = 256 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solver {
    Old,
    Next,
}

pub const SOLVERS: [Solver; 2] = [Solver::Old, Solver::Next];

impl Compiler {
    /// The arguments for a program besides its file.
    #[must_use]
    pub fn arguments(&self, mutant: &Mutant, solver: Solver) -> Vec<String> {
        let has_main = has_main(&mutant.trees);
        let mut all = vec![
            format!("--edition={}", mutant.edition),
            format!("--crate-type={}", if has_main { "bin" } else { "lib" }),
        ];
        if solver == Solver::Next {
            all.push("-Znext-solver=globally".to_owned());
        }
        if mutant.is_built {
            let mut choice = mutant.flags;
            let mut one_of = |count: u32| {
                let chosen = choice % count;
                choice /= count;
                chosen
            };
            // Only what has a `main` can be linked into something that needs all of it.
            let links = one_of(4) == 0 && has_main;
            all.push(if links { "--emit=link" } else { "--emit=obj" }.to_owned());
            all.push("-Zvalidate-mir".to_owned());
            all.push(format!("-Copt-level={}", [0, 0, 0, 2][one_of(4) as usize]));
            if one_of(4) == 0 {
                all.push("-Cdebuginfo=2".to_owned());
            }
            if one_of(4) == 0 {
                all.push("-Zunstable-options".to_owned());
                all.push("-Csymbol-mangling-version=legacy".to_owned());
            }
            if !has_main {
                all.push("-Clink-dead-code".to_owned());
            }
        } else {
            all.push("--emit=metadata".to_owned());
        }
        if let Some(number) = mutant.crates {
            all.extend(["-L".to_owned(), self.crates[number].display().to_string()]);
        }
        all
    }

    /// Compiles a program in a folder that nothing else uses.
    ///
    /// # Errors
    ///
    /// Where files cannot be written or the compiler not be started.
    pub fn compile(&self, program: &[Tree], arguments: &[String], folder: &Path) -> Result<Ending> {
        let file = folder.join("program.rs");
        fs::write(&file, source::write(program))?;
        let out = folder.join("out");
        fs::create_dir_all(&out)?;
        let mut command = Command::new(&self.rustc);
        command
            .args(arguments)
            .args(["--color=never", "--out-dir"])
            .arg(&out)
            .arg(&file)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTC_ICE", "0")
            .env("RUST_BACKTRACE", "0")
            .env("TMPDIR", folder)
            .current_dir(folder);
        let (status, said) = self.patiently(&mut command, &folder.join("log"))?;
        fs::remove_dir_all(&out)?;
        Ok(Ending::read(status, &said))
    }

    /// Runs with both outputs in `log`. There is no status where it took too long.
    fn patiently(&self, command: &mut Command, log: &Path) -> Result<(Option<ExitStatus>, String)> {
        let file = File::create(log)?;
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        limit(command, self.limits);
        let mut child = command
            .spawn()
            .with_context(|| format!("could not run {}", command.get_program().display()))?;
        let end = Instant::now() + self.limits.patience;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break Some(status);
            }
            if Instant::now() > end {
                child.kill()?;
                child.wait()?;
                break None;
            }
            sleep(Duration::from_millis(5));
        };
        let said = String::from_utf8_lossy(&fs::read(log)?).into_owned();
        Ok((status, said))
    }
}

fn has_main(program: &[Tree]) -> bool {
    chunks::functions(program).iter().any(|function| program[function.keyword + 1].is("main"))
}

/// Has the system end what goes round in circles.
#[cfg(unix)]
fn limit(command: &mut Command, limits: Limits) {
    use std::os::unix::process::CommandExt;

    use rustix::process::{Resource, Rlimit, setrlimit};
    let all = [
        (Resource::Cpu, limits.seconds),
        (Resource::As, limits.memory),
        (Resource::Fsize, LARGEST_FILE),
        (Resource::Core, 0),
    ];
    // SAFETY: the closure runs between fork and exec and only makes system calls; it neither
    // allocates nor takes a lock.
    unsafe {
        command.pre_exec(move || {
            for (resource, most) in all {
                setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
            }
            Ok(())
        });
    }
}

#[cfg(not(unix))]
fn limit(_: &mut Command, _: Limits) {}

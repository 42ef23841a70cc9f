//! What checks a compiled program as it runs: the sanitizers of LLVM, and valgrind.

mod library;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::host::llvm;
use crate::host::needs;
use crate::host::stage0::Stage0;
use crate::project::Project;

/// A sanitizer whose runtime is installed with LLVM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sanitizer {
    /// Memory that is used after its end, or past it
    Address,
    /// Data races
    Thread,
}

/// What the user may choose.
#[derive(Args, Clone, Debug, Default)]
pub struct Checks {
    /// Compile the programs with a sanitizer
    #[arg(long, value_enum)]
    pub sanitizer: Option<Sanitizer>,
    /// Run the programs under valgrind
    #[arg(long, conflicts_with = "sanitizer")]
    pub valgrind: bool,
}

impl Checks {
    /// The options as the user typed them.
    pub fn as_typed(&self) -> String {
        match self.sanitizer {
            Some(Sanitizer::Address) => " --sanitizer address".to_owned(),
            Some(Sanitizer::Thread) => " --sanitizer thread".to_owned(),
            None if self.valgrind => " --valgrind".to_owned(),
            None => String::new(),
        }
    }

    /// Gives `--flag` and `--runner` to a program that compiles and runs others.
    ///
    /// # Errors
    ///
    /// The runtime or valgrind is not there, and cannot be had.
    pub fn hand_to(&self, runner: &mut Command, project: &Project) -> Result<()> {
        if self.valgrind {
            needs::require_these(project, &needs::TO_BENCH)?;
            for word in VALGRIND {
                runner.arg(format!("--runner={word}"));
            }
        }
        if let Some(sanitizer) = self.sanitizer {
            for flag in sanitizer.flags(project)? {
                runner.arg(format!("--flag={flag}"));
            }
            // Tests leak calls on purpose.
            runner.env("ASAN_OPTIONS", "detect_leaks=0");
        }
        Ok(())
    }

    /// Gives `--flag` for a library that is compiled with the sanitizer too, where that finds
    /// anything only then, to a program that compiles others with `rustc`.
    ///
    /// # Errors
    ///
    /// The library cannot be built.
    pub fn hand_library_to(
        &self,
        runner: &mut Command,
        project: &Project,
        stage0: &Stage0,
        rustc: &Path,
    ) -> Result<()> {
        if let Some(sanitizer) = self.sanitizer.filter(|sanitizer| sanitizer.needs_library()) {
            let sysroot = library::build(project, stage0, rustc, sanitizer.name())?;
            runner.arg(format!("--flag=--sysroot={}", sysroot.display()));
        }
        Ok(())
    }
}

/// Children are what tests of an abort look at.
const VALGRIND: [&str; 5] =
    ["valgrind", "--quiet", "--error-exitcode=99", "--trace-children=yes", "--leak-check=no"];

impl Sanitizer {
    fn name(self) -> &'static str {
        match self {
            Sanitizer::Address => "address",
            Sanitizer::Thread => "thread",
        }
    }

    /// Whether a library without it makes its reports wrong.
    fn needs_library(self) -> bool {
        self == Sanitizer::Thread
    }

    fn runtime(self) -> String {
        let short = match self {
            Sanitizer::Address => "asan",
            Sanitizer::Thread => "tsan",
        };
        format!("libclang_rt.{short}-{}.a", std::env::consts::ARCH)
    }

    /// Arguments for rustc: the package of rustc's source has no runtime, so LLVM's own is linked.
    fn flags(self, project: &Project) -> Result<Vec<String>> {
        let prefix = llvm::prefix(&project.settings)
            .with_context(|| format!("there is no LLVM {}", llvm::MAJOR))?;
        let folder = format!("lib/clang/{}/lib/linux", llvm::MAJOR);
        let runtime = prefix.join(folder).join(self.runtime());
        if !runtime.is_file() {
            bail!(
                "{} is not there: {}",
                runtime.display(),
                needs::install_command(&["libclang-rt-22-dev"])
            );
        }
        // GNU's linker cannot relax the thread-local accesses of these libraries.
        let linker = format!("-B{} -fuse-ld=lld", prefix.join("bin").display());
        let whole = format!("-Wl,--whole-archive {} -Wl,--no-whole-archive", runtime.display());
        Ok(vec![
            format!("-Zsanitizer={}", self.name()),
            "-Zexternal-clangrt".to_owned(),
            // A library that is not instrumented says so.
            "-Cunsafe-allow-abi-mismatch=sanitizer".to_owned(),
            format!(
                "-Clink-args={linker} {whole} -Wl,--export-dynamic \
                 -lm -ldl -lpthread -lresolv -lrt -lgcc_s"
            ),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_repeated_as_typed() {
        let with = |sanitizer| Checks { sanitizer, valgrind: false }.as_typed();
        assert_eq!(with(Some(Sanitizer::Address)), " --sanitizer address");
        assert_eq!(with(None), "");
        assert_eq!(Checks { sanitizer: None, valgrind: true }.as_typed(), " --valgrind");
    }

    #[test]
    fn runtimes() {
        assert!(Sanitizer::Thread.runtime().starts_with("libclang_rt.tsan-"));
    }
}

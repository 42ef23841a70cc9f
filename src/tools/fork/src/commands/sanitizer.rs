//! What checks a compiled program as it runs: the sanitizers of LLVM, and valgrind.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::commands::library::{Crates, Library, Profile};
use crate::host::llvm;
use crate::host::needs;
use crate::host::stage0::Stage0;
use crate::project::Project;

/// A sanitizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sanitizer {
    /// Memory that is used after its end, or past it
    Address,
    /// Data races
    Thread,
    /// Memory that nobody refers to when the program ends
    Leak,
    /// Calls through pointers to functions of another type
    Cfi,
    /// The same, where all pointers are one type and integers of one size are too
    CfiNormalized,
    /// Calls through pointers to functions of another type, as a kernel checks them
    Kcfi,
    /// The same, where all pointers are one type and integers of one size are too
    KcfiNormalized,
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
            Some(sanitizer) => format!(" --sanitizer {}", sanitizer.name()),
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
        source: Option<&Path>,
    ) -> Result<()> {
        if let Some(sanitizer) = self.sanitizer.filter(|sanitizer| sanitizer.needs_library()) {
            let library = Library {
                name: &sanitizer.name(),
                target: &stage0.host,
                crates: Crates::Std,
                profile: Profile::Dist,
                flags: sanitizer.flags_of_library(project)?,
                source,
            };
            let sysroot = library.build(project, stage0, rustc)?;
            runner.arg(format!("--flag=--sysroot={}", sysroot.display()));
        }
        Ok(())
    }
}

/// Children are what tests of an abort look at.
const VALGRIND: [&str; 5] =
    ["valgrind", "--quiet", "--error-exitcode=99", "--trace-children=yes", "--leak-check=no"];

/// What makes one type of those that C programs mix.
const NORMALIZED: [&str; 2] =
    ["-Zsanitizer-cfi-generalize-pointers", "-Zsanitizer-cfi-normalize-integers"];

impl Sanitizer {
    /// As the user types it.
    pub fn name(self) -> String {
        self.to_possible_value().expect("all can be chosen").get_name().to_owned()
    }

    /// Whether a library without it makes its reports wrong. ThreadSanitizer has to see every
    /// access: what orders the accesses of two threads is often inside the library, such as the
    /// queue of a channel, and where it is not seen, it reports races that are none, and misses
    /// those between the library and the program. A function without a type is no function that
    /// may be called, where types are checked.
    fn needs_library(self) -> bool {
        !matches!(self, Sanitizer::Address | Sanitizer::Leak)
    }

    /// Whether a function is called through a pointer of its own type only.
    pub fn asks_for_types(self) -> bool {
        !matches!(self, Sanitizer::Address | Sanitizer::Thread | Sanitizer::Leak)
    }

    /// The runtime that LLVM has for it.
    fn runtime(self) -> Option<String> {
        let short = match self {
            Sanitizer::Address => "asan",
            Sanitizer::Thread => "tsan",
            Sanitizer::Leak => "lsan",
            _ => return None,
        };
        Some(format!("libclang_rt.{short}-{}.a", std::env::consts::ARCH))
    }

    /// Arguments for rustc that say what is checked.
    fn checks(self) -> Vec<String> {
        let (name, is_normalized) = match self {
            Sanitizer::Address => ("address", false),
            Sanitizer::Thread => ("thread", false),
            Sanitizer::Leak => ("leak", false),
            Sanitizer::Cfi => ("cfi", false),
            Sanitizer::CfiNormalized => ("cfi", true),
            Sanitizer::Kcfi => ("kcfi", false),
            Sanitizer::KcfiNormalized => ("kcfi", true),
        };
        let normalized = NORMALIZED.iter().filter(|_| is_normalized);
        let mut flags = vec![format!("-Zsanitizer={name}")];
        flags.extend(normalized.map(|flag| flag.to_string()));
        if self.runtime().is_some() {
            flags.push("-Zexternal-clangrt".to_owned());
        }
        if name == "kcfi" {
            // Nothing else is allowed.
            flags.push("-Cpanic=abort".to_owned());
            // LLVM makes one function of two whose bodies are the same, whatever their types.
            flags.push("-Zmerge-functions=disabled".to_owned());
        }
        if name == "cfi" {
            // It looks at all of a program at once, which is put together by the linker.
            flags.push("-Clinker-plugin-lto".to_owned());
            flags.push("-Ccodegen-units=1".to_owned());
        }
        flags
    }

    /// Arguments for rustc, of the library.
    fn flags_of_library(self, project: &Project) -> Result<Vec<String>> {
        let mut flags = self.checks();
        flags.push(format!("-Clink-args={}", linker(project)?));
        Ok(flags)
    }

    /// Arguments for rustc, of a program: the package of rustc's source has no runtime, so LLVM's
    /// own is linked.
    fn flags(self, project: &Project) -> Result<Vec<String>> {
        let mut flags = self.checks();
        // A library that is not instrumented says so.
        flags.push("-Cunsafe-allow-abi-mismatch=sanitizer".to_owned());
        let linker = linker(project)?;
        let Some(runtime) = self.runtime() else {
            flags.push(format!("-Clink-args={linker}"));
            return Ok(flags);
        };
        let folder = format!("lib/clang/{}/lib/linux", llvm::MAJOR);
        let runtime = prefix(project)?.join(folder).join(runtime);
        if !runtime.is_file() {
            bail!(
                "{} is not there: {}",
                runtime.display(),
                needs::install_command(&["libclang-rt-22-dev"])
            );
        }
        let whole = format!("-Wl,--whole-archive {} -Wl,--no-whole-archive", runtime.display());
        flags.push(format!(
            "-Clink-args={linker} {whole} -Wl,--export-dynamic \
             -lm -ldl -lpthread -lresolv -lrt -lgcc_s"
        ));
        Ok(flags)
    }
}

fn prefix(project: &Project) -> Result<std::path::PathBuf> {
    llvm::prefix(&project.settings).with_context(|| format!("there is no LLVM {}", llvm::MAJOR))
}

/// What tells the C compiler to link with LLVM's: GNU's cannot relax the thread-local accesses of
/// the runtimes, and does not know LLVM's bitcode.
fn linker(project: &Project) -> Result<String> {
    Ok(format!("-B{} -fuse-ld=lld", prefix(project)?.join("bin").display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_repeated_as_typed() {
        let with = |sanitizer| Checks { sanitizer, valgrind: false }.as_typed();
        assert_eq!(with(Some(Sanitizer::Address)), " --sanitizer address");
        assert_eq!(with(Some(Sanitizer::CfiNormalized)), " --sanitizer cfi-normalized");
        assert_eq!(with(None), "");
        assert_eq!(Checks { sanitizer: None, valgrind: true }.as_typed(), " --valgrind");
    }

    #[test]
    fn runtimes() {
        assert!(Sanitizer::Thread.runtime().unwrap().starts_with("libclang_rt.tsan-"));
        assert_eq!(Sanitizer::Kcfi.runtime(), None);
        assert!(Sanitizer::KcfiNormalized.asks_for_types() && !Sanitizer::Thread.asks_for_types());
    }
}

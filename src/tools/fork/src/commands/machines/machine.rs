//! The machines that the suite runs on besides this one: what each takes.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::commands::machines::bare_metal::BOARDS;
use crate::host::llvm;
use crate::host::needs::{self, Need};
use crate::host::process;
use crate::host::system;
use crate::project::Project;

/// A machine, and how a program gets there.
pub struct Machine {
    pub triple: &'static str,
    /// What is on this one for it.
    needs: &'static [Need],
    linker: Linker,
    link_args: &'static [&'static str],
    /// A command that starts a program.
    runner: &'static [&'static str],
    /// What the runner reads.
    environment: &'static [(&'static str, &'static str)],
    /// Whether a program that a program starts finds its way into the runner.
    starts_others: bool,
    lacks: Lacks,
}

/// What is not where the programs look for it.
enum Lacks {
    Nothing,
    /// The C library, which the target's linker wants in the toolchain, and which is there.
    CLibrary(&'static str),
    /// A library that the runner may not have yet, and its source.
    Dll(&'static str, &'static str),
}

/// What links.
enum Linker {
    Program(&'static str),
    /// A program of LLVM's.
    OfLlvm(&'static str),
}

/// A machine that needs an emulator for its processor alone: gcc's name for it, qemu's, and the
/// packages that bring gcc and qemu.
macro_rules! emulated {
    ($triple:literal, $gcc:literal, $qemu:literal, $libc:literal) => {
        Machine {
            triple: $triple,
            needs: &[
                needs::program(
                    concat!("gcc for ", $triple),
                    concat!("gcc-", $gcc),
                    &[concat!($gcc, "-gcc")],
                ),
                needs::file(
                    concat!("libc for ", $triple),
                    $libc,
                    concat!("usr/", $gcc, "/lib/libc.so.6"),
                ),
                needs::program("qemu for programs", "qemu-user", &[$qemu]),
            ],
            linker: Linker::Program(concat!($gcc, "-gcc")),
            link_args: &[],
            runner: &[$qemu],
            environment: &[("QEMU_LD_PREFIX", concat!("/usr/", $gcc))],
            starts_others: false,
            lacks: Lacks::Nothing,
        }
    };
}

/// All of them.
pub const MACHINES: [Machine; 6] = [
    Machine {
        triple: "i686-unknown-linux-gnu",
        needs: &[
            needs::program(
                "gcc for i686-unknown-linux-gnu",
                "gcc-i686-linux-gnu",
                &["i686-linux-gnu-gcc"],
            ),
            needs::file(
                "libc for i686-unknown-linux-gnu",
                "libc6-dev-i386-cross",
                "usr/i686-linux-gnu/lib/libc.so.6",
            ),
        ],
        linker: Linker::Program("i686-linux-gnu-gcc"),
        // This machine's kernel runs them; their loader is where the packages put it.
        link_args: &[
            "-Wl,--dynamic-linker=/usr/i686-linux-gnu/lib/ld-linux.so.2",
            "-Wl,-rpath=/usr/i686-linux-gnu/lib",
        ],
        runner: &[],
        environment: &[],
        starts_others: true,
        lacks: Lacks::Nothing,
    },
    emulated!(
        "aarch64-unknown-linux-gnu",
        "aarch64-linux-gnu",
        "qemu-aarch64",
        "libc6-dev-arm64-cross"
    ),
    emulated!("s390x-unknown-linux-gnu", "s390x-linux-gnu", "qemu-s390x", "libc6-dev-s390x-cross"),
    emulated!(
        "riscv64gc-unknown-linux-gnu",
        "riscv64-linux-gnu",
        "qemu-riscv64",
        "libc6-dev-riscv64-cross"
    ),
    Machine {
        triple: "wasm32-wasip1",
        needs: &[
            needs::file("libc for wasm32-wasip1", "wasi-libc", "usr/lib/wasm32-wasi/libc.a"),
            needs::program("Node.js 20 or newer", "nodejs", &["node"]),
        ],
        linker: Linker::OfLlvm("bin/wasm-ld"),
        link_args: &[],
        runner: &["node", "--no-warnings", "src/tools/targets/wasi.mjs"],
        environment: &[],
        starts_others: false,
        lacks: Lacks::CLibrary("usr/lib/wasm32-wasi"),
    },
    Machine {
        triple: "x86_64-pc-windows-gnu",
        needs: &[
            needs::program(
                "gcc for x86_64-pc-windows-gnu",
                "gcc-mingw-w64-x86-64",
                &["x86_64-w64-mingw32-gcc"],
            ),
            needs::file("wine", "wine64", "usr/lib/wine/wine64"),
        ],
        linker: Linker::Program("x86_64-w64-mingw32-gcc"),
        link_args: &[],
        runner: &["/usr/lib/wine/wine64"],
        environment: &[("WINEDEBUG", "-all")],
        starts_others: true,
        lacks: Lacks::Dll("bcryptprimitives.dll", "src/tools/targets/bcryptprimitives.c"),
    },
];

impl Machine {
    /// The machine of that name.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn named(triple: &str) -> Result<&'static Machine> {
        let machines: &'static [Machine] = const { &MACHINES };
        machines.iter().find(|machine| machine.triple == triple).with_context(|| {
            let names = machines.iter().map(|machine| machine.triple);
            let names: Vec<_> = names.chain(BOARDS.iter().map(|board| board.triple)).collect();
            format!("no machine is known for `{triple}`; there are: {}", names.join(", "))
        })
    }

    /// Sees to it that everything is there.
    ///
    /// # Errors
    ///
    /// Something is missing, and cannot be installed from here.
    pub fn require(&self, project: &Project) -> Result<()> {
        needs::require_these(project, self.needs)
    }

    /// Whether everything is there.
    pub fn is_there(&self, project: &Project) -> bool {
        self.needs.iter().all(|need| need.is_met(&project.settings))
    }

    /// Arguments for rustc.
    ///
    /// # Errors
    ///
    /// There is no LLVM.
    pub fn flags(&self, project: &Project) -> Result<Vec<String>> {
        let linker = match self.linker {
            Linker::Program(name) => PathBuf::from(name),
            Linker::OfLlvm(path) => llvm::prefix(&project.settings)
                .with_context(|| format!("there is no LLVM {}", llvm::MAJOR))?
                .join(path),
        };
        let mut flags = vec![format!("-Clinker={}", linker.display())];
        flags.extend(self.link_args.iter().map(|argument| format!("-Clink-arg={argument}")));
        Ok(flags)
    }

    /// What the programs run in, with its version, if that is not this machine.
    pub fn version(&self, project: &Project) -> Option<String> {
        let runner = self.runner.first()?;
        let mut ask = process::command(runner);
        ask.arg("--version").envs(self.environment(project));
        let said = process::ask(&mut ask).unwrap_or_default();
        let line = said.lines().next().unwrap_or_default();
        // Some say a number alone.
        Some(if line.starts_with('v') { format!("{runner} {line}") } else { line.to_owned() })
    }

    /// The words of the command that starts a program.
    pub fn runner(&self, project: &Project) -> Vec<String> {
        let root = &project.layout.root;
        let word = |word: &&str| match word.contains('/') {
            true => root.join(word).display().to_string(),
            false => word.to_string(),
        };
        self.runner.iter().map(word).collect()
    }

    /// The command that starts a program.
    pub fn command(&self, project: &Project, program: &Path) -> Command {
        let mut words = self.runner(project).into_iter();
        let mut command = match words.next() {
            Some(runner) => {
                let mut command = process::command(runner);
                command.args(words).arg(program);
                command
            }
            None => process::command(program),
        };
        command.envs(self.environment(project));
        command
    }

    /// What the runner reads, and what it must not share with the user's own.
    pub fn environment(&self, project: &Project) -> Vec<(&'static str, PathBuf)> {
        let wine = project.layout.build().join("wine");
        let given = self.environment.iter().map(|(name, value)| (*name, PathBuf::from(value)));
        given.chain([("WINEPREFIX", wine), ("WINEPATH", wine_path(project))]).collect()
    }

    /// Whether a program that a program starts finds its way into the runner.
    pub fn starts_others(&self) -> bool {
        self.starts_others
    }

    /// Puts what is lacking where it is looked for, by programs or by a toolchain whose folder of the
    /// target's libraries is `libraries`.
    ///
    /// # Errors
    ///
    /// It cannot be copied, or does not compile.
    pub fn complete(&self, project: &Project, libraries: &Path) -> Result<()> {
        match self.lacks {
            Lacks::Nothing => Ok(()),
            Lacks::CLibrary(from) => {
                copy_files(&system::path(from), &libraries.join("self-contained"))
            }
            Lacks::Dll(name, source) => {
                let Linker::Program(compiler) = self.linker else {
                    bail!("nothing compiles {source}");
                };
                let folder = wine_path(project);
                std::fs::create_dir_all(&folder)?;
                let mut compile = process::command(compiler);
                compile.args(["-shared", "-O1", "-o"]).arg(folder.join(name));
                process::run(compile.arg(project.layout.root.join(source)).arg("-ladvapi32"))
            }
        }
    }
}

/// Where wine looks for libraries that it does not have itself.
fn wine_path(project: &Project) -> PathBuf {
    project.layout.build().join("wine-path")
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().context("a file has a name")?;
        if path.is_file() {
            std::fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_are_known_by_name() {
        assert_eq!(Machine::named("s390x-unknown-linux-gnu").unwrap().runner, ["qemu-s390x"]);
        let said = Machine::named("pdp11").err().unwrap().to_string();
        assert!(said.contains("`pdp11`") && said.contains("aarch64-unknown-linux-gnu"), "{said}");
    }
}

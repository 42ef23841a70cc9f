//! `x.py test --link`: whether a program has an allocator for its calls is settled where it is linked,
//! whichever linker does it, in whatever order, and where there are several in a process.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::commands::library::{Crates, Library, Profile};
use crate::commands::machines::machine::Machine;
use crate::commands::suite::tally::Tally;
use crate::host::fsutil;
use crate::host::llvm;
use crate::host::process::{self, command, show};
use crate::host::room;
use crate::host::stage0::Stage0;
use crate::host::system::which;
use crate::project::Project;

/// The programs.
const FOLDER: &str = "src/tools/targets/link";

/// What LLVM is to read back of a vtable on AVR: lines of its text.
const ON_AVR: [(&str, &str); 3] = [
    ("align_of_large", "ret i16 2"),
    ("size_of_large_is_right", "ret i16 1"),
    ("call_large", SYMBOLS[0]),
];

/// What a program exits with that has no allocator and asks for one.
const NO_ALLOCATOR: i32 = 7;

/// How the C compiler is told which linker to use, and the program that must be there.
const LINKERS: [(&str, &str); 3] = [("bfd", "ld.bfd"), ("gold", "ld.gold"), ("lld", "ld.lld")];

/// The functions that settle it, in a symbol's name.
const SYMBOLS: [&str; 3] =
    ["inline_async_allocate", "inline_async_deallocate", "inline_async_no_memory"];

/// Crates and programs, as they are made.
struct Workshop<'a> {
    project: &'a Project,
    stage0: &'a Stage0,
    rustc: &'a Path,
    library: Option<&'a Path>,
    out: PathBuf,
    llvm: PathBuf,
    tally: Tally,
}

/// Links and runs all programs, and counts.
///
/// # Errors
///
/// There is no LLVM, or nothing can be written. What does not link is counted.
pub fn count(
    project: &Project,
    stage0: &Stage0,
    rustc: &Path,
    library: Option<&Path>,
) -> Result<Tally> {
    let out = project.layout.build().join("link");
    fsutil::remove_folder(&out)?;
    let llvm = llvm::prefix(&project.settings)
        .with_context(|| format!("there is no LLVM {}", llvm::MAJOR))?;
    let mut workshop =
        Workshop { project, stage0, rustc, library, out, llvm, tally: Tally::default() };
    workshop.core_refers_to_none()?;
    workshop.order()?;
    workshop.other_programs()?;
    workshop.shared_libraries()?;
    workshop.windows()?;
    workshop.avr()?;
    Ok(workshop.tally)
}

impl Workshop<'_> {
    /// Takes note of one test.
    fn note(&mut self, what: &str, result: Result<()>) {
        if let Err(error) = &result {
            eprintln!("failed: {what}: {error:#}");
        }
        self.tally += Tally::of(result.is_ok());
    }

    fn skip(&mut self, what: &str, why: &str) {
        eprintln!("skipped: {what}: {why}");
        self.tally += Tally::skipped();
    }

    fn source(&self, name: &str) -> PathBuf {
        self.project.layout.root.join(FOLDER).join(name)
    }

    /// A compiler of a file, whose output goes to `folder` of ours.
    fn rustc(&self, source: &str, folder: &Path) -> Command {
        let mut rustc = command(self.rustc);
        rustc
            .arg(self.source(source))
            .args(["--edition=2024", "-Cpanic=abort", "-L"])
            .arg(folder)
            .arg("--out-dir")
            .arg(folder)
            .env("RUSTC_BOOTSTRAP", "1");
        rustc
    }

    /// The libraries that the programs are made with, in a folder that is given.
    fn libraries(&self, name: &str, flags: &[&str]) -> Result<PathBuf> {
        let folder = self.out.join(name);
        std::fs::create_dir_all(&folder)?;
        for source in ["reader.rs", "heap.rs"] {
            process::output(self.rustc(source, &folder).args(flags))?;
        }
        Ok(folder)
    }

    /// A program of C around libraries.
    fn cc(&self, source: &str, program: &Path) -> Command {
        let mut cc = command("cc");
        cc.arg(self.source(source)).arg("-o").arg(program);
        cc
    }

    /// Undefined symbols of a library's object files.
    fn undefined(&self, library: &Path) -> Result<String> {
        let nm = self.llvm.join("bin/llvm-nm");
        let said = process::output(command(nm).arg("-u").arg(library))?;
        Ok(String::from_utf8_lossy(&said).into_owned())
    }

    /// An object of `core` that refers to one of the symbols would want it in every program.
    fn core_refers_to_none(&mut self) -> Result<()> {
        let libraries = self.libraries("symbols", &[])?;
        let asked = self.undefined(&libraries.join("libreader.rlib"))?;
        let result = SYMBOLS.iter().try_for_each(|symbol| match asked.contains(symbol) {
            true => Ok(()),
            false => bail!("the library that makes calls does not refer to `{symbol}`"),
        });
        self.note("a library that makes calls asks for an allocator", result);
        let core = core_of(self.rustc)?;
        let asked = self.undefined(&core)?;
        let found = SYMBOLS.iter().find(|symbol| asked.contains(**symbol));
        let result = match (asked.contains("memcpy"), found) {
            (false, _) => bail!("{}: llvm-nm lists nothing", core.display()),
            (true, Some(symbol)) => Err(anyhow::anyhow!("it refers to `{symbol}`")),
            (true, None) => Ok(()),
        };
        self.note("core asks for no allocator", result);
        Ok(())
    }

    /// Programs, and static libraries for programs in C, that name the library with the allocator
    /// before or after the one that makes calls.
    fn order(&mut self) -> Result<()> {
        for level in ["0", "3"] {
            let optimise = format!("-Copt-level={level}");
            let folder = self.libraries(&format!("order-{level}"), &[&optimise])?;
            for (linker, program) in LINKERS {
                if which(program).is_none() && linker != "lld" {
                    self.skip(&format!("order, {linker}"), &format!("there is no {program}"));
                    continue;
                }
                let linker_flags = self.linker_flags(linker);
                for first in ["reader_first", "heap_first"] {
                    let program = folder.join("order");
                    let mut rustc = self.rustc("order.rs", &folder);
                    rustc.args([&optimise, "--cfg", first, "-lc"]);
                    rustc.args(linker_flags.iter().map(|flag| format!("-Clink-arg={flag}")));
                    let result = build_and_run(&mut [&mut rustc], &mut command(&program), 0);
                    self.note(&format!("a program, {linker}, {first}, level {level}"), result);

                    let mut rustc = self.rustc("order.rs", &folder);
                    rustc.args([&optimise, "--cfg", first, "--cfg=library"]);
                    rustc.arg("--crate-type=staticlib");
                    let program = folder.join("order-in-c");
                    let mut cc = self.cc("order.c", &program);
                    cc.arg(folder.join("liborder.a")).args(&linker_flags);
                    let result =
                        build_and_run(&mut [&mut rustc, &mut cc], &mut command(&program), 0);
                    self.note(
                        &format!("a static library, {linker}, {first}, level {level}"),
                        result,
                    );
                }
            }
        }
        Ok(())
    }

    /// Programs of which it is not said whether they have an allocator, or make calls.
    fn other_programs(&mut self) -> Result<()> {
        for level in ["0", "3"] {
            let optimise = format!("-Copt-level={level}");
            let folder = self.libraries(&format!("other-{level}"), &[&optimise])?;
            for (what, sources, wanted) in [
                ("no method is inline", &["bound.rs"][..], 0),
                ("alloc is a name", &["name-only.rs"], NO_ALLOCATOR),
                ("no call, beside a shared library", &["shared.rs", "beside-shared.rs"], 0),
            ] {
                let mut builds: Vec<Command> = sources
                    .iter()
                    .map(|source| {
                        let mut rustc = self.rustc(source, &folder);
                        rustc.args([&optimise, "-lc"]);
                        rustc
                    })
                    .collect();
                let program = sources.last().context("it has a source")?;
                let mut run = command(folder.join(program.trim_end_matches(".rs")));
                run.env("LD_LIBRARY_PATH", &folder);
                let mut builds: Vec<_> = builds.iter_mut().collect();
                let result = build_and_run(&mut builds, &mut run, wanted);
                self.note(&format!("{what}, level {level}"), result);
            }
        }
        Ok(())
    }

    fn linker_flags(&self, linker: &str) -> Vec<String> {
        let mut flags = vec![format!("-fuse-ld={linker}")];
        if linker == "lld" {
            flags.push(format!("-B{}", self.llvm.join("bin").display()));
        }
        flags
    }

    /// Two shared libraries in a process, made of crates of their own.
    fn shared_libraries(&mut self) -> Result<()> {
        for symbolic in [false, true] {
            let mut folders = Vec::new();
            for (name, source, flag) in [
                ("without", "without.rs", ""),
                ("with", "with.rs", ""),
                ("other", "with.rs", "other"),
            ] {
                let metadata = format!("-Cmetadata={name}");
                let folder = self.libraries(&format!("shared/{name}"), &["-O", &metadata])?;
                let mut rustc = self.rustc(source, &folder);
                rustc.args(["-O", &metadata, "--crate-name", name]);
                if !flag.is_empty() {
                    rustc.args(["--cfg", flag]);
                }
                process::output(&mut rustc)?;
                let mut cc = command("cc");
                cc.args(["-shared", "-Wl,--whole-archive"])
                    .arg(folder.join(format!("lib{name}.a")))
                    .args(["-Wl,--no-whole-archive", "-o"])
                    .arg(folder.join(format!("lib{name}.so")));
                if symbolic {
                    cc.arg("-Wl,-Bsymbolic");
                }
                process::output(&mut cc)?;
                folders.push(folder);
            }
            let how = if symbolic { ", each with its own symbols" } else { "" };
            for (source, names, wanted) in
                [("without.c", ["without", "with"], NO_ALLOCATOR), ("two.c", ["with", "other"], 0)]
            {
                for order in [names, [names[1], names[0]]] {
                    let program = self.out.join("shared/program");
                    let mut cc = self.cc(source, &program);
                    for folder in &folders {
                        cc.arg("-L").arg(folder);
                        cc.arg(format!("-Wl,-rpath,{}", folder.display()));
                    }
                    cc.args(order.map(|name| format!("-l{name}")));
                    if symbolic {
                        cc.arg("-DSYMBOLIC");
                    }
                    let result = build_and_run(&mut [&mut cc], &mut command(&program), wanted);
                    self.note(
                        &format!("shared libraries, {}{how}", order.join(" before ")),
                        result,
                    );
                }
            }
        }
        Ok(())
    }

    /// Programs without `alloc`, linked by GNU's linker for Windows.
    fn windows(&mut self) -> Result<()> {
        let machine = Machine::named("x86_64-pc-windows-gnu")?;
        // What runs them is a gigabyte of packages.
        if !machine.is_there(self.project) && room::is_scarce(&self.project.layout) {
            self.skip("programs for Windows", "disk is scarce, and wine is not installed");
            return Ok(());
        }
        if let Err(error) = machine.require(self.project) {
            self.skip("programs for Windows", &format!("{error:#}"));
            return Ok(());
        }
        let mut flags = machine.flags(self.project)?;
        let library = Library {
            name: "windows-gnu-without-std",
            target: machine.triple,
            crates: Crates::Alloc,
            profile: Profile::Quick,
            flags: flags.clone(),
            source: self.library,
        };
        let sysroot = library.build(self.project, self.stage0, self.rustc)?;
        flags.push(format!("--sysroot={}", sysroot.display()));
        flags.push(format!("--target={}", machine.triple));
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        for level in ["-Copt-level=0", "-Copt-level=3"] {
            let with_level: Vec<&str> = flags.iter().copied().chain([level]).collect();
            let folder = self.libraries(&format!("windows{level}"), &with_level)?;
            for (source, wanted) in [("no-alloc", NO_ALLOCATOR), ("unrelated", 0)] {
                let mut rustc = self.rustc(&format!("{source}.rs"), &folder);
                let program = folder.join(format!("{source}.exe"));
                rustc.args(&with_level);
                let mut run = machine.command(self.project, &program);
                let result = build_and_run(&mut [&mut rustc], &mut run, wanted);
                self.note(&format!("Windows, {source}, {level}"), result);
            }
        }
        Ok(())
    }

    /// The machine whose words are aligned to a byte. Nothing is linked or run there.
    fn avr(&mut self) -> Result<()> {
        let triple = "avr-none";
        let processor = "-Ctarget-cpu=atmega328p";
        let library = Library {
            name: triple,
            target: triple,
            crates: Crates::Alloc,
            profile: Profile::Quick,
            flags: vec![processor.to_owned()],
            source: self.library,
        };
        let sysroot = library.build(self.project, self.stage0, self.rustc)?;
        let folder = self.out.join(triple);
        std::fs::create_dir_all(&folder)?;
        let mut rustc = self.rustc("../avr.rs", &folder);
        rustc.args(["--emit=llvm-ir", "-Copt-level=3", "--target", triple, processor]);
        rustc.arg(format!("--sysroot={}", sysroot.display()));
        let result = process::output(&mut rustc)
            .and_then(|_| Ok(std::fs::read_to_string(folder.join("avr.ll"))?))
            .and_then(|text| {
                ON_AVR.iter().try_for_each(|(function, line)| is_in_function(&text, function, line))
            });
        self.note("AVR", result);
        Ok(())
    }
}

/// Whether a function has these words, in LLVM's text.
fn is_in_function(text: &str, function: &str, words: &str) -> Result<()> {
    let begins =
        |line: &str| line.starts_with("define ") && line.contains(&format!("@{function}("));
    let mut lines = text.lines().skip_while(|line| !begins(line));
    match lines.by_ref().take_while(|line| *line != "}").any(|line| line.contains(words)) {
        true => Ok(()),
        false => bail!("`{function}` has no `{words}`"),
    }
}

/// Builds a program with all of the commands, and compares the exit code of the last.
fn build_and_run(builds: &mut [&mut Command], run: &mut Command, wanted: i32) -> Result<()> {
    for build in builds {
        process::output(build)?;
    }
    let output = run.output().with_context(|| show(run))?;
    if output.status.code() != Some(wanted) {
        bail!(
            "`{}` ended with {}, not {wanted}\n{}",
            show(run),
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}

/// The file of a compiler's `core`.
fn core_of(rustc: &Path) -> Result<PathBuf> {
    let folder = process::ask(command(rustc).args(["--print", "target-libdir"]))
        .with_context(|| format!("{} says nothing", rustc.display()))?;
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("libcore-") && name.ends_with(".rlib") {
            return Ok(path);
        }
    }
    bail!("there is no libcore in {folder}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_looked_for_in_one_function() {
        let text = "define i16 @one() {\n  ret i16 1\n}\n\ndefine i16 @two() {\n  ret i16 2\n}\n";
        assert!(is_in_function(text, "one", "ret i16 1").is_ok());
        assert!(is_in_function(text, "one", "ret i16 2").is_err());
        assert!(is_in_function(text, "three", "ret").is_err());
    }
}

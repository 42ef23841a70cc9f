//! Code size and compile time of a program with many implementations of a trait.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Context, Result, bail};
use workloads::case::Contestant;

use super::generated;
use crate::arguments::Arguments;
use crate::compiler::{self, Crates};
use crate::results::{Built, Results};
use crate::valgrind;

/// What the comparison is of.
pub const IMPLEMENTATIONS: u64 = 64;
pub const METHODS: u64 = 4;

pub fn run(arguments: &Arguments, results: &Results) -> Result<()> {
    let crates = Crates::find(arguments)?;
    let mut all: BTreeMap<String, Built> = results.read("size")?;
    for contestant in generated::CONTESTANTS {
        let repeat = if arguments.quick { 1 } else { 5 };
        let mut built = build(arguments, &crates, contestant, IMPLEMENTATIONS, METHODS, repeat)?;
        // It takes a minute each.
        built.instructions = match arguments.quick {
            true => all.get(contestant.name()).and_then(|last| last.instructions),
            false => {
                let mut rustc = command(arguments, &crates, contestant, IMPLEMENTATIONS, METHODS)?;
                Some(valgrind::whole(&mut rustc)?)
            }
        };
        all.insert(contestant.name().to_owned(), built);
        results.write("size", &all)?;
    }
    Ok(())
}

/// Bytes of code that one more method takes in one of 16 implementations.
pub fn code(arguments: &Arguments, results: &Results) -> Result<()> {
    const IMPLEMENTATIONS: u64 = 16;
    const METHODS: [u64; 2] = [1, 16];
    let crates = Crates::find(arguments)?;
    let mut code = BTreeMap::new();
    for contestant in generated::CONTESTANTS {
        let text = |methods| -> Result<f64> {
            let built = build(arguments, &crates, contestant, IMPLEMENTATIONS, methods, 1)?;
            Ok(built.text as f64)
        };
        let more = text(METHODS[1])? - text(METHODS[0])?;
        let methods = IMPLEMENTATIONS * (METHODS[1] - METHODS[0]);
        code.insert(contestant.name().to_owned(), more / methods as f64);
        results.write("code-a-method", &code)?;
    }
    Ok(())
}

/// Builds a program, the given number of times, and gives the least time that it took.
pub fn build(
    arguments: &Arguments,
    crates: &Crates,
    contestant: Contestant,
    implementations: u64,
    methods: u64,
    repeat: u32,
) -> Result<Built> {
    let mut rustc = command(arguments, crates, contestant, implementations, methods)?;
    let mut seconds = f64::INFINITY;
    for _ in 0..repeat {
        seconds = seconds.min(compiler::processor_time(&mut rustc)?.as_secs_f64());
    }
    let program = arguments.work.join("size").join(contestant.name());
    // A program that is wrong is no measure of anything.
    let output = Command::new(&program).output().context("could not run what was built")?;
    if !output.status.success() {
        bail!("{} failed: {output:?}", program.display());
    }
    Ok(Built { text: compiler::text(&program)?, instructions: None, seconds })
}

/// The command that builds a program, whose source is written for it.
fn command(
    arguments: &Arguments,
    crates: &Crates,
    contestant: Contestant,
    implementations: u64,
    methods: u64,
) -> Result<Command> {
    let folder = arguments.work.join("size");
    std::fs::create_dir_all(&folder)?;
    let source = folder.join(format!("{}.rs", contestant.name().replace('-', "_")));
    std::fs::write(&source, generated::source(contestant, implementations, methods))?;
    let program = folder.join(contestant.name());
    crates.compile(&arguments.rustc, &source, &program, generated::uses(contestant))
}

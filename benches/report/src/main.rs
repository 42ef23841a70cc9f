//! Runs the benchmark and says what came out of it.
//!
//! `./x.py bench` builds the workspace with the fork's compiler and starts this program. What is
//! measured goes to `results/*.json` as soon as it is known, so that a run of a part, or one that
//! was interrupted, loses nothing of the others; tables, plots and RESULTS.md are made of those
//! files alone.
//!
//! From the bottom up: [`valgrind`] and [`results`] · [`measure`], a module for each kind of
//! measurement · [`ratios`], [`targets`] and [`laboratory`] (what the numbers mean) · [`table`],
//! [`plots`] and [`document`].

mod arguments;
mod compiler;
mod document;
mod laboratory;
mod machine;
mod measure;
mod plots;
mod ratios;
mod results;
mod table;
mod targets;
mod valgrind;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::arguments::{Arguments, Part};
use crate::machine::Machine;
use crate::results::Results;

fn main() -> ExitCode {
    let result = measure::compile_time::as_wrapper()
        .unwrap_or_else(|| run(&Arguments::parse()).map(|()| ExitCode::SUCCESS));
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("bench: error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let results = Results::new(&arguments.results);
    let parts = arguments.parts();
    if !parts.is_empty() {
        results.write("machine", &Machine::look(arguments)?)?;
    }
    for part in parts {
        eprintln!("bench: {}", part.describe());
        match part {
            Part::Allocations => measure::allocations::run(arguments, &results)?,
            Part::Instructions => measure::instructions::run(arguments, &results)?,
            Part::Time => measure::time::run(arguments, &results)?,
            Part::Code => measure::size::code(arguments, &results)?,
            Part::Size => measure::size::run(arguments, &results)?,
            Part::Scale => measure::scale::run(arguments, &results)?,
            Part::CompileTime => measure::compile_time::run(arguments, &results)?,
        }
        results.note_date(part.name(), arguments)?;
    }
    plots::draw(&results)?;
    document::write(arguments, &results)?;
    table::print(&results)
}

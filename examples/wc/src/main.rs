//! Counts lines, words and bytes as `wc` does, through `Box<dyn AsyncRead>`.
//!
//! [`AsyncRead`] is an object-safe trait with an `inline async fn`. Its implementations are a file,
//! standard input, a TCP peer, and a gzip decoder around any of them; the arguments decide how they
//! are stacked, so nothing but `dyn` will do. `--place` picks where the machine of such an object
//! lives, `--stats` shows what that costs.
//!
//! One concern, one module, in the order in which an argument passes through them: [`arguments`],
//! [`input`], [`open`] (which stacks the readers), [`place`] (which reads through the object),
//! [`counter`] and [`characters`] (which count), [`report`] and [`complaint`] (which print).

#![feature(inline_async_fn, inline_async)]

mod allocations;
mod arguments;
mod async_read;
mod characters;
mod complaint;
mod counter;
mod file;
mod gzip;
mod input;
mod open;
mod place;
mod quote;
mod report;
mod standard_input;
mod stats;
mod tcp;

use std::io::{self, Write};
use std::process::ExitCode;

use crate::allocations::Counting;
use crate::arguments::Arguments;
use crate::async_read::AsyncRead;
use crate::counter::Counts;
use crate::input::Input;
use crate::report::Report;
use crate::stats::Stats;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> ExitCode {
    // SAFETY: there are no other threads yet.
    unsafe { characters::follow_environment() };
    let arguments = match Arguments::from_environment() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_io().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            complaint::print("tokio", &error);
            return ExitCode::FAILURE;
        }
    };
    let mut stats = Stats::default();
    let result = runtime.block_on(run(&arguments, &mut stats));
    if arguments.stats {
        stats.print();
    }
    match result {
        Ok(code) => code,
        Err(error) => {
            complaint::print("write error", &error);
            ExitCode::FAILURE
        }
    }
}

/// Counts every input in turn and prints a line for each.
///
/// # Errors
///
/// When standard output cannot be written to. What is wrong with an input is complained about and
/// shows in the exit code only.
async fn run(arguments: &Arguments, stats: &mut Stats) -> io::Result<ExitCode> {
    let inputs = Input::all(&arguments.names, arguments.gunzip);
    let mut report = Report::new(io::stdout().lock(), arguments.columns(), &inputs);
    let mut code = ExitCode::SUCCESS;
    let mut total = Counts::default();
    for input in &inputs {
        match open::open(input, arguments.place).await {
            Ok(reader) => {
                let (counts, result) =
                    place::count(reader, arguments.place, arguments.word_rule, stats).await;
                if let Err(error) = result {
                    complaint::print(&input.quoted(), &error);
                    code = ExitCode::FAILURE;
                }
                report.line(&counts, input.label())?;
                total += counts;
            }
            Err(error) => {
                complaint::print(&input.quoted(), &error);
                code = ExitCode::FAILURE;
            }
        }
    }
    if inputs.len() > 1 {
        report.line(&total, Some(b"total"))?;
    }
    report.finish()?.flush()?;
    Ok(code)
}

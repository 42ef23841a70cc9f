//! `x.py crates`: crates of the registry with `src/tools/async-trait` in the place of `async-trait`.
//!
//! Each crate of a list is built twice with the fork, unedited, and its tests are run: with the
//! original and with ours. What must come out is in the list.

mod list;
mod outcome;
mod table;
mod trial;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::project::Project;
use crate::series::compiler;
use list::List;
use table::Table;
use trial::Workshop;

/// What the user may choose.
#[derive(Args)]
pub struct Options {
    /// Build with this toolchain [default: the stage1 of build/rust, built when missing]
    #[arg(long, value_name = "PATH")]
    pub toolchain: Option<PathBuf>,
    /// Only these crates of the list
    #[arg(value_name = "CRATE")]
    crates: Vec<String>,
}

/// The crate that takes the place of `async-trait`, with the list.
const FOLDER: &str = "src/tools/async-trait";

/// Builds and tests the crates, and writes the table.
pub fn run(project: &Project, options: &Options) -> Result<ExitCode> {
    // What is wrong with the command is said before anything is built.
    options.toolchain.as_deref().map(compiler::of_toolchain).transpose()?;
    let ours = project.layout.root.join(FOLDER);
    let list = List::read(&ours.join("crates.toml"))?;
    let entries = list.named(&options.crates)?;
    let mut table = Table::read(project)?;
    let (stage0, rustc) = compiler::choose(project, options.toolchain.as_deref())?;
    let workshop = Workshop::open(project, stage0, rustc, ours)?;
    let mut failed = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        eprintln!("[{}/{}] {}", at + 1, entries.len(), entry.title());
        let row = match workshop.try_out(entry) {
            Ok(row) => row,
            Err(error) => {
                eprintln!("x.py: error: {error:#}");
                failed.push(format!("{}: nothing came out", entry.title()));
                continue;
            }
        };
        println!("{}", row.line());
        if !row.as_listed {
            failed.push(format!("{}: the list has `{}`", row.line(), entry.outcome));
        }
        table.insert(row);
        // What is known is kept, however the others end.
        table.write(project, &list)?;
    }
    for what in &failed {
        eprintln!("failed: {what}");
    }
    println!("{} passed, {} failed", entries.len() - failed.len(), failed.len());
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! The command line.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};

use crate::characters::WordRule;
use crate::report::Columns;

/// Print line, word and byte counts for each FILE, and a total line if there is more than one.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Arguments {
    /// Files; `-` is standard input, `tcp://HOST:PORT` what a TCP peer sends, and a file whose name
    /// ends in `.gz` is decompressed. Standard input if there is none.
    #[arg(value_name = "FILE")]
    pub names: Vec<OsString>,

    /// Print the line counts.
    #[arg(short, long)]
    lines: bool,

    /// Print the word counts.
    #[arg(short, long)]
    words: bool,

    /// Print the byte counts.
    #[arg(short = 'c', long)]
    bytes: bool,

    /// Decompress every input, whatever its name.
    #[arg(short = 'z', long)]
    pub gunzip: bool,

    /// Where the machine of the object that is read lives.
    #[arg(long, value_enum, default_value_t = Place::Heap)]
    pub place: Place,

    /// What a word is made of.
    #[arg(long, value_enum, default_value_t = WordRule::Printable)]
    pub word_rule: WordRule,

    /// Print calls made and allocations counted to standard error.
    #[arg(long)]
    pub stats: bool,
}

/// Where a machine lives.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum Place {
    /// On the heap, allocated once for all calls.
    Heap,
    /// In the frame of the reading loop.
    Inline,
    /// Wherever each call finds room: in itself if the machine is small, or else on the heap.
    Call,
}

impl Arguments {
    /// The arguments of the process.
    ///
    /// # Errors
    ///
    /// The exit code, when there is nothing more to do: help was asked for and is printed, or the
    /// arguments are wrong and it says so.
    pub fn from_environment() -> Result<Self, ExitCode> {
        Arguments::try_parse().map_err(|error| {
            let code = if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
            // There is nobody left to tell when this cannot be written.
            let _ = error.print();
            code
        })
    }

    /// The counts to print: all three if none is picked.
    pub fn columns(&self) -> Columns {
        let &Arguments { lines, words, bytes, .. } = self;
        if lines || words || bytes {
            Columns { lines, words, bytes }
        } else {
            Columns { lines: true, words: true, bytes: true }
        }
    }
}

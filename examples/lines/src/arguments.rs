//! The command line.

use std::num::{NonZeroU16, NonZeroU32, NonZeroUsize};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// Answer lines over TCP, or have them answered.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answer the lines of every peer that connects to ADDR, until SIGINT or SIGTERM.
    Serve(Options),
    /// Send the WORDs as one line to ADDR and print the answer.
    Send {
        /// `HOST:PORT` of a server.
        #[arg(value_name = "ADDR")]
        address: String,
        /// A command and what it needs.
        #[arg(value_name = "WORD", required = true, trailing_var_arg = true)]
        #[arg(allow_hyphen_values = true)]
        words: Vec<String>,
    },
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Options {
    /// `HOST:PORT` to listen on; with port 0 the system picks one.
    #[arg(value_name = "ADDR")]
    pub address: String,

    /// Worker threads; as many as there are processors if not given.
    #[arg(long, value_name = "THREADS")]
    pub workers: Option<NonZeroUsize>,

    /// The bytes that a line may have, its end not counted.
    #[arg(long, value_name = "BYTES", default_value = "4096")]
    pub longest: NonZeroU16,

    /// The lines that are read of one peer in a second; as many as it sends if not given.
    #[arg(long, value_name = "LINES")]
    pub pace: Option<NonZeroU32>,

    /// The calls that one handler answers at once; as many as are asked for if not given.
    #[arg(long, value_name = "CALLS")]
    pub at_once: Option<NonZeroUsize>,

    /// The seconds that tasks have to end after the signal.
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    pub grace: u64,
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
}

//! `fuzz run` tries many programs, `fuzz emit` writes one.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};
use fuzz::compile::Limits;
use fuzz::corpus::Corpus;
use fuzz::{mutate, run, source};

/// Mutates programs that use inline async traits, and looks for inputs that crash the compiler.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Cli {
    /// A folder with programs to begin with
    #[arg(long, value_name = "PATH", global = true)]
    corpus: Vec<PathBuf>,
    /// What all programs are made from
    #[arg(long, default_value_t = 1, global = true)]
    seed: u64,
    /// The number of the program, or of the first one
    #[arg(long, default_value_t = 0, global = true)]
    first: u64,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a program on standard output
    Emit,
    /// Compile programs
    Run {
        /// The compiler
        #[arg(long)]
        rustc: PathBuf,
        /// How many programs
        #[arg(long, default_value_t = 1000)]
        programs: u64,
        /// How many at once
        #[arg(long, default_value_t = 2)]
        jobs: usize,
        /// How often the compiler is asked to make one program smaller
        #[arg(long, default_value_t = 400)]
        budget: usize,
        /// Seconds of a processor that compiling one program may take
        #[arg(long, default_value_t = Limits::default().seconds)]
        seconds: u64,
        /// Where to put findings
        #[arg(long)]
        folder: PathBuf,
        /// The beginning of the command that repeats a finding
        #[arg(long, default_value = "fuzz run")]
        again: String,
    },
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    match cli.command {
        Command::Emit => {
            let corpus = Corpus::read(&cli.corpus)?;
            let mutant = mutate::mutant(&corpus, cli.seed, cli.first);
            print!("// {}\n{}", mutant.made, source::write(&mutant.trees));
            Ok(())
        }
        Command::Run { rustc, programs, jobs, budget, seconds, folder, again } => {
            let limits = Limits {
                seconds,
                patience: Duration::from_secs(45 * seconds),
                ..Limits::default()
            };
            let options = run::Options {
                rustc,
                corpus: cli.corpus,
                seed: cli.seed,
                first: cli.first,
                programs,
                jobs,
                budget,
                limits,
                folder,
                again: format!("{again} --seed {}", cli.seed),
            };
            run::conclude(&run::run(&options)?)
        }
    }
}

//! `stress emit` writes a program, `stress run` compiles and runs many.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};
use stress::generate::{self, Size};
use stress::model::Features;
use stress::{run, write};

/// Writes random programs that use inline async traits, and checks them against static calls.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Cli {
    /// What the compiler can do besides
    #[arg(long = "feature", value_enum, global = true)]
    features: Vec<Feature>,
    /// The seed of the program, or of the first one
    #[arg(long, default_value_t = 1, global = true)]
    seed: u64,
    /// How many sections a program has
    #[arg(long, default_value_t = Size::default().sections, global = true)]
    sections: usize,
    /// How many traits it has
    #[arg(long, default_value_t = Size::default().traits, global = true)]
    traits: usize,
    /// How many types it has, one for each trait at least
    #[arg(long, default_value_t = Size::default().types, global = true)]
    types: usize,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Feature {
    /// Calls are `Send`
    Send,
    /// Methods may take `self`
    ByValue,
}

#[derive(Subcommand)]
enum Command {
    /// Write the program of the seed on standard output
    Emit,
    /// Compile and run programs
    Run {
        /// The compiler
        #[arg(long)]
        rustc: PathBuf,
        /// A further argument for it
        #[arg(long = "flag", allow_hyphen_values = true)]
        flags: Vec<String>,
        /// A word of the command that runs the compiled programs
        #[arg(long, allow_hyphen_values = true)]
        runner: Vec<String>,
        /// How many programs [default: one, or as many as there is time for]
        #[arg(long)]
        programs: Option<u64>,
        /// For how long
        #[arg(long)]
        minutes: Option<u64>,
        /// How often each program does everything, each time differently
        #[arg(long, default_value_t = 300)]
        rounds: u64,
        /// Where to put the programs
        #[arg(long)]
        folder: PathBuf,
        /// The beginning of the command that repeats a failure
        #[arg(long, default_value = "stress run")]
        again: String,
    },
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let features = Features {
        send: cli.features.contains(&Feature::Send),
        by_value: cli.features.contains(&Feature::ByValue),
    };
    let size = Size {
        traits: cli.traits.max(1),
        types: cli.types.max(cli.traits.max(1)),
        sections: cli.sections,
    };
    match cli.command {
        Command::Emit => {
            print!("{}", write::source(&generate::program(cli.seed, features, size)));
            Ok(())
        }
        Command::Run { rustc, flags, runner, programs, minutes, rounds, folder, again } => {
            let options = run::Options {
                rustc,
                flags,
                runner,
                features,
                size,
                seed: cli.seed,
                programs: programs.or(if minutes.is_none() { Some(1) } else { None }),
                time: minutes.map(|minutes| Duration::from_secs(60 * minutes)),
                rounds,
                folder,
                again,
            };
            run::conclude(&run::run(&options)?)
        }
    }
}

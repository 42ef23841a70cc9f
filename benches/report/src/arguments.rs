//! The command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Measures, and writes RESULTS.md. `./x.py bench` starts it with what it needs.
#[derive(Parser, Debug)]
pub struct Arguments {
    /// Measure for a short time only, and leave out what takes long
    #[arg(long)]
    pub quick: bool,
    /// Measure only these workloads
    #[arg(long = "workload", value_name = "NAME")]
    pub workloads: Vec<String>,
    /// Measure only these parts [default: all but compile-time]
    #[arg(long = "part", value_name = "PART")]
    pub chosen: Vec<Part>,
    /// Measure nothing, and write tables, plots and RESULTS.md from what is there
    #[arg(long)]
    pub render: bool,
    /// Where the results are
    #[arg(long)]
    pub results: PathBuf,
    /// The file to generate
    #[arg(long)]
    pub document: PathBuf,
    /// A folder for profiles and whatever else is made on the way
    #[arg(long)]
    pub work: PathBuf,
    /// The folder of the benchmark's built programs
    #[arg(long)]
    pub programs: PathBuf,
    /// The workspace of the benchmark
    #[arg(long)]
    pub workspace: PathBuf,
    /// The fork's compiler
    #[arg(long)]
    pub rustc: PathBuf,
    /// The cargo that belongs to it
    #[arg(long)]
    pub cargo: PathBuf,
    /// The compiler of the pristine base, for `--part compile-time`
    #[arg(long)]
    pub base_rustc: Option<PathBuf>,
    /// The base's own benchmarks of the compiler, for `--part compile-time`
    #[arg(long)]
    pub compile_benchmarks: Option<PathBuf>,
    /// What the user typed
    #[arg(long, default_value = "./x.py bench")]
    pub command: String,
}

/// What can be measured on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    Allocations,
    Instructions,
    Time,
    Code,
    Size,
    Scale,
    CompileTime,
}

impl Part {
    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Part::Allocations => "allocations",
            Part::Instructions => "instructions",
            Part::Time => "time",
            Part::Code => "code",
            Part::Size => "size",
            Part::Scale => "scale",
            Part::CompileTime => "compile-time",
        }
    }

    pub fn describe(self) -> &'static str {
        match self {
            Part::Allocations => "allocations and memory",
            Part::Instructions => "instructions a call, by callgrind",
            Part::Time => "time a call, contestant by contestant",
            Part::Code => "code of a method",
            Part::Size => "code size and compile time of 64 implementations",
            Part::Scale => "how costs grow",
            Part::CompileTime => "compile time of crates that do not use the feature",
        }
    }
}

impl Arguments {
    pub fn parts(&self) -> Vec<Part> {
        if self.render {
            return Vec::new();
        }
        if !self.chosen.is_empty() {
            return self.chosen.clone();
        }
        vec![Part::Allocations, Part::Instructions, Part::Code, Part::Size, Part::Scale, Part::Time]
    }

    /// Whether a workload is to be measured.
    pub fn wants(&self, workload: &str) -> bool {
        self.workloads.is_empty() || self.workloads.iter().any(|name| name == workload)
    }

    /// One of the benchmark's programs.
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

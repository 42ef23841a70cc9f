//! What the numbers were measured on.

use std::process::Command;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::arguments::Arguments;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    pub command: String,
    pub date: String,
    pub processor: String,
    pub processors: usize,
    pub memory: String,
    pub system: String,
    pub rustc: String,
    /// Whether the measurement was a short one, whose times are rough.
    pub quick: bool,
    /// How busy the machine was when the measurement began.
    pub load: String,
}

/// When a part was measured, by which command.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    pub date: String,
    pub command: String,
    /// What a reader must know besides, where the file was edited by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Measured {
    pub fn by(arguments: &Arguments) -> Result<Self> {
        Ok(Measured { date: date()?, command: arguments.command.clone(), note: None })
    }
}

impl Machine {
    pub fn look(arguments: &Arguments) -> Result<Self> {
        let field = |file: &str, name: &str| {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            line.trim_start_matches([' ', '\t', ':']).trim().to_owned()
        };
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        Ok(Machine {
            command: arguments.command.clone(),
            date: date()?,
            processor: field("/proc/cpuinfo", "model name"),
            processors: std::thread::available_parallelism()?.get(),
            memory: field("/proc/meminfo", "MemTotal"),
            system: ask("uname", &["-srm"])?,
            rustc: ask(&arguments.rustc, &["--version"])?,
            quick: arguments.quick,
            load: load.split(' ').take(3).collect::<Vec<_>>().join(" "),
        })
    }
}

fn date() -> Result<String> {
    ask("date", &["-u", "+%Y-%m-%d %H:%M UTC"])
}

fn ask(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Result<String> {
    let mut command = Command::new(program);
    let output = command.args(arguments).output().with_context(|| format!("{command:?}"))?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

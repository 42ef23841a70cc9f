//! Counts instructions, which do not depend on what else the machine does.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Runs a program under callgrind and gives what it prints. Each time that it leaves the function
/// `measured`, what was counted within goes to the next of the files `PROFILE.1`, `PROFILE.2`, …,
/// which are there for `callgrind_annotate` too.
pub fn within_measured(program: &Path, arguments: &[&str], profile: &Path) -> Result<String> {
    let mut option = OsString::from("--callgrind-out-file=");
    option.push(profile);
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--toggle-collect=measured"])
        .args(["--zero-before=measured", "--dump-after=measured"])
        .arg(option)
        .arg(program)
        .args(arguments);
    let output = valgrind.stdin(Stdio::null()).output().context("could not run valgrind")?;
    if !output.status.success() {
        bail!("{valgrind:?} failed\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// What a profile says was counted.
pub fn counted(profile: &Path) -> Result<u64> {
    let text = std::fs::read_to_string(profile).with_context(|| profile.display().to_string())?;
    total(&text).with_context(|| format!("nothing was counted in {}", profile.display()))
}

/// The total in a file of callgrind's or cachegrind's.
fn total(profile: &str) -> Option<u64> {
    let line = profile
        .lines()
        .find_map(|line| line.strip_prefix("summary:").or_else(|| line.strip_prefix("totals:")))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Counts the instructions of a whole program, in user space: with the processor's counters where
/// there are any, else with cachegrind, which is quicker than callgrind.
pub fn whole(program: &mut Command) -> Result<u64> {
    match perf_counts() {
        true => by_perf(program),
        false => by_cachegrind(program),
    }
}

/// Whether the processor's counters can be read here. Many virtual machines have none.
pub fn perf_counts() -> bool {
    use std::sync::OnceLock;
    static COUNTS: OnceLock<bool> = OnceLock::new();
    *COUNTS.get_or_init(|| by_perf(&mut Command::new("true")).is_ok())
}

fn by_perf(program: &mut Command) -> Result<u64> {
    let counts = tempfile::NamedTempFile::new()?;
    let options = ["stat", "-x,", "-e", "instructions:u", "-o"];
    under(program, "perf", &options, counts.path().as_os_str())?;
    let text = std::fs::read_to_string(counts.path())?;
    let line = text.lines().find(|line| line.contains("instructions")).context("no line")?;
    line.split(',').next().and_then(|count| count.parse().ok()).context("no count")
}

fn by_cachegrind(program: &mut Command) -> Result<u64> {
    let profile = tempfile::NamedTempFile::new()?;
    let mut option = OsString::from("--cachegrind-out-file=");
    option.push(profile.path());
    under(program, "valgrind", &["--tool=cachegrind", "--cache-sim=no", "-q"], &option)?;
    counted(profile.path())
}

/// Runs a program under another one, with our own input and output.
fn under(program: &Command, tool: &str, options: &[&str], last: &OsStr) -> Result<()> {
    let mut command = Command::new(tool);
    command.args(options).arg(last).arg(program.get_program()).args(program.get_args());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    if let Some(folder) = program.get_current_dir() {
        command.current_dir(folder);
    }
    let status = command.status().with_context(|| format!("could not run {tool}"))?;
    if !status.success() {
        bail!("{command:?} failed");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn totals() {
        assert_eq!(super::total("events: Ir\nsummary: 1234\n"), Some(1234));
        assert_eq!(super::total("fn=(1)\n1 2\ntotals: 17\n"), Some(17));
        assert_eq!(super::total("nothing"), None);
    }
}

//! Counts tests in what test runners say.

use std::fmt;
use std::ops::AddAssign;
use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::host::process;

/// Tests that passed, failed, and could not be run on this machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Tally {
    /// A check that is one test.
    pub fn of(passed: bool) -> Self {
        Tally { passed: passed.into(), failed: (!passed).into(), skipped: 0 }
    }

    /// A check that this machine does not allow.
    pub fn skipped() -> Self {
        Tally { skipped: 1, ..Tally::default() }
    }

    /// Runs a command that tests, and counts what it says.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub fn of_command(command: &mut Command) -> Result<Self> {
        let mut tally = Tally::default();
        let status = process::watch(command, &mut |line| tally.look(line))?;
        Ok(tally.and_status(status.success()))
    }

    /// What a command ends with that has counted this.
    pub fn exit_code(self) -> ExitCode {
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Takes in a line such as `test result: ok. 12 passed; 0 failed; 1 ignored; …`.
    pub fn look(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ") else { return };
        let counts = counts.split_once(". ").map_or(counts, |(_, counts)| counts);
        for part in counts.split(';') {
            if let Some((count, what)) = part.trim().split_once(' ')
                && let Ok(count) = count.parse::<u64>()
            {
                match what {
                    "passed" => self.passed += count,
                    "failed" => self.failed += count,
                    _ => {}
                }
            }
        }
    }

    /// What a runner counted, with a failure for one that failed before or beside its tests.
    pub fn and_status(self, success: bool) -> Self {
        let failed = if success { self.failed } else { self.failed.max(1) };
        Tally { failed, ..self }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_result_lines() {
        let mut tally = Tally::default();
        tally.look("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out");
        tally.look("test result: FAILED. 2 passed; 1 failed; 0 ignored; finished in 0.1s");
        tally.look("running 3 tests");
        assert_eq!(tally, Tally { passed: 14, failed: 1, skipped: 0 });
        assert_eq!(tally.and_status(false), tally);
        assert_eq!(Tally::default().and_status(false), Tally { passed: 0, failed: 1, skipped: 0 });
        tally += Tally::skipped();
        assert_eq!(tally.to_string(), "14 passed, 1 failed, 1 skipped");
        assert_eq!(Tally::of(true), Tally { passed: 1, failed: 0, skipped: 0 });
    }
}

//! Counts tests in what test runners say.

use std::ops::AddAssign;

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// A check that is one test.
    pub fn of(passed: bool) -> Self {
        Tally { passed: passed.into(), failed: (!passed).into() }
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
        assert_eq!(tally, Tally { passed: 14, failed: 1 });
        assert_eq!(tally.and_status(false), tally);
        assert_eq!(Tally::default().and_status(false), Tally { passed: 0, failed: 1 });
        assert_eq!(Tally::of(true), Tally { passed: 1, failed: 0 });
    }
}

//! What a run of a crate's tests says of itself.

use std::collections::BTreeSet;

/// The tests of a run, each by the program that it is in and its name.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tests {
    pub passed: BTreeSet<String>,
    pub failed: BTreeSet<String>,
}

impl Tests {
    /// Reads what `cargo test` has written, both outputs in one.
    pub fn read(log: &str) -> Self {
        let mut tests = Tests::default();
        let mut program = "";
        // What a test writes past the harness comes between its name and its result.
        let mut begun = None;
        for line in log.lines() {
            if let Some(running) = line.trim_start().strip_prefix("Running ") {
                program = running.split(" (").next().unwrap_or(running);
                begun = None;
            }
            let (name, result) =
                match line.strip_prefix("test ").and_then(|l| l.split_once(" ... ")) {
                    Some((name, result)) => {
                        begun = Some(name);
                        (name, result)
                    }
                    None => match begun {
                        Some(name) => (name, line),
                        None => continue,
                    },
                };
            let all = match result.split(['<', ',']).next().unwrap_or_default().trim_end() {
                "ok" => &mut tests.passed,
                "FAILED" => &mut tests.failed,
                _ => continue,
            };
            begun = None;
            let name = name.strip_suffix(" - should panic").unwrap_or(name);
            all.insert(format!("{program}: {name}"));
        }
        tests
    }

    /// What passes here and not in `other`.
    pub fn lost_in<'a>(&'a self, other: &'a Tests) -> Vec<&'a str> {
        self.passed.difference(&other.passed).map(String::as_str).collect()
    }
}

/// The first errors of a compiler's output.
pub fn errors(log: &str) -> Vec<&str> {
    let is_error = |line: &&str| line.starts_with("error[") || line.starts_with("error:");
    log.lines().filter(is_error).take(3).collect()
}

/// The lines `WHAT: N` of a program that counts allocations.
pub fn counts(out: &str) -> Vec<(String, u64)> {
    let count = |line: &str| {
        let (what, count) = line.split_once(": ")?;
        Some((what.to_owned(), count.parse().ok()?))
    };
    out.lines().filter_map(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "     Running unittests src/lib.rs (target/debug/deps/a-0)\n\
        test one ... ok\n\
        test two - should panic ... ok\n\
        test three ... ignored, needs a network\n\
        test four ... FAILED\n\
        test five ... written past the harness\nok\n\
        \x20    Running tests/it.rs (target/debug/deps/it-0)\n\
        test one ... ok <0.1s>\n\
        test result: ok. 1 passed; 0 failed\n";

    #[test]
    fn tests_of_all_programs() {
        let tests = Tests::read(LOG);
        let passed: Vec<_> = tests.passed.iter().map(String::as_str).collect();
        let unit = "unittests src/lib.rs";
        assert_eq!(
            passed,
            ["tests/it.rs: one".to_owned()]
                .into_iter()
                .chain(["five", "one", "two"].map(|name| format!("{unit}: {name}")))
                .collect::<Vec<_>>()
        );
        assert_eq!(tests.failed.len(), 1);
        let ours = Tests::read(&LOG.replace("test two", "test other"));
        assert_eq!(tests.lost_in(&ours), [format!("{unit}: two")]);
        assert!(tests.lost_in(&tests).is_empty());
    }

    #[test]
    fn errors_and_counts() {
        assert_eq!(errors("warning: x\nerror[E0308]: y\n  error: z\n"), ["error[E0308]: y"]);
        assert_eq!(counts("get: 7\nnonsense\nput: many\n"), [("get".to_owned(), 7)]);
    }
}

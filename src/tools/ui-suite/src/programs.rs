//! Programs compiled and started in another way than the tests say, such as for a sanitizer.

use std::ffi::OsString;

use crate::directives::Directives;

/// What is different. Where anything is, tests that run no program are left out.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Programs {
    /// A further argument for the compiler
    #[arg(long = "flag", value_name = "FLAG", allow_hyphen_values = true)]
    pub flags: Vec<String>,
    /// A word of a command that starts the programs
    #[arg(long, value_name = "WORD", allow_hyphen_values = true)]
    pub runner: Vec<String>,
}

impl Programs {
    fn is_plain(&self) -> bool {
        self.flags.is_empty() && self.runner.is_empty()
    }

    /// Whether programs have no dynamic libraries: what checks a program is linked into it, so
    /// all that is to be checked must be.
    pub fn are_of_one_piece(&self) -> bool {
        !self.flags.is_empty()
    }

    /// Whether a test has nothing to say about such programs.
    pub fn leave_out(&self, directives: &Directives) -> bool {
        // Of sanitizers there can be only one.
        let has_own = directives.compile_flags.iter().any(|flag| flag.contains("sanitizer"));
        !self.is_plain() && (!directives.goal().runs() || has_own && !self.flags.is_empty())
    }

    /// Adds the flags.
    pub fn change(&self, flags: &mut Vec<OsString>) {
        if self.are_of_one_piece() {
            flags.retain(|flag| flag != "-Cprefer-dynamic");
            flags.extend(self.flags.iter().map(OsString::from));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves_out(programs: &Programs, text: &str) -> bool {
        programs.leave_out(&Directives::read(text, None).unwrap())
    }

    #[test]
    fn only_programs_are_left() {
        let plain = Programs::default();
        let checked = Programs { flags: vec!["-Zsanitizer=address".to_owned()], ..plain.clone() };
        let started = Programs { runner: vec!["valgrind".to_owned()], ..plain.clone() };
        for (text, expected) in [
            ("//@ run-pass", [false, false, false]),
            ("//@ check-pass", [false, true, true]),
            ("//@ run-pass\n//@ compile-flags: -Zsanitizer=cfi", [false, true, false]),
        ] {
            let found = [&plain, &checked, &started].map(|programs| leaves_out(programs, text));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn flags_come_with_a_program_of_one_piece() {
        let mut flags = vec!["-Cprefer-dynamic".into(), "-O".into()];
        Programs::default().change(&mut flags);
        assert_eq!(flags.len(), 2);
        Programs { flags: vec!["-g".to_owned()], runner: Vec::new() }.change(&mut flags);
        assert_eq!(flags, ["-O", "-g"]);
    }
}

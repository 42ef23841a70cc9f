//! Programs compiled and started in another way than the tests say: for another machine, or for a
//! sanitizer.

use std::ffi::OsString;

use crate::directives::Directives;

/// The code generator that the compiler has if none is named.
pub const LLVM: &str = "llvm";

/// What is different. Where anything but the target is, tests that run no program are left out.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Programs {
    /// Compile for this target, not for the machine that the toolchain is made for
    #[arg(long, value_name = "TRIPLE")]
    pub target: Option<String>,
    /// A further argument for the compiler
    #[arg(long = "flag", value_name = "FLAG", allow_hyphen_values = true)]
    pub flags: Vec<String>,
    /// A word of a command that starts the programs
    #[arg(long, value_name = "WORD", allow_hyphen_values = true)]
    pub runner: Vec<String>,
    /// Leave out tests that run no program
    #[arg(long)]
    pub only_programs: bool,
    /// What the programs do not have, as tests say that they need it: `threads`, `subprocess`
    #[arg(long, value_name = "NAME")]
    pub without: Vec<String>,
}

impl Programs {
    fn is_plain(&self) -> bool {
        self.flags.is_empty() && self.runner.is_empty()
    }

    /// The code generator.
    pub fn backend(&self) -> &str {
        let mut flags = self.flags.iter().rev();
        flags.find_map(|flag| flag.strip_prefix("-Zcodegen-backend=")).unwrap_or(LLVM)
    }

    /// Whether programs have no dynamic libraries: what checks a program is linked into it, so
    /// all that is to be checked must be; and a program that is moved to another machine is one
    /// file.
    pub fn are_of_one_piece(&self) -> bool {
        !self.flags.is_empty() || self.target.is_some()
    }

    /// Whether a test has nothing to say about such programs.
    pub fn leave_out(&self, directives: &Directives) -> bool {
        let checks = |flags: &[String]| flags.iter().any(|flag| flag.contains("sanitizer"));
        // Of sanitizers there can be only one.
        let has_two = checks(&directives.compile_flags) && checks(&self.flags);
        let has_changed = self.target.is_none() && !self.is_plain();
        has_two || (has_changed || self.only_programs) && !directives.goal().runs()
    }

    /// Adds the flags for what runs in the end, which a procedural macro does not.
    pub fn change(&self, flags: &mut Vec<OsString>) {
        if self.are_of_one_piece() {
            flags.retain(|flag| flag != "-Cprefer-dynamic");
            flags.extend(self.flags.iter().map(OsString::from));
        }
    }

    /// The flag that names the target, where it is not the compiler's own machine. `ui_test` adds
    /// it to a test by itself.
    pub fn target_flag(&self) -> Option<String> {
        self.target.as_ref().map(|target| format!("--target={target}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves_out(programs: &Programs, text: &str) -> bool {
        programs.leave_out(&Directives::read(text, None).unwrap())
    }

    fn flags(flags: &[&str]) -> Programs {
        let flags = flags.iter().map(|flag| flag.to_string()).collect();
        Programs { flags, ..Programs::default() }
    }

    #[test]
    fn the_last_code_generator_counts() {
        assert_eq!(Programs::default().backend(), LLVM);
        let named = flags(&["-Zcodegen-backend=gcc", "-O", "-Zcodegen-backend=cranelift"]);
        assert_eq!(named.backend(), "cranelift");
    }

    #[test]
    fn only_programs_are_left() {
        let plain = Programs::default();
        let checked = flags(&["-Zsanitizer=address"]);
        let small = flags(&["-Copt-level=s"]);
        let started = Programs { runner: vec!["valgrind".to_owned()], ..plain.clone() };
        let elsewhere = Programs { target: Some("x".to_owned()), ..small.clone() };
        let only = Programs { only_programs: true, ..elsewhere.clone() };
        let all = [&plain, &checked, &small, &started, &elsewhere, &only];
        for (text, expected) in [
            ("//@ run-pass", [false, false, false, false, false, false]),
            ("//@ check-pass", [false, true, true, true, false, true]),
            (
                "//@ run-pass\n//@ compile-flags: -Zsanitizer=cfi",
                [false, true, false, false, false, false],
            ),
        ] {
            assert_eq!(all.map(|programs| leaves_out(programs, text)), expected, "{text}");
        }
    }

    #[test]
    fn flags_come_with_a_program_of_one_piece() {
        let mut given = vec!["-Cprefer-dynamic".into(), "-O".into()];
        Programs::default().change(&mut given);
        assert_eq!(given.len(), 2);
        flags(&["-g"]).change(&mut given);
        assert_eq!(given, ["-O", "-g"]);
        let mut given = vec!["-Cprefer-dynamic".into()];
        let elsewhere = Programs { target: Some("x".to_owned()), ..Programs::default() };
        elsewhere.change(&mut given);
        assert!(given.is_empty());
        assert_eq!(elsewhere.target_flag().as_deref(), Some("--target=x"));
    }
}

//! How a compiler ended.

use std::fmt;
use std::process::ExitStatus;

/// What came of one compilation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    Accepted,
    /// By the parser: nothing else has seen the program.
    NotParsed,
    Refused,
    /// The end is a fault of the compiler's.
    Fault(Fault),
}

/// An end that no program may lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: Kind,
    /// Where in the compiler; faults in one place are taken for one.
    pub place: String,
    /// What it said of it.
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A panic, an internal compiler error or a signal.
    Crash,
    /// No end within the time.
    Hang,
    /// No end within the memory.
    Memory,
    /// Two definitions of one symbol, which the linker sees.
    Link,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Crash => "crash",
            Kind::Hang => "hang",
            Kind::Memory => "memory",
            Kind::Link => "link",
        })
    }
}

impl Ending {
    /// Reads it off the status, none where the compiler had to be ended, and what was said.
    #[must_use]
    pub fn read(status: Option<ExitStatus>, said: &str) -> Ending {
        let fault = |kind, place: &str| {
            let message = said.lines().rev().take(20).collect::<Vec<_>>();
            let message = message.into_iter().rev().collect::<Vec<_>>().join("\n");
            Ending::Fault(Fault { kind, place: place.to_owned(), message })
        };
        let Some(status) = status else { return fault(Kind::Hang, "too long") };
        if has_reached_a_limit(status) {
            return fault(Kind::Hang, "too long");
        }
        if said.contains("memory allocation of ") || said.contains("LLVM ERROR: out of memory") {
            return fault(Kind::Memory, "too much memory");
        }
        if let Some(crash) = crash(said) {
            return Ending::Fault(crash);
        }
        match status.code() {
            Some(0) => Ending::Accepted,
            Some(1)
                if said.contains("multiple definition of ")
                    || said.contains("duplicate symbol") =>
            {
                fault(Kind::Link, "symbol defined twice")
            }
            Some(1) if is_not_parsed(said) => Ending::NotParsed,
            Some(1) => Ending::Refused,
            Some(code) => fault(Kind::Crash, &format!("exit code {code}")),
            None if said.contains("SIGSEGV") || said.contains("stack overflow") => {
                fault(Kind::Crash, "stack overflow")
            }
            None => fault(Kind::Crash, &status.to_string()),
        }
    }
}

/// Errors of later stages mostly have a code, those of the parser hardly ever; and where the parser
/// has one, it is the only one to speak.
fn is_not_parsed(said: &str) -> bool {
    let begins = |begin: &str| said.lines().any(|line| line.starts_with(begin));
    begins("error: expected ") && !begins("error[")
}

/// The system ends what goes round in circles, or writes without end.
#[cfg(unix)]
fn has_reached_a_limit(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;

    use rustix::process::Signal;
    let limits = [Signal::XCPU, Signal::XFSZ, Signal::KILL];
    status.signal().is_some_and(|signal| limits.iter().any(|limit| limit.as_raw() == signal))
}

#[cfg(not(unix))]
fn has_reached_a_limit(_: ExitStatus) -> bool {
    false
}

/// The panic or the internal compiler error that was reported.
fn crash(said: &str) -> Option<Fault> {
    let lines: Vec<_> = said.lines().collect();
    let query = lines.iter().find_map(|line| Some(line.strip_prefix("#0 [")?.split_once(']')?.0));
    let fault = |place: &str, message: &str| {
        let query = query.map(|query| format!(" in {query}")).unwrap_or_default();
        let place = format!("{place}{query}");
        Some(Fault { kind: Kind::Crash, place, message: message.to_owned() })
    };
    // `bug!` and `span_bug!` say where they stand, the panic that follows only where the macro is.
    for line in &lines {
        let Some(told) = line.strip_prefix("error: internal compiler error: ") else { continue };
        if let Some((place, message)) = told.split_once(": ")
            && is_place(place)
        {
            return fault(place, message);
        }
        let delayed = lines.iter().find_map(|line| {
            let place = line.split_once("delayed at ")?.1;
            Some(place.split(' ').next().unwrap_or(place))
        });
        if let Some(place) = delayed {
            return fault(place, told);
        }
    }
    for (number, line) in lines.iter().enumerate() {
        if let Some((_, place)) = line.split_once(" panicked at ") {
            let message = lines.get(number + 1).copied().unwrap_or_default();
            return fault(place.trim_end_matches(':'), message);
        }
        if let Some((_, message)) = line.split_once("LLVM ERROR: ") {
            return fault("LLVM", message);
        }
    }
    let told =
        |line: &&str| line.strip_prefix("error: internal compiler error: ").map(str::to_owned);
    let message = lines.iter().find_map(told)?;
    fault("internal compiler error", &message)
}

/// `compiler/rustc_middle/src/ty/mod.rs:12:34`
fn is_place(text: &str) -> bool {
    let mut parts = text.rsplitn(3, ':');
    let mut is_number = || parts.next().is_some_and(|part| part.parse::<u32>().is_ok());
    is_number() && is_number() && !text.contains(' ')
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    fn code(code: i32) -> Option<ExitStatus> {
        Some(ExitStatus::from_raw(code << 8))
    }

    #[track_caller]
    fn place(status: Option<ExitStatus>, said: &str) -> (Kind, String, String) {
        match Ending::read(status, said) {
            Ending::Fault(fault) => (fault.kind, fault.place, fault.message),
            ending => panic!("{ending:?}"),
        }
    }

    #[test]
    fn orderly_ends() {
        assert_eq!(Ending::read(code(0), "warning: x"), Ending::Accepted);
        assert_eq!(Ending::read(code(1), "error[E0277]: x"), Ending::Refused);
        assert_eq!(Ending::read(code(1), "error: expected `;`\n"), Ending::NotParsed);
        assert_eq!(Ending::read(code(1), "error: linking with `cc` failed"), Ending::Refused);
    }

    #[test]
    fn a_panic_is_where_it_says() {
        let said = "\nthread 'rustc' (7) panicked at compiler/rustc_a/src/b.rs:1:2:\nindex 3\n\
                    error: the compiler unexpectedly panicked\nquery stack during panic:\n\
                    #0 [typeck] type-checking `main`\n#1 [analysis] running\nend of query stack\n";
        let expected = "compiler/rustc_a/src/b.rs:1:2 in typeck".to_owned();
        assert_eq!(place(code(101), said), (Kind::Crash, expected, "index 3".to_owned()));
    }

    #[test]
    fn a_bug_is_where_its_macro_stands() {
        let said = "error: internal compiler error: compiler/rustc_a/src/b.rs:3:4: no such thing\n\
                    \nthread 'rustc' panicked at compiler/rustc_middle/src/util/bug.rs:36:26:\nx\n";
        let expected = "compiler/rustc_a/src/b.rs:3:4".to_owned();
        assert_eq!(place(code(101), said), (Kind::Crash, expected, "no such thing".to_owned()));
        let said = "note: no errors encountered even though delayed bugs were created\n\
                    error: internal compiler error: expected an error\n  |\n\
                    note: delayed at compiler/rustc_a/src/c.rs:5:6 - disabled backtrace\n";
        let expected = "compiler/rustc_a/src/c.rs:5:6".to_owned();
        assert_eq!(place(code(101), said), (Kind::Crash, expected, "expected an error".to_owned()));
    }

    #[test]
    fn limits_signals_and_the_linker() {
        assert_eq!(place(None, "").0, Kind::Hang);
        assert_eq!(place(Some(ExitStatus::from_raw(24)), "").0, Kind::Hang);
        let said = "memory allocation of 99 bytes failed";
        assert_eq!(place(Some(ExitStatus::from_raw(6)), said).0, Kind::Memory);
        let said = "error: rustc interrupted by SIGSEGV, printing backtrace";
        let found = place(Some(ExitStatus::from_raw(11)), said);
        assert_eq!((found.0, &*found.1), (Kind::Crash, "stack overflow"));
        assert_eq!(place(code(1), "ld: x: multiple definition of `m`").0, Kind::Link);
        let found = place(Some(ExitStatus::from_raw(6)), "rustc-LLVM ERROR: broken");
        assert_eq!((&*found.1, &*found.2), ("LLVM", "broken"));
    }
}

//! `x.py test` with an option of ours: a part of the suite, or a run of it in another way.

mod record;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::commands::backend;
use crate::commands::link;
use crate::commands::machines;
use crate::commands::machines::bare_metal::Board;
use crate::commands::machines::machine::Machine;
use crate::commands::matrix;
use crate::commands::sanitize;
use crate::commands::sanitizer::Sanitizer;
use crate::commands::suite::tally::Tally;
use crate::commands::ui_suite;
use crate::host::process::version;
use crate::project::Project;
use crate::series::compiler;

/// What the user may choose.
#[derive(Parser)]
#[command(name = "./x.py test", no_binary_name = true, disable_help_flag = true)]
#[command(group = clap::ArgGroup::new("part").required(true))]
struct Options {
    /// The UI and run-pass tests on another machine, or on a board the programs for boards
    #[arg(long, value_name = "TRIPLE", group = "part")]
    target: Option<String>,
    /// Programs that find their allocator when they are linked
    #[arg(long, group = "part")]
    link: bool,
    /// The run-pass tests, compiled in all ways in which programs are
    #[arg(long, group = "part")]
    matrix: bool,
    /// The run-pass tests with every sanitizer, or with one
    #[arg(long, value_name = "NAME", num_args = 0..=1, require_equals = true, group = "part")]
    sanitize: Option<Option<Sanitizer>>,
    /// The run-pass tests with another code generator: cranelift
    #[arg(long, value_name = "NAME", group = "part")]
    backend: Option<String>,
    /// Test this toolchain [default: the stage1 of build/rust, built when missing]
    #[arg(long, value_name = "PATH")]
    toolchain: Option<PathBuf>,
    /// The source of its library, where the toolchain does not have it
    #[arg(long, value_name = "PATH")]
    library: Option<PathBuf>,
    /// Say of every test what became of it
    #[arg(long)]
    list: bool,
    /// Of each test that has revisions, run the first one only
    #[arg(long)]
    first_revision: bool,
    /// Leave out tests that run no program
    #[arg(long)]
    only_programs: bool,
    /// Run only tests whose path contains one of these
    #[arg(value_name = "FILTER")]
    filters: Vec<OsString>,
}

/// The options that say it is this, in the first place or after a toolchain.
const PARTS: [&str; 5] = ["--target", "--link", "--matrix", "--sanitize", "--backend"];

/// Whether the arguments of `test` ask for this.
pub fn is_asked(arguments: &[OsString]) -> bool {
    let option =
        |word: &OsString| word.to_string_lossy().split('=').next().unwrap_or_default().to_owned();
    let is_part = |word: &OsString| PARTS.contains(&option(word).as_str());
    arguments.first().is_some_and(|first| {
        is_part(first) || option(first) == ui_suite::OPTION && arguments.iter().any(is_part)
    })
}

/// Runs it.
///
/// # Errors
///
/// The machine is not known, or what it takes cannot be had: said before anything is built.
pub fn test(project: &Project, arguments: &[OsString]) -> Result<ExitCode> {
    let options = match Options::try_parse_from(arguments) {
        Ok(options) => options,
        Err(error) => error.exit(),
    };
    options.toolchain.as_deref().map(compiler::of_toolchain).transpose()?;
    let board = options.target.as_deref().and_then(Board::named);
    let machine = options.target.as_deref().filter(|_| board.is_none());
    let machine = machine.map(Machine::named).transpose()?;
    if let Some(machine) = machine {
        machine.require(project)?;
    }
    if let Some(board) = board {
        board.require(project)?;
    }
    let backend = options.backend.as_deref().map(backend::named).transpose()?;
    let (stage0, rustc) = compiler::choose(project, options.toolchain.as_deref())?;
    let library = options.library.as_deref();
    let less =
        [(options.first_revision, "--first-revision"), (options.only_programs, "--only-programs")];
    let less: Vec<&str> = less.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
    let list = options.list.then_some("--list");
    let mut rest: Vec<OsString> = less.iter().copied().chain(list).map(OsString::from).collect();
    rest.extend(options.filters.iter().cloned());
    let again = |part: &str| [&[part], &less[..]].concat().join(" ");
    let mut versions = vec![version(&rustc, &["--version"])];
    versions.extend(machine.and_then(|machine| machine.version(project)));
    versions.extend(board.map(Board::version));
    if let Some(backend) = backend
        && options.toolchain.is_none()
    {
        backend::build(project, backend)?;
    }
    let mut sum = Tally::default();
    let mut note = |part: &str, name: &str, tally: Tally| {
        if !name.is_empty() {
            println!("{name}: {tally}");
        }
        sum += tally;
        // A part of a part says nothing about the whole.
        if !options.filters.is_empty() {
            return Ok(());
        }
        record::record(project, &format!("./x.py test {part}"), name, tally, &versions)
    };
    match (machine, board) {
        (Some(machine), _) => {
            let tally = machines::on(machine, project, &stage0, &rustc, library, &rest)?;
            note(&again(&format!("--target {}", machine.triple)), "", tally)?;
        }
        (None, Some(board)) => {
            let tally = board.count(project, &stage0, &rustc, library)?;
            note(&format!("--target {}", board.triple), "", tally)?;
        }
        (None, None) if options.link => {
            note("--link", "", link::count(project, &stage0, &rustc, library)?)?;
        }
        (None, None) if let Some(backend) = backend => {
            let tally = backend::count(project, &stage0, &rustc, backend, &rest)?;
            note(&again(&format!("--backend {backend}")), "", tally)?;
        }
        (None, None) if options.matrix => {
            let note = &mut |name: &str, tally| note("--matrix", name, tally);
            matrix::count(project, &stage0, &rustc, note)?;
        }
        (None, None) => {
            let one = options.sanitize.flatten();
            let note = &mut |name: &str, tally| note("--sanitize", name, tally);
            sanitize::count(project, &stage0, &rustc, library, one, &rest, note)?;
        }
    }
    println!("{sum}");
    Ok(sum.exit_code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_it() {
        let asks = |words: &[&str]| is_asked(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert!(asks(&["--target", "x"]) && asks(&["--target=x"]) && asks(&["--link"]));
        assert!(asks(&["--toolchain", "/usr", "--link"]) && asks(&["--sanitize=kcfi"]));
        // The base's own options follow its tests.
        assert!(
            !asks(&[]) && !asks(&["tests/ui", "--target", "x"]) && !asks(&["--toolchain", "/usr"])
        );
    }
}

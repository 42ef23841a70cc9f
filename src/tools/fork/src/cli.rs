//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};

use crate::commands::bench;
use crate::commands::crates;
use crate::commands::doctor;
use crate::commands::editor;
use crate::commands::examples;
use crate::commands::export::{self, Options};
use crate::commands::fuzz;
use crate::commands::handover;
use crate::commands::off;
use crate::commands::parts;
use crate::commands::prepare;
use crate::commands::rebase;
use crate::commands::sanitize;
use crate::commands::stress;
use crate::commands::suite;
use crate::commands::ui_suite;
use crate::host::apart;
use crate::host::cargo;
use crate::host::lock::Lock;
use crate::host::process;
use crate::project::Project;
use crate::series::ready;

/// The front door of a rustc with `inline async fn`.
///
/// The repository holds new files and patches; `prepare` puts them together with
/// rustc's own source in build/rust, and every build command does that first.
#[derive(Parser)]
#[command(name = "x.py", bin_name = "./x.py", version, max_term_width = 100)]
struct Cli {
    /// The repository (x.py gives its own folder)
    #[arg(long, hide = true, default_value = ".")]
    root: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find or fetch rustc's source and put the fork into it, in build/rust
    ///
    /// The base comes from `base.path` in config.toml, an installed rust-web-src package,
    /// that package downloaded, or a clone of upstream's tag, whichever is there first.
    /// A second run does nothing; after an edit in the repository only files whose content
    /// changed are written. Edits in build/rust that are not exported are never overwritten.
    Prepare,
    /// Build what is missing, then build an example with the fork and run it
    ///
    /// Without a name, runs `wc` on files of this repository and compares with wc's counts.
    Run {
        /// A folder in examples/
        example: Option<String>,
        /// What the example gets
        #[arg(last = true)]
        arguments: Vec<OsString>,
    },
    /// Run this project's whole suite, or, with arguments, the base's `x.py test`
    ///
    /// `--toolchain PATH [FILTER]...` runs the UI tests against the toolchain in PATH instead,
    /// without build/rust; `--list` and `--bless` go with it. `--target TRIPLE [FILTER]...` runs
    /// them on another machine, `--link` programs that find their allocator when they are linked,
    /// `--matrix`, `--sanitize` and `--backend NAME` the run-pass tests compiled in other ways; each
    /// takes a `--toolchain`, and `--library PATH` where its library's source is elsewhere.
    /// `--bare` runs the first commands of the README in roots of Debian's releases that have
    /// nothing but git and Python, or in those that are named (`here` is this machine without
    /// what they install).
    /// `--editor` builds rust-analyzer and asks it what an editor does about a small crate;
    /// `--editor SERVER TOOLCHAIN` asks one that is built already.
    #[command(disable_help_flag = true, visible_alias = "t")]
    Test(Rest),
    /// Write the work in build/rust back into the repository
    ///
    /// Commits become patches (`fixup!` commits are folded into their targets first), new
    /// files go to their places, committed or not. Uncommitted edits to the base's files are
    /// refused: commit them with `git commit --fixup=COMMIT`.
    Export {
        /// Write nothing; fail if anything differs
        #[arg(long)]
        check: bool,
        /// Read the commits of this git tree instead; its files, committed or not, stay as
        /// they are
        #[arg(long, value_name = "PATH")]
        from: Option<PathBuf>,
        /// The base's commit in that tree [default: its root commit]
        #[arg(long, value_name = "COMMIT", requires = "from")]
        base: Option<String>,
        /// Its last commit [default: HEAD]
        #[arg(long, value_name = "COMMIT", requires = "from")]
        head: Option<String>,
        /// Remove files of the repository that it does not have; without this they are listed
        #[arg(long, requires = "from")]
        prune: bool,
        /// Take over a build/rust that was made by hand
        #[arg(long, conflicts_with_all = ["check", "from"])]
        adopt: bool,
    },
    /// Move the series to another base
    #[command(group = clap::ArgGroup::new("what").required(true))]
    Rebase {
        /// A rustc tree
        #[arg(long, value_name = "PATH", group = "what")]
        onto: Option<PathBuf>,
        /// Go on after conflicts were resolved in build/rust
        #[arg(long = "continue", group = "what")]
        go_on: bool,
        /// Go back to where build/rust was
        #[arg(long, group = "what")]
        abort: bool,
    },
    /// Compare the fork, its gate off, with a compiler that lacks it, on thousands of programs
    ///
    /// The base's compiler is one on this machine, or fetched as a Debian package, or built
    /// (12 minutes, 3 GB, once). What differs is left in build/off/differences.
    CompareOff(off::Options),
    /// Compile and run random programs: calls on trait objects against static calls
    ///
    /// Both must leave the same trace and the same live allocations. A program that fails says
    /// with which seed, and stays in build/stress.
    Stress(stress::Options),
    /// Mutate the UI tests, and look for programs that crash the compiler
    ///
    /// Each is compiled with both trait solvers, within limits, and never run. A fault that goes
    /// away without the keyword `inline` is made smaller and stays in build/fuzz.
    Fuzz(fuzz::Options),
    /// Run the UI tests that have a program, under a sanitizer or valgrind
    Sanitize(sanitize::Options),
    /// Test crates of the registry with `src/tools/async-trait` in the place of `async-trait`
    ///
    /// Each is built twice, unedited, with the original and with ours. What must come out is in
    /// src/tools/async-trait/crates.toml, and what did goes to RESULTS.md. Needs the registry.
    Crates(crates::Options),
    /// Say what is there and what is missing, with the commands that mend it
    Doctor,
    /// Prepare, then the base's `x.py build`
    #[command(disable_help_flag = true, visible_alias = "b")]
    Build(Rest),
    /// Prepare, then the base's `x.py check`
    #[command(disable_help_flag = true, visible_alias = "c")]
    Check(Rest),
    /// Prepare, then the base's `x.py clippy`
    #[command(disable_help_flag = true)]
    Clippy(Rest),
    /// Prepare, then the base's `x.py fix`
    #[command(disable_help_flag = true)]
    Fix(Rest),
    /// Prepare, then format the files of the fork in build/rust (`--check` only looks)
    #[command(disable_help_flag = true)]
    Fmt(Rest),
    /// Prepare, then the base's `x.py doc`: without paths, of the library, the guide and the
    /// unstable book
    #[command(disable_help_flag = true, visible_alias = "d")]
    Doc(Rest),
    /// Measure the feature against what people use instead, and write RESULTS.md
    ///
    /// Builds what is missing first. With paths, the base's `x.py bench`.
    Bench(bench::Options),
    /// Prepare, then the base's `x.py clean`
    #[command(disable_help_flag = true)]
    Clean(Rest),
    /// Prepare, then the base's `x.py dist`: archives of the toolchain and its tools
    #[command(disable_help_flag = true)]
    Dist(Rest),
    /// Prepare, then the base's `x.py install`: to a folder, with `--set install.prefix=PATH`
    #[command(disable_help_flag = true)]
    Install(Rest),
    /// Any other command of the base's `x.py`
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

#[derive(Args)]
struct Rest {
    /// Handed over as they are
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Commands of the base that are handed over without a line of their own in the help.
const OTHERS: [&str; 5] = ["miri", "perf", "setup", "suggest", "vendor"];

/// Reads the command line and does what it says.
pub fn main() -> Result<ExitCode> {
    let cli = Cli::parse();
    if let Command::Other(words) = &cli.command
        && handed_over(&cli.command).is_none()
    {
        let name = words[0].to_string_lossy();
        anyhow::bail!("there is no command `{name}`; `./x.py --help` lists them");
    }
    let root = cli.root.canonicalize().with_context(|| format!("{}", cli.root.display()))?;
    let project = Project::open(root)?;
    let mut variables = cargo::environment(&project.layout)?;
    variables.extend(apart::search_path(&project.layout));
    process::give_to_all(variables);
    if let Command::Doctor = cli.command {
        return doctor::doctor(&project);
    }
    if let Some((name, rest)) = handed_over(&cli.command)
        && asks_for_help(rest)
    {
        return help(&project, name, rest);
    }
    // These may take hours, and with a toolchain of the user's nothing in build/rust is used.
    let is_apart = match &cli.command {
        Command::Stress(options) => options.toolchain.is_some(),
        Command::Fuzz(options) => options.toolchain.is_some(),
        Command::Crates(options) => options.toolchain.is_some(),
        Command::Sanitize(options) => options.toolchain.is_some(),
        _ => false,
    };
    let _lock = if is_apart { None } else { Some(Lock::take(&project.layout)?) };
    run(&project, &cli.command)
}

fn run(project: &Project, command: &Command) -> Result<ExitCode> {
    match command {
        Command::Prepare => prepare::run(project)?,
        Command::Run { example, arguments } => {
            return examples::run(project, example.as_deref(), arguments);
        }
        Command::Test(Rest { arguments }) if arguments.is_empty() => return suite::run(project),
        Command::Test(Rest { arguments }) if parts::is_asked(arguments) => {
            return parts::test(project, arguments);
        }
        Command::Test(Rest { arguments }) if ui_suite::is_asked(arguments) => {
            return ui_suite::test(project, arguments);
        }
        Command::Test(Rest { arguments }) if editor::is_asked(arguments) => {
            return editor::test(project, arguments);
        }
        Command::Test(Rest { arguments }) if arguments[0] == "--bare" => {
            return suite::run_bare(project, &arguments[1..]);
        }
        Command::Export { check, from, base, head, prune, adopt } => {
            let options = Options {
                check: *check,
                from: from.as_deref(),
                base: base.as_deref(),
                head: head.as_deref(),
                prune: *prune,
                adopt: *adopt,
            };
            export::export(project, &options)?;
        }
        Command::Rebase { onto: Some(onto), .. } => rebase::begin(project, onto)?,
        Command::Rebase { abort: true, .. } => rebase::abort(project)?,
        Command::Rebase { .. } => rebase::go_on(project)?,
        Command::Bench(options) => return bench::run(project, options),
        Command::CompareOff(options) => return off::run(project, options),
        Command::Stress(options) => return stress::run(project, options),
        Command::Fuzz(options) => return fuzz::run(project, options),
        Command::Sanitize(options) => return sanitize::run(project, options),
        Command::Crates(options) => return crates::run(project, options),
        command => {
            let (name, rest) = handed_over(command).context("a command without a meaning")?;
            return handover::hand_over(project, name, rest);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The base's command with the same name, and its arguments.
fn handed_over(command: &Command) -> Option<(&'static str, &[OsString])> {
    Some(match command {
        Command::Other(words) => {
            let name = OTHERS.into_iter().find(|name| words[0] == **name)?;
            return Some((name, &words[1..]));
        }
        Command::Test(rest) => ("test", &rest.arguments),
        Command::Build(rest) => ("build", &rest.arguments),
        Command::Check(rest) => ("check", &rest.arguments),
        Command::Clippy(rest) => ("clippy", &rest.arguments),
        Command::Fix(rest) => ("fix", &rest.arguments),
        Command::Fmt(rest) => ("fmt", &rest.arguments),
        Command::Doc(rest) => ("doc", &rest.arguments),
        Command::Clean(rest) => ("clean", &rest.arguments),
        Command::Dist(rest) => ("dist", &rest.arguments),
        Command::Install(rest) => ("install", &rest.arguments),
        _ => return None,
    })
}

fn asks_for_help(arguments: &[OsString]) -> bool {
    arguments.first().is_some_and(|first| first == "--help" || first == "-h")
}

/// Our own lines about a command, then the base's where bootstrap is built already.
fn help(project: &Project, name: &str, arguments: &[OsString]) -> Result<ExitCode> {
    use clap::CommandFactory;
    let cli = Cli::command();
    match cli.find_subcommand(name) {
        Some(ours) => {
            let about = ours.get_long_about().or(ours.get_about());
            println!("{}", about.cloned().unwrap_or_default());
        }
        None => println!("Prepare, then the base's `x.py {name}`"),
    }
    println!("\nUsage: ./x.py {name} [ARGUMENTS of the base's x.py, handed over as they are]\n");
    let bootstrap = project.layout.tree().join("build/bootstrap/debug/bootstrap");
    if !bootstrap.exists() {
        println!("The base's own help is shown here after the first build.");
        return Ok(ExitCode::SUCCESS);
    }
    let mut base = ready::base_x(project);
    Ok(process::exit_code(process::status(base.arg(name).args(arguments))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn arguments_are_handed_over_as_they_are() {
        let words = ["x.py", "--root", "/", "build", "--stage", "1", "-v", "library", "--", "-x"];
        let cli = Cli::try_parse_from(words).unwrap();
        let (name, rest) = handed_over(&cli.command).unwrap();
        assert_eq!(
            (name, rest),
            ("build", &words[4..].iter().map(OsString::from).collect::<Vec<_>>()[..])
        );
    }

    #[test]
    fn rebase_wants_one_thing() {
        let parse = |words: &[&str]| {
            let words = ["x.py", "--root", "/", "rebase"].iter().chain(words);
            Cli::try_parse_from(words).is_ok()
        };
        assert!(parse(&["--onto", "x"]) && parse(&["--continue"]) && parse(&["--abort"]));
        assert!(!parse(&[]) && !parse(&["--continue", "--abort"]));
    }
}

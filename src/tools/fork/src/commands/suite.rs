//! `x.py test` alone: everything that the fork promises, checked.

pub mod blocks;
pub mod musts;
pub mod reference;
pub mod shown;
pub mod style;
pub mod tally;
pub mod tidy;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;

use crate::commands::bare;
use crate::commands::bench;
use crate::commands::editor;
use crate::commands::examples;
use crate::commands::export::{self, Options};
use crate::commands::fuzz;
use crate::commands::link;
use crate::commands::machines;
use crate::commands::machines::bare_metal::BOARDS;
use crate::commands::machines::machine::Machine;
use crate::commands::off;
use crate::commands::stress;
use crate::commands::ui_suite;
use crate::host::fsutil;
use crate::host::process;
use crate::host::progress::Progress;
use crate::host::room::{self, Room};
use crate::project::Project;
use crate::series::compiler;
use crate::series::ready::{self, Ready, base_x};
use crate::series::repository::Repository;
use tally::Tally;

/// What the steps work with.
struct Suite<'a> {
    project: &'a Project,
    ready: Ready,
    repository: Repository,
}

type Run = fn(&Suite<'_>) -> Result<Tally>;

/// A step of the suite.
struct Step {
    what: &'static str,
    /// What it tests, where the repository may be without that.
    of: Option<&'static str>,
    run: Run,
    /// A folder of `build` that no later step uses.
    leaves: Option<&'static str>,
}

const fn step(what: &'static str, run: Run) -> Step {
    Step { what, of: None, run, leaves: None }
}

const fn step_for(of: &'static str, what: &'static str, run: Run) -> Step {
    Step { what, of: Some(of), run, leaves: None }
}

impl Step {
    const fn leaves(self, folder: &'static str) -> Step {
        Step { leaves: Some(folder), ..self }
    }
}

/// Programs for other machines.
const TARGETS: &str = "src/tools/targets";

/// The steps in order: a line each.
const STEPS: [Step; 20] = [
    step("tests of x.py", own_tests),
    step("repository and tree say the same", series_is_exported),
    step("formatting", formatting),
    step("every rule has its tests", rules_have_tests),
    step("UI, run-pass, codegen and mir-opt tests", compiler_tests),
    step("UI and run-pass tests without the build tree", ui_tests_alone),
    step_for(TARGETS, "UI and run-pass tests on a machine of 32 bits", other_machine_tests),
    step_for(TARGETS, "programs on boards, without an allocator", board_tests),
    step_for(TARGETS, "programs that find their allocator when they are linked", link_tests)
        .leaves("library"),
    step("the gate off, compared with the base", gate_off).leaves("base-compiler"),
    step("library tests, the base's and ours", library_tests),
    step("documentation tests of our modules", documentation_tests),
    step("code blocks of the guide and the other documents", code_blocks),
    step("tests of the examples, and of crates for the fork", example_tests).leaves("examples"),
    step("random programs against static calls", stress_smoke),
    step("mutated programs do not crash the compiler", fuzz_smoke).leaves("fork/debug"),
    step_for("benches/Cargo.toml", "every workload of the benchmark, once", benchmark_smoke)
        .leaves("benches"),
    step_for("src/tools/rust-analyzer", "the editor, as it is talked to", editor_tests)
        .leaves("rust/build/host/stage1-tools"),
    step("tidy", tidy_over_our_files),
    step("a bare machine", bare_machine),
];

/// The programs behind `x.py`, each with tests of its own.
const OWN_PACKAGES: [&str; 5] = [
    "src/tools/fork",
    "src/tools/interleavings",
    "src/tools/ui-suite",
    stress::FOLDER,
    fuzz::FOLDER,
];

/// Runs all steps, whichever fail.
pub fn run(project: &Project) -> Result<ExitCode> {
    Room::to_test(&project.layout).or_as_set(&project.settings).require(&project.layout)?;
    let ready = ready::get_ready_for(project, "test")?;
    let repository = Repository::read(&project.layout)?;
    let suite = Suite { project, ready, repository };
    let is_there =
        |step: &&Step| step.of.is_none_or(|path| project.layout.root.join(path).exists());
    let steps: Vec<&Step> = STEPS.iter().filter(is_there).collect();
    let mut progress = Progress::new(&project.layout, steps.len());
    let mut sum = Tally::default();
    let mut failed = Vec::new();
    for Step { what, run, leaves, .. } in steps {
        let tally = progress.step(what, || run(&suite));
        let tally = tally.unwrap_or_else(|error| {
            eprintln!("x.py: error: {error:#}");
            Tally::of(false)
        });
        eprintln!("      {tally}");
        if tally.failed > 0 {
            failed.push(what);
        }
        sum += tally;
        if let Some(folder) = leaves
            && room::is_scarce(&project.layout)
        {
            fsutil::remove_folder(&project.layout.build().join(folder))?;
        }
    }
    for what in &failed {
        eprintln!("failed: {what}");
    }
    println!("{sum}");
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is built to be run once takes half the disk so.
const ONCE: [(&str, &str); 2] = [("CARGO_INCREMENTAL", "0"), ("CARGO_PROFILE_DEV_DEBUG", "0")];

fn own_tests(suite: &Suite<'_>) -> Result<Tally> {
    let layout = &suite.project.layout;
    let mut sum = Tally::default();
    for package in OWN_PACKAGES {
        let mut cargo = process::command(&suite.ready.stage0.cargo);
        cargo
            .args(["test", "--locked", "--manifest-path"])
            .arg(layout.root.join(package).join("Cargo.toml"))
            .arg("--target-dir")
            .arg(layout.build().join("fork"))
            .env("RUSTC", &suite.ready.stage0.rustc)
            .envs(ONCE);
        sum += Tally::of_command(&mut cargo)?;
    }
    Ok(sum)
}

fn ui_tests_alone(suite: &Suite<'_>) -> Result<Tally> {
    ui_suite::count(suite.project, &suite.ready.stage0, &suite.project.layout.stage1())
}

/// The machine that the suite runs on besides this one: its programs need no emulator.
const OTHER_MACHINE: &str = "i686-unknown-linux-gnu";

fn other_machine_tests(suite: &Suite<'_>) -> Result<Tally> {
    let machine = Machine::named(OTHER_MACHINE)?;
    machine.require(suite.project)?;
    let (project, stage0) = (suite.project, &suite.ready.stage0);
    let rustc = project.layout.stage1_rustc();
    machines::on(machine, project, stage0, &rustc, None, &["--first-revision".into()])
}

fn board_tests(suite: &Suite<'_>) -> Result<Tally> {
    let mut sum = Tally::default();
    for board in &BOARDS {
        board.require(suite.project)?;
        let rustc = suite.project.layout.stage1_rustc();
        sum += board.count(suite.project, &suite.ready.stage0, &rustc, None)?;
    }
    Ok(sum)
}

fn link_tests(suite: &Suite<'_>) -> Result<Tally> {
    let rustc = suite.project.layout.stage1_rustc();
    link::count(suite.project, &suite.ready.stage0, &rustc, None)
}

fn series_is_exported(suite: &Suite<'_>) -> Result<Tally> {
    let options = Options { check: true, ..Options::default() };
    export::export(suite.project, &options)?;
    Ok(Tally::of(true))
}

fn formatting(suite: &Suite<'_>) -> Result<Tally> {
    let unformatted = style::unformatted(suite.project, &suite.ready.stage0)?;
    for file in &unformatted {
        eprintln!("not formatted: {file} (`./x.py fmt`)");
    }
    Ok(Tally::of(unformatted.is_empty()))
}

/// The folders of compiletest's suites that hold files of the fork.
fn compiletest_folders(repository: &Repository) -> BTreeSet<String> {
    let folder = |path: &String| {
        let parts: Vec<&str> = path.split('/').collect();
        let is_test = parts.len() >= 3 && parts[0] == "tests" && parts[1] != "auxiliary";
        is_test.then(|| parts[..3].join("/"))
    };
    repository.files.keys().filter_map(folder).collect()
}

fn compiler_tests(suite: &Suite<'_>) -> Result<Tally> {
    let folders = compiletest_folders(&suite.repository);
    if folders.is_empty() {
        return Ok(Tally::default());
    }
    Tally::of_command(
        base_x(suite.project).args(["test", "--stage", "1", "--no-fail-fast"]).args(folders),
    )
}

fn rules_have_tests(suite: &Suite<'_>) -> Result<Tally> {
    let root = &suite.project.layout.root;
    let mut sum = musts::check(root)?;
    sum += reference::check(root)?;
    Ok(sum)
}

fn gate_off(suite: &Suite<'_>) -> Result<Tally> {
    let options = off::Options::default();
    let (base, fork) = off::compilers(suite.project, &suite.ready, &options)?;
    off::count(suite.project, base, fork, &options)
}

fn library_tests(suite: &Suite<'_>) -> Result<Tally> {
    let arguments =
        ["test", "--stage", "1", "--no-fail-fast", "library/coretests", "library/alloctests"];
    Tally::of_command(base_x(suite.project).args(arguments))
}

fn documentation_tests(suite: &Suite<'_>) -> Result<Tally> {
    let is_ours = |package: &&str| {
        suite.repository.files.keys().any(|path| path.starts_with(&format!("{package}/")))
    };
    let packages: Vec<_> =
        ["library/core", "library/alloc", "library/std"].into_iter().filter(is_ours).collect();
    if packages.is_empty() {
        return Ok(Tally::default());
    }
    let arguments = ["--doc", "--no-fail-fast", "--test-args", "inline_async"];
    Tally::of_command(
        base_x(suite.project).args(["test", "--stage", "1"]).args(packages).args(arguments),
    )
}

fn code_blocks(suite: &Suite<'_>) -> Result<Tally> {
    let layout = &suite.project.layout;
    process::run(base_x(suite.project).args(["build", "--stage", "1", "library", "rustdoc"]))?;
    blocks::test(&layout.root, &layout.stage1_rustdoc(), &layout.build().join("code-blocks"))
}

/// The crates for programs that are built with the fork.
const CRATES: [&str; 1] = ["src/tools/async-trait"];

fn example_tests(suite: &Suite<'_>) -> Result<Tally> {
    let mut sum = Tally::default();
    let names = examples::names(suite.project)?;
    let mut examples = Vec::new();
    for name in &names {
        match examples::require(suite.project, name) {
            Ok(()) => examples.push(Path::new("examples").join(name)),
            Err(error) => {
                eprintln!("      skipped: the example `{name}`: {error:#}");
                sum += Tally::skipped();
            }
        }
    }
    compiler::build_stage1(suite.project, &suite.ready.state)?;
    for folder in examples.into_iter().chain(CRATES.map(PathBuf::from)) {
        let mut cargo = examples::cargo(suite.project, &suite.ready)?;
        cargo.args(["test", "--locked"]).current_dir(suite.project.layout.root.join(folder));
        cargo.envs(ONCE);
        sum += Tally::of_command(&mut cargo)?;
    }
    Ok(sum)
}

fn stress_smoke(suite: &Suite<'_>) -> Result<Tally> {
    compiler::build_stage1(suite.project, &suite.ready.state)?;
    Tally::of_command(&mut stress::smoke(suite.project, &suite.ready))
}

fn fuzz_smoke(suite: &Suite<'_>) -> Result<Tally> {
    compiler::build_stage1(suite.project, &suite.ready.state)?;
    Tally::of_command(&mut fuzz::smoke(suite.project, &suite.ready))
}

fn benchmark_smoke(suite: &Suite<'_>) -> Result<Tally> {
    compiler::build_stage1(suite.project, &suite.ready.state)?;
    Tally::of_command(&mut bench::smoke(suite.project, &suite.ready)?)
}

fn editor_tests(suite: &Suite<'_>) -> Result<Tally> {
    editor::count(suite.project)
}

fn tidy_over_our_files(suite: &Suite<'_>) -> Result<Tally> {
    let findings = tidy::findings(suite.project, &suite.ready, &suite.repository)?;
    for finding in &findings {
        eprintln!("tidy: {finding}");
    }
    Ok(Tally::of(findings.is_empty()))
}

fn bare_machine(suite: &Suite<'_>) -> Result<Tally> {
    bare::here(suite.project)
}

/// What `x.py test --bare [NAME]...` is: the first commands on machines that have nothing.
pub fn run_bare(project: &Project, names: &[OsString]) -> Result<ExitCode> {
    let tally = bare::named(project, names)?;
    println!("{tally}");
    Ok(tally.exit_code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::layout::Layout;
    use crate::series::git::Entry;

    #[test]
    fn folders_for_compiletest() {
        let folder = tempfile::tempdir().unwrap();
        let mut repository = Repository::read(&Layout::new(folder.path().to_owned())).unwrap();
        for path in [
            "tests/ui/inline-async/gates/a.rs",
            "tests/ui/inline-async/b.rs",
            "tests/codegen-llvm/inline-async/c.rs",
            "tests/auxiliary/d.rs",
            "library/core/src/e.rs",
        ] {
            let entry = Entry { mode: "100644".into(), blob: String::new() };
            repository.files.insert(path.to_owned(), entry);
        }
        let folders = compiletest_folders(&repository);
        let folders: Vec<_> = folders.iter().map(String::as_str).collect();
        assert_eq!(folders, ["tests/codegen-llvm/inline-async", "tests/ui/inline-async"]);
    }
}

//! What stands between a tree and a build of it: packages, room, stage0, settings.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use toml::Table;

use crate::host::fsutil;
use crate::host::llvm;
use crate::host::needs::{self, Work};
use crate::host::process::command;
use crate::host::room::Room;
use crate::host::stage0::Stage0;
use crate::project::Project;
use crate::project::settings;
use crate::series::git;
use crate::series::state::State;
use crate::series::tree;

/// Commands of the base that pack what it built.
const PACKING: [&str; 2] = ["dist", "install"];

/// Everything that a build needs is there.
pub struct Ready {
    pub state: State,
    pub stage0: Stage0,
}

/// Sees to it that a build can begin: packages, room, stage0, tree, settings.
pub fn get_ready(project: &Project) -> Result<Ready> {
    get_ready_for(project, "build")
}

/// As [`get_ready`], for the base's command `name`: some have settings of their own.
pub fn get_ready_for(project: &Project, name: &str) -> Result<Ready> {
    // What no package mends is said before a gigabyte of them is installed.
    Stage0::find(&project.settings)?;
    Room::to_build(&project.layout).or_as_set(&project.settings).require(&project.layout)?;
    let work = if name == "test" { Work::Test } else { Work::Build };
    needs::require(project, work)?;
    let stage0 = Stage0::find(&project.settings)?;
    let state = tree::prepare(project)?;
    write_settings(project, &stage0, name)?;
    Ok(Ready { state, stage0 })
}

/// The base's `x.py`, without arguments.
pub fn base_x(project: &Project) -> Command {
    x_in(&project.layout.tree())
}

/// The `x.py` of a rustc tree, without arguments.
pub fn x_in(tree: &Path) -> Command {
    let mut x = command("python3");
    // Bootstrap takes any GitHub job for one of upstream's own and looks for its history.
    x.arg("x.py").current_dir(tree).env_remove("GITHUB_ACTIONS");
    // With sudo it wants the sources of all crates to be in the tree.
    x.env_remove("SUDO_USER");
    git::insist(&mut x);
    x
}

/// Writes `bootstrap.toml` for the base's command `name`.
pub fn write_settings(project: &Project, stage0: &Stage0, name: &str) -> Result<()> {
    let mut defaults = defaults(project, stage0);
    if PACKING.contains(&name) {
        settings::merge(&mut defaults, &defaults_of_packing());
    }
    let definitions = project.layout.tree().join("src/bootstrap/src/core/config/toml");
    let unknown = project.settings.unknown_to_the_base(|section| {
        let definition = fsutil::read_if_there(&definitions.join(format!("{section}.rs")))?;
        Ok(definition.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    })?;
    if let Some(setting) = unknown {
        bail!(
            "config.toml: the base has no setting `{setting}` (see build/rust/bootstrap.example.toml)"
        );
    }
    let text = project.settings.bootstrap_toml(defaults)?;
    let path = project.layout.tree().join("bootstrap.toml");
    fsutil::write_if_changed(&path, text.as_bytes()).map(drop)
}

/// The settings that the package builds with.
fn defaults(project: &Project, stage0: &Stage0) -> Table {
    let fixed = r#"
        change-id = "ignore"
        [llvm]
        download-ci-llvm = false
        link-shared = true
        [build]
        docs = false
        extended = false
        vendor = false
        locked-deps = false
        submodules = false
        optimized-compiler-builtins = false
        [rust]
        channel = "nightly"
        download-rustc = false
        debuginfo-level = 0
        codegen-units = 16
        lld = false
        llvm-tools = false
        llvm-bitcode-linker = false
        rpath = true
        omit-git-hash = true
        deny-warnings = false
    "#;
    let mut table: Table = toml::from_str(fixed).expect("the defaults are well formed");
    let text = |path: &std::path::Path| toml::Value::String(path.display().to_string());
    let build = table["build"].as_table_mut().expect("[build] is a section");
    build.insert("rustc".to_owned(), text(&stage0.rustc));
    build.insert("cargo".to_owned(), text(&stage0.cargo));
    if let Some(rustfmt) = &stage0.rustfmt {
        build.insert("rustfmt".to_owned(), text(rustfmt));
    }
    if let Some(config) = llvm::config(&project.settings)
        && !llvm::is_downloaded(&project.settings)
    {
        let host = Table::from_iter([("llvm-config".to_owned(), text(&config))]);
        let targets = Table::from_iter([(stage0.host.clone(), host.into())]);
        table.insert("target".to_owned(), targets.into());
    }
    table
}

/// What is packed: the stage1 compiler, the only one that is built otherwise, the tools that read
/// the syntax, the server for editors with its helper, and the library's source. Of stage 2 is `rustc-dev` always. The settings are for
/// these commands alone: with `extended`, a plain `build` would build the tools too.
fn defaults_of_packing() -> Table {
    let fixed = r#"
        [build]
        dist-stage = 1
        install-stage = 1
        extended = true
        tools = [
            "clippy", "rust-analyzer", "rust-analyzer-proc-macro-srv", "rustdoc", "rustfmt", "src",
        ]
        exclude = ["rustc-dev"]
        [install]
        sysconfdir = "etc"
        [dist]
        src-tarball = false
        compression-formats = ["gz"]
    "#;
    toml::from_str(fixed).expect("the defaults are well formed")
}

//! The LLVM that the base is built with: which one, and where.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::host::process::{self, command};
use crate::host::system;
use crate::project::settings::Settings;

/// The LLVM that the base's package is made with.
pub const MAJOR: u32 = 22;

/// Whether bootstrap is to download an LLVM of upstream's own, so that none is needed here.
pub fn is_downloaded(settings: &Settings) -> bool {
    let value = settings.bootstrap.get("llvm").and_then(|llvm| llvm.get("download-ci-llvm"));
    value.is_some_and(|value| value.as_bool() == Some(true) || value.is_str())
}

/// LLVM's configuration program: `target.TRIPLE.llvm-config` of config.toml, else the first
/// one of the right version. One of another version is as good as none.
pub fn config(settings: &Settings) -> Option<PathBuf> {
    let set = set(settings).into_iter().map(|(_, path)| path);
    set.chain(candidates()).find(|path| version(path).is_some_and(|version| is_right(&version)))
}

/// LLVM's own folder, with `bin` and `lib`.
pub fn prefix(settings: &Settings) -> Option<PathBuf> {
    process::ask(command(config(settings)?).arg("--prefix")).map(PathBuf::from)
}

/// What is here instead, for people.
pub fn other_version() -> Option<String> {
    let (path, version) = candidates().into_iter().find_map(|path| {
        let version = version(&path)?;
        Some((path, version))
    })?;
    Some(format!("{} is of LLVM {version}", path.display()))
}

/// # Errors
///
/// config.toml names an `llvm-config` that is not there, is none, or is of another version.
pub fn check_setting(settings: &Settings) -> Result<()> {
    for (name, path) in set(settings) {
        let what = match version(&path) {
            Some(version) if is_right(&version) => continue,
            Some(version) => format!("it is of LLVM {version}, the base wants {MAJOR}"),
            None if path.exists() => "it does not say its version, so it is none".to_owned(),
            None => "there is no such file".to_owned(),
        };
        bail!(
            "`{name}` in config.toml is {}: {what}; set another one, or leave the setting away \
             to have LLVM {MAJOR} looked for and, on Debian, installed",
            path.display()
        );
    }
    Ok(())
}

/// The settings that name one.
fn set(settings: &Settings) -> Vec<(String, PathBuf)> {
    let targets = settings.bootstrap.get("target").and_then(|targets| targets.as_table());
    let set = targets.into_iter().flatten().filter_map(|(triple, target)| {
        let path = target.get("llvm-config")?.as_str()?;
        Some((format!("target.{triple}.llvm-config"), PathBuf::from(path)))
    });
    set.collect()
}

/// Every one that may do, the likeliest first.
fn candidates() -> Vec<PathBuf> {
    let mut found = system::all_in_path(&format!("llvm-config-{MAJOR}"));
    // Where Debian's packages put it, whatever `PATH` is.
    let of_debian = system::path(&format!("usr/lib/llvm-{MAJOR}/bin/llvm-config"));
    found.extend(of_debian.is_file().then_some(of_debian));
    found.extend(system::all_in_path("llvm-config"));
    found
}

fn version(config: &Path) -> Option<String> {
    let version = process::ask(command(config).arg("--version"))?;
    version.starts_with(|c: char| c.is_ascii_digit()).then_some(version)
}

fn is_right(version: &str) -> bool {
    version.split('.').next().and_then(|major| major.parse().ok()) == Some(MAJOR)
}

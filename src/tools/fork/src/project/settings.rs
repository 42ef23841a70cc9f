//! `config.toml`: two sections of our own, all others in the schema of the base's
//! `bootstrap.toml`.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use toml::{Table, Value};

use crate::project::layout::Layout;

/// Where a clone of the base comes from when there is no package.
const UPSTREAM: &str = "https://github.com/rust-lang/rust";

/// The settings of this build folder.
#[derive(Debug)]
pub struct Settings {
    pub base: BaseSettings,
    pub fork: ForkSettings,
    /// What is handed on to bootstrap.
    pub bootstrap: Table,
}

/// `[base]`
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct BaseSettings {
    /// An unpacked rustc tree.
    pub path: Option<PathBuf>,
    /// Folders in which an installed package's `rustc-VERSION` is looked for.
    pub search: Vec<PathBuf>,
    /// The repository to clone.
    pub git: String,
}

impl Default for BaseSettings {
    fn default() -> Self {
        let search = vec![PathBuf::from("/usr/src")];
        BaseSettings { path: None, search, git: UPSTREAM.to_owned() }
    }
}

/// `[fork]`
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ForkSettings {
    /// Whether missing Debian packages are installed.
    pub set_up: bool,
    /// The name of the linked rustup toolchain.
    pub toolchain: String,
    /// Gigabytes of free disk to ask for, instead of our own estimate.
    pub disk: Option<u64>,
    /// Gigabytes of memory to ask for, instead of our own estimate.
    pub memory: Option<u64>,
}

impl Default for ForkSettings {
    fn default() -> Self {
        ForkSettings {
            set_up: true,
            toolchain: "inline-async".to_owned(),
            disk: None,
            memory: None,
        }
    }
}

impl Settings {
    /// Reads `config.toml`, which may be absent.
    pub fn read(layout: &Layout) -> Result<Self> {
        let path = layout.root.join("config.toml");
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8(bytes).context("config.toml is not UTF-8")?,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(error).with_context(|| format!("could not read {}", path.display()));
            }
        };
        Settings::parse(&text, &layout.root).context("config.toml (see config.example.toml)")
    }

    fn parse(text: &str, root: &Path) -> Result<Self> {
        let mut table: Table = toml::from_str(text)?;
        let mut base: BaseSettings = take(&mut table, "base")?;
        base.path = base.path.map(|path| root.join(path));
        base.search = base.search.iter().map(|path| root.join(path)).collect();
        let fork: ForkSettings = take(&mut table, "fork")?;
        for (name, value) in &table {
            if !value.is_table() && !["change-id", "profile", "include"].contains(&name.as_str()) {
                bail!("`{name}` stands outside of any section");
            }
        }
        Ok(Settings { base, fork, bootstrap: table })
    }

    /// A setting of bootstrap's as text.
    pub fn text(&self, section: &str, name: &str) -> Option<&str> {
        self.bootstrap.get(section)?.get(name)?.as_str()
    }

    /// `bootstrap.toml`: our defaults with `config.toml`'s settings on top.
    pub fn bootstrap_toml(&self, defaults: Table) -> Result<String> {
        let mut merged = defaults;
        merge(&mut merged, &self.bootstrap);
        let note = "# Written by the fork's x.py: its defaults and the repository's config.toml.\n";
        Ok(format!("{note}{}", toml::to_string(&merged)?))
    }
}

fn take<T: Default + for<'a> Deserialize<'a>>(table: &mut Table, name: &str) -> Result<T> {
    match table.remove(name) {
        Some(value) => value.try_into().with_context(|| format!("section [{name}]")),
        None => Ok(T::default()),
    }
}

/// Lays settings over others.
pub fn merge(into: &mut Table, from: &Table) {
    for (name, value) in from {
        match (into.get_mut(name), value) {
            (Some(Value::Table(into)), Value::Table(from)) => merge(into, from),
            _ => {
                into.insert(name.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_sections_and_bootstrap_s() {
        let text = "change-id = 'ignore'\n[base]\npath = 'x'\n[fork]\nset-up = false\n\
                    [build]\njobs = 2\n[target.a.b]\nc = 1\n";
        let settings = Settings::parse(text, Path::new("/r")).unwrap();
        assert_eq!(settings.base.path.as_deref(), Some(Path::new("/r/x")));
        assert!(!settings.fork.set_up);
        let defaults = toml::from_str("[build]\njobs = 1\ndocs = false\n").unwrap();
        let merged: Table = toml::from_str(&settings.bootstrap_toml(defaults).unwrap()).unwrap();
        assert_eq!(merged["build"]["jobs"].as_integer(), Some(2));
        assert_eq!(merged["build"]["docs"].as_bool(), Some(false));
        assert!(!merged.contains_key("base") && merged.contains_key("target"));
    }

    #[test]
    fn typing_errors_are_found() {
        for (text, expected) in [
            ("[base]\npaht = 'x'\n", "paht"),
            ("[fork]\nset-up = 1\n", "[fork]"),
            ("jobs = 1\n", "outside of any section"),
            ("[build\n", "expected"),
        ] {
            let said = format!("{:#}", Settings::parse(text, Path::new("/")).unwrap_err());
            assert!(said.contains(expected), "{said}");
        }
    }

    #[test]
    fn the_example_has_every_setting_of_ours() {
        let text = include_str!("../../../../../config.example.toml");
        let uncommented: String = text
            .lines()
            .map(|line| match line.strip_prefix("#") {
                Some(setting) if setting.starts_with(|c: char| c.is_ascii_lowercase()) => setting,
                _ => line,
            })
            .flat_map(|line| [line, "\n"])
            .collect();
        let settings = Settings::parse(&uncommented, Path::new("/")).unwrap();
        assert!(settings.base.path.is_some());
        assert_eq!(settings.base.git, UPSTREAM);
        assert!(settings.fork.disk.is_some() && settings.fork.memory.is_some());
    }
}

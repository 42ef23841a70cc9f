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

/// Where upstream keeps what it has released.
const RELEASES: &str = "https://static.rust-lang.org/dist";

/// The sections of `bootstrap.toml`, and its settings outside of sections.
const SECTIONS: [&str; 7] = ["build", "dist", "gcc", "install", "llvm", "rust", "target"];
const OUTSIDE: [&str; 3] = ["change-id", "include", "profile"];

/// What a setting of bootstrap's may be.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Number,
    Switch,
    /// A switch, or a word that says when.
    SwitchOrText,
    List,
}

/// The settings of bootstrap's that are read here, or that `config.example.toml` names. Of all
/// others bootstrap itself says whether they are right.
const KNOWN: [(&str, &str, Kind); 21] = [
    ("build", "rustc", Kind::Text),
    ("build", "cargo", Kind::Text),
    ("build", "rustfmt", Kind::Text),
    ("build", "jobs", Kind::Number),
    ("build", "docs", Kind::Switch),
    ("build", "extended", Kind::Switch),
    ("build", "vendor", Kind::Switch),
    ("build", "locked-deps", Kind::Switch),
    ("build", "submodules", Kind::Switch),
    ("build", "tools", Kind::List),
    ("install", "prefix", Kind::Text),
    ("llvm", "download-ci-llvm", Kind::SwitchOrText),
    ("llvm", "link-shared", Kind::Switch),
    ("rust", "channel", Kind::Text),
    ("rust", "codegen-units", Kind::Number),
    ("rust", "debug-assertions", Kind::Switch),
    ("rust", "debuginfo-level", Kind::Number),
    ("rust", "deny-warnings", Kind::Switch),
    ("rust", "download-rustc", Kind::SwitchOrText),
    ("rust", "incremental", Kind::Switch),
    ("rust", "rpath", Kind::Switch),
];

impl Kind {
    fn fits(self, value: &Value) -> bool {
        match self {
            Kind::Text => value.is_str(),
            Kind::Number => value.is_integer(),
            Kind::Switch => value.is_bool(),
            Kind::SwitchOrText => value.is_bool() || value.is_str(),
            Kind::List => value.is_array(),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Kind::Text => "a text in quotes",
            Kind::Number => "a number",
            Kind::Switch => "`true` or `false`",
            Kind::SwitchOrText => "`true`, `false` or a text in quotes",
            Kind::List => "a list",
        }
    }
}

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
    /// The folder with upstream's `rustc-VERSION-src.tar.gz`.
    pub releases: String,
    /// The repository to clone.
    pub git: String,
}

impl Default for BaseSettings {
    fn default() -> Self {
        let search = vec![PathBuf::from("/usr/src")];
        let (releases, git) = (RELEASES.to_owned(), UPSTREAM.to_owned());
        BaseSettings { path: None, search, releases, git }
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
        check_sections(&table)?;
        make_absolute(&mut table, root);
        Ok(Settings { base, fork, bootstrap: table })
    }

    /// A setting of bootstrap's as text.
    pub fn text(&self, section: &str, name: &str) -> Option<&str> {
        self.bootstrap.get(section)?.get(name)?.as_str()
    }

    /// The first setting of `config.toml` that the base does not have, as `section.name`. What
    /// bootstrap says of it names a file that the user has not written.
    ///
    /// `definition` gives the source in which bootstrap defines a section's settings, each as
    /// `field: Type = "name"`.
    pub fn unknown_to_the_base(
        &self,
        mut definition: impl FnMut(&str) -> Result<Option<String>>,
    ) -> Result<Option<String>> {
        for (section, settings) in &self.bootstrap {
            let Some(settings) = settings.as_table().filter(|_| section != "target") else {
                continue;
            };
            let Some(definition) = definition(section)? else { continue };
            let is_known = |name: &str| definition.contains(&format!("= \"{name}\""));
            if let Some(name) = settings.keys().find(|name| !is_known(name)) {
                return Ok(Some(format!("{section}.{name}")));
            }
        }
        Ok(None)
    }

    /// `bootstrap.toml`: our defaults with `config.toml`'s settings on top.
    pub fn bootstrap_toml(&self, defaults: Table) -> Result<String> {
        let mut merged = defaults;
        merge(&mut merged, &self.bootstrap);
        let note = "# Written by the fork's x.py: its defaults and the repository's config.toml.\n";
        Ok(format!("{note}{}", toml::to_string(&merged)?))
    }
}

/// Finds what bootstrap would say of its own file, which the user has not written.
fn check_sections(table: &Table) -> Result<()> {
    for (name, value) in table {
        let is_section = SECTIONS.contains(&name.as_str());
        match value {
            _ if OUTSIDE.contains(&name.as_str()) => {}
            Value::Table(_) if is_section => {}
            Value::Table(_) => {
                bail!("there is no section [{name}]; there are base, fork, {}", SECTIONS.join(", "))
            }
            _ if is_section => bail!("`{name}` is the name of a section, `[{name}]`"),
            _ => bail!("`{name}` stands outside of any section"),
        }
    }
    let of_targets = table.get("target").and_then(Value::as_table).into_iter().flatten();
    for (triple, target) in of_targets {
        let Some(target) = target.as_table() else {
            bail!("`target.{triple}` is a section of its own, `[target.{triple}]`");
        };
        let config = target.get("llvm-config");
        if config.is_some_and(|config| !Kind::Text.fits(config)) {
            bail!("`target.{triple}.llvm-config` must be {}", Kind::Text.words());
        }
    }
    for (section, name, kind) in KNOWN {
        let value = table.get(section).and_then(|section| section.get(name));
        if value.is_some_and(|value| !kind.fits(value)) {
            bail!("`{section}.{name}` must be {}", kind.words());
        }
    }
    Ok(())
}

/// Programs are named from the folder of `config.toml`; bootstrap runs in another.
fn make_absolute(table: &mut Table, root: &Path) {
    let from_root = |value: Option<&mut Value>| {
        if let Some(Value::String(path)) = value {
            *path = root.join(&*path).display().to_string();
        }
    };
    if let Some(Value::Table(build)) = table.get_mut("build") {
        for name in ["cargo", "rustc", "rustfmt"] {
            from_root(build.get_mut(name));
        }
    }
    if let Some(Value::Table(targets)) = table.get_mut("target") {
        for (_, target) in targets.iter_mut() {
            from_root(target.get_mut("llvm-config"));
        }
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
    fn programs_are_named_from_the_folder_of_the_file() {
        let text = "[build]\nrustc = 'bin/rustc'\ncargo = '/bin/cargo'\n\
                    [target.x]\nllvm-config = '../config'\ncc = 'gcc'\n";
        let settings = Settings::parse(text, Path::new("/r")).unwrap();
        assert_eq!(settings.text("build", "rustc"), Some("/r/bin/rustc"));
        assert_eq!(settings.text("build", "cargo"), Some("/bin/cargo"));
        let target = &settings.bootstrap["target"]["x"];
        assert_eq!(target["llvm-config"].as_str(), Some("/r/../config"));
        assert_eq!(target["cc"].as_str(), Some("gcc"));
    }

    #[test]
    fn a_setting_that_the_base_does_not_have() {
        let unknown = |text: &str| {
            let settings = Settings::parse(text, Path::new("/")).unwrap();
            let definition = |section: &str| {
                let text = "jobs: Option<u32> = \"jobs\",\n".to_owned();
                Ok((section == "build").then_some(text))
            };
            settings.unknown_to_the_base(definition).unwrap()
        };
        let text = "[build]\njobs = 1\ndosc = true\n[target.x]\ncc = 'y'\n";
        assert_eq!(unknown(text).as_deref(), Some("build.dosc"));
        assert_eq!(unknown("[build]\njobs = 1\n[rust]\nx = 1\n[target.x]\ncc = 'y'\n"), None);
    }

    #[test]
    fn typing_errors_are_found() {
        for (text, expected) in [
            ("[base]\npaht = 'x'\n", "paht"),
            ("[fork]\nset-up = 1\n", "[fork]"),
            ("jobs = 1\n", "outside of any section"),
            ("[bulid]\njobs = 1\n", "no section [bulid]"),
            ("build = 1\n", "`[build]`"),
            ("[build]\nrustc = 1\n", "`build.rustc` must be a text"),
            ("[build]\njobs = 'x'\n", "`build.jobs` must be a number"),
            ("[rust]\nincremental = 1\n", "`rust.incremental` must be `true` or `false`"),
            ("[llvm]\ndownload-ci-llvm = []\n", "`llvm.download-ci-llvm`"),
            ("[target]\nx = 1\n", "[target.x]"),
            ("[target.x]\nllvm-config = true\n", "`target.x.llvm-config`"),
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
        assert_eq!((&*settings.base.git, &*settings.base.releases), (UPSTREAM, RELEASES));
        assert!(settings.fork.disk.is_some() && settings.fork.memory.is_some());
    }
}

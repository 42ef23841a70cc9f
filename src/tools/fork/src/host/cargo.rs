//! The user's configuration of cargo, as far as it is about the network.
//!
//! A wrapper, a target or flags that are meant for the user's own programs break the base's
//! build: it looks for programs where they are not, or does not compile at all. Where such
//! settings are found, every cargo gets a home of ours with the others alone.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use toml::{Table, Value};

use crate::host::fsutil;
use crate::project::layout::Layout;
use crate::project::settings::merge;

/// Sections that say where crates come from and what is shown, not how they are built.
const KEPT: [&str; 8] =
    ["credential-alias", "http", "net", "patch", "registries", "registry", "source", "term"];

/// Sections that no build of ours reads.
const HARMLESS: [&str; 6] =
    ["alias", "cache", "cargo-new", "doc", "future-incompat-report", "install"];

/// Settings in [`KEPT`] that are paths, relative to the folder that `.cargo` is in.
const PATHS: [&str; 3] = ["cainfo", "directory", "local-registry"];

/// What is the same in the user's home and in ours.
const SHARED: [&str; 4] = [".package-cache", "credentials.toml", "git", "registry"];

/// The variables for every command that may start a cargo, with the user's home of cargo.
pub fn environment(layout: &Layout) -> Result<Vec<(String, OsString)>> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    home.map_or(Ok(Vec::new()), |home| environment_instead_of(layout, &home))
}

/// As [`environment`], with the home given.
pub fn environment_instead_of(layout: &Layout, home: &Path) -> Result<Vec<(String, OsString)>> {
    let Some(settings) = settings(&layout.root, home) else { return Ok(Vec::new()) };
    let ours = layout.build().join("cargo");
    fsutil::write_if_changed(&ours.join("config.toml"), toml::to_string(&settings)?.as_bytes())?;
    for name in SHARED {
        let (from, to) = (home.join(name), ours.join(name));
        let is_folder = !name.contains('.');
        if is_folder && !from.is_dir() {
            // Where the user's cannot be made, ours is one of its own.
            let _ = std::fs::create_dir_all(&from);
        }
        let is_shared = if is_folder { from.is_dir() } else { home.is_dir() };
        if is_shared && to.symlink_metadata().is_err() {
            fsutil::symlink(&from, &to).with_context(|| format!("{}", to.display()))?;
        }
    }
    Ok(vec![
        ("CARGO_HOME".to_owned(), ours.into()),
        // Where cargo ends its search for configuration in the folders above: the user's home is
        // often one of them. Its own tests have it for the same reason.
        ("__CARGO_TEST_ROOT".to_owned(), layout.root.clone().into()),
    ])
}

/// What is kept of the user's configuration, or `None` where all of it can be left in place.
fn settings(root: &Path, home: &Path) -> Option<Table> {
    let above = root.ancestors().map(|folder| folder.join(".cargo"));
    let mut seen = BTreeSet::new();
    let mut kept = Table::new();
    let mut is_about_builds = false;
    for folder in above.chain([home.to_owned()]) {
        let names = ["config", "config.toml"].map(|name| folder.join(name));
        let Some(file) = names.into_iter().find(|file| file.is_file()) else { continue };
        if !seen.insert(folder.clone()) {
            continue;
        }
        // What is wrong with the file, cargo says itself.
        let mut table: Table = toml::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
        let jobs = table.get("build").and_then(|build| build.get("jobs")).cloned();
        is_about_builds |= table.iter().any(|(name, value)| {
            let is_jobs = name == "build"
                && value.as_table().is_some_and(|build| build.keys().all(|key| key == "jobs"));
            !is_jobs && !KEPT.contains(&&**name) && !HARMLESS.contains(&&**name)
        });
        table.retain(|name, _| KEPT.contains(&name));
        if let Some(jobs) = jobs {
            let jobs = Table::from_iter([("jobs".to_owned(), jobs)]);
            table.insert("build".to_owned(), jobs.into());
        }
        let from = folder.parent().unwrap_or(Path::new("/"));
        make_absolute(&mut table, from);
        // The folders come from the nearest on, and the nearest counts.
        merge(&mut table, &kept);
        kept = table;
    }
    // Our cargos and the user's share what was downloaded, but not what is known of its use.
    let cache = Table::from_iter([("auto-clean-frequency".to_owned(), "never".into())]);
    kept.insert("cache".to_owned(), cache.into());
    is_about_builds.then_some(kept)
}

fn make_absolute(table: &mut Table, from: &Path) {
    for (name, value) in table.iter_mut() {
        match value {
            Value::Table(table) => make_absolute(table, from),
            Value::String(path) if PATHS.contains(&&**name) => {
                *path = from.join(&*path).display().to_string();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(text: &str) -> (tempfile::TempDir, Layout) {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        fsutil::write(&home.join(".cargo/config.toml"), text.as_bytes()).unwrap();
        let layout = Layout::new(home.join("src/repo"));
        (folder, layout)
    }

    #[test]
    fn what_is_about_the_network_alone_stays_in_place() {
        let text = "[http]\nproxy = 'x'\n[build]\njobs = 1\n[alias]\nb = 'build'\n";
        let (folder, layout) = world(text);
        let home = folder.path().join("home/.cargo");
        assert!(environment_instead_of(&layout, &home).unwrap().is_empty());
        assert!(!layout.build().exists());
    }

    #[test]
    fn settings_of_other_builds_are_left_out() {
        let (folder, layout) = world(
            "[build]\ntarget = 'a'\njobs = 3\n[target.b]\nlinker = 'c'\n[http]\nproxy = 'x'\n\
             [source.d]\ndirectory = 'vendor'\n",
        );
        let above = folder.path().join("home/src/.cargo/config.toml");
        fsutil::write(&above, b"[http]\nproxy = 'nearer'\n").unwrap();
        let home = folder.path().join("home/.cargo");
        let variables = environment_instead_of(&layout, &home).unwrap();
        assert_eq!(variables[0].0, "CARGO_HOME");
        let ours = PathBuf::from(&variables[0].1);
        let text = std::fs::read_to_string(ours.join("config.toml")).unwrap();
        let table: Table = text.parse().unwrap();
        assert_eq!(table["http"]["proxy"].as_str(), Some("nearer"));
        let directory = folder.path().join("home/vendor").display().to_string();
        assert_eq!(table["source"]["d"]["directory"].as_str(), Some(&*directory));
        assert_eq!(table["build"].as_table().unwrap().len(), 1);
        assert!(!table.contains_key("target"));
        assert_eq!(std::fs::read_link(ours.join("registry")).unwrap(), home.join("registry"));
        assert!(home.join("registry").is_dir());
        // A second time it is there.
        environment_instead_of(&layout, &home).unwrap();
    }

    /// A wrapper and a target in the user's home, above the repository, with a real cargo.
    #[test]
    fn cargo_builds_as_if_they_were_not_there() {
        let Some(cargo) = std::env::var_os("CARGO") else { return };
        let text = "[build]\ntarget = 'no-such-target'\nrustc-wrapper = '/nowhere/wrapper'\n\
                    rustc-workspace-wrapper = '/nowhere/other'\nrustflags = ['-Dwarnings']\n";
        let (folder, layout) = world(text);
        let write = |path: &str, text: &str| {
            fsutil::write(&layout.root.join(path), text.as_bytes()).unwrap();
        };
        write("Cargo.toml", "[package]\nname = 'p'\nedition = '2024'\n[workspace]\n");
        write("src/main.rs", "fn main() {}\nfn unused() {}\n");
        let home = folder.path().join("home/.cargo");
        let rustc = std::env::var_os("RUSTC");
        let build = |variables: Vec<(String, OsString)>| {
            let mut cargo = crate::host::process::command(&cargo);
            cargo.current_dir(&layout.root).args(["build", "--offline"]).envs(variables);
            if let Some(rustc) = &rustc {
                cargo.env("RUSTC", rustc);
            } else if let Ok(name) = std::env::var("RUSTUP_TOOLCHAIN") {
                cargo.env("RUSTUP_TOOLCHAIN", name);
            }
            cargo.output().unwrap()
        };
        assert!(!build(vec![("CARGO_HOME".to_owned(), home.clone().into())]).status.success());
        let built = build(environment_instead_of(&layout, &home).unwrap());
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        assert!(layout.root.join("target/debug").is_dir());
    }
}

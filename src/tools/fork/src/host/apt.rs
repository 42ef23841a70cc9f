//! apt and dpkg: packages installed, downloaded and unpacked.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::host::apt_failure::{self, Cause, Conflict};
use crate::host::fsutil;
use crate::host::interrupt::Held;
use crate::host::process::{self, command, lasting_command};
use crate::host::system;

/// How long another program may hold the lock: Debian's own updates of a machine that was just
/// started take minutes.
const PATIENCE: Duration = Duration::from_secs(600);

/// Whoever answers dpkg's questions about configuration files: its own defaults, and what the
/// user has written.
const ANSWERS: [&str; 2] = ["--force-confdef", "--force-confold"];

/// How packages are installed: nothing of the user's has to go for them.
const INSTALL: [&str; 4] = ["--yes", "--quiet", "--no-install-recommends", "--no-remove"];

/// Installs packages, after whatever an earlier installation left in a mess.
///
/// `note` says in a file that an installation is under way. Where it is left over,
/// [`was_interrupted`] has the packages in it.
///
/// # Errors
///
/// It did not work; the message is by cause. It is a [`Conflict`] where what is installed would have to
/// go.
pub fn install(root: &[String], packages: &[&str], note: &Path) -> Result<()> {
    fsutil::write(note, packages.join(" ").as_bytes())?;
    let held = Held::begin();
    finish_what_dpkg_began(root)?;
    held.check()?;
    eprintln!("installing {}", packages.join(" "));
    let mut install = vec!["install"];
    install.extend(INSTALL);
    install.extend(packages);
    let mut said = String::new();
    let mut done = run(&mut apt_get(root, &install), &mut said)?;
    if !done && apt_failure::cause(&said) != Cause::Lock {
        // The lists may be old, not there at all, or name packages that the mirror no longer has;
        // and dpkg may have been interrupted by something else than us.
        held.check()?;
        said.clear();
        finish_what_dpkg_began(root)?;
        run_patiently(&mut || apt_get(root, &["update", "--quiet"]), &mut said)?;
        held.check()?;
        install.insert(1, "--fix-broken");
        done = run(&mut apt_get(root, &install), &mut said)?;
    }
    // Where dpkg has begun nothing, nothing is to be ended.
    if done || mess().is_none() {
        fsutil::remove_file(note, note.parent().context("the note is in a folder")?)?;
    }
    if !done {
        let command = process::show(&apt_get(root, &install));
        let message = format!("`{command}` failed: {}", apt_failure::explain(&said));
        if apt_failure::cause(&said) == Cause::Conflict {
            return Err(Conflict(message).into());
        }
        bail!(message);
    }
    held.check()
}

/// The packages whose installation was begun and, as the note says, not ended.
pub fn was_interrupted(note: &Path) -> Vec<String> {
    let packages = std::fs::read_to_string(note).unwrap_or_default();
    packages.split_whitespace().map(str::to_owned).collect()
}

/// Brings apt's lists up to date.
///
/// # Errors
///
/// We may not, or it does not work.
pub fn update_lists() -> Result<()> {
    let Some(root) = system::become_root() else {
        bail!("only root brings apt's lists up to date")
    };
    let held = Held::begin();
    let mut said = String::new();
    if !run_patiently(&mut || apt_get(&root, &["update", "--quiet"]), &mut said)? {
        bail!("`apt-get update` failed: {}", apt_failure::explain(&said));
    }
    held.check()
}

/// What `dpkg` says about packages that are half installed; nothing where all are whole.
fn mess() -> Option<String> {
    let audit = process::ask(command("dpkg").arg("--audit")).unwrap_or_default();
    if !audit.is_empty() {
        return Some(audit);
    }
    // What dpkg has not entered into its status yet; apt refuses to begin then.
    let updates = std::fs::read_dir(system::path("var/lib/dpkg/updates")).ok()?;
    let is_number = |name: String| name.bytes().all(|byte| byte.is_ascii_digit());
    updates
        .filter_map(Result::ok)
        .any(|entry| is_number(entry.file_name().to_string_lossy().into_owned()))
        .then(|| "its status is not up to date".to_owned())
}

/// Ends an installation that was interrupted, ours or another's: apt would not begin otherwise.
fn finish_what_dpkg_began(root: &[String]) -> Result<()> {
    let Some(what) = mess() else { return Ok(()) };
    eprintln!("an installation was interrupted; ending it first:\n{what}");
    let mut said = String::new();
    let configure = || as_root(root, "dpkg", ANSWERS.into_iter().chain(["--configure", "-a"]));
    run_patiently(&mut || configure(), &mut said)?;
    let fix = ["install", "--fix-broken"].into_iter().chain(INSTALL);
    run(&mut apt_get(root, &fix.collect::<Vec<_>>()), &mut said)?;
    match mess() {
        None => Ok(()),
        Some(what) => bail!(
            "an installation was interrupted and could not be ended: {}\n{what}",
            apt_failure::explain(&said)
        ),
    }
}

fn apt_get(root: &[String], arguments: &[&str]) -> Command {
    let timeout = format!("DPkg::Lock::Timeout={}", PATIENCE.as_secs());
    let options = ["-o", &timeout].into_iter();
    let answers: Vec<_> =
        ANSWERS.iter().map(|answer| format!("DPkg::Options::={answer}")).collect();
    let answers = answers.iter().flat_map(|answer| ["-o", answer.as_str()]);
    as_root(root, "apt-get", options.chain(answers).chain(arguments.iter().copied()))
}

/// A command as root, which goes on to its end whatever becomes of us. sudo hands no environment
/// on, so `env` sets it.
fn as_root<'a>(
    root: &'a [String],
    program: &'a str,
    arguments: impl IntoIterator<Item = &'a str>,
) -> Command {
    let environment = ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C", program];
    let words = root.iter().map(String::as_str).chain(environment);
    let mut words = words.chain(arguments);
    let mut command = lasting_command(words.next().unwrap_or("env"));
    command.args(words);
    command
}

/// Runs with the output shown and collected; tells whether it succeeded.
fn run(command: &mut Command, said: &mut String) -> Result<bool> {
    let status = process::watch(command, &mut |line| {
        said.push_str(line);
        said.push('\n');
    })?;
    Ok(status.success())
}

/// As [`run`], again and again as long as another program holds the lock: the option for it is
/// for apt's `install` alone.
fn run_patiently(command: &mut dyn FnMut() -> Command, said: &mut String) -> Result<bool> {
    let begin = Instant::now();
    loop {
        let before = said.len();
        let done = run(&mut command(), said)?;
        let is_locked = !done && apt_failure::cause(&said[before..]) == Cause::Lock;
        if !is_locked || begin.elapsed() > PATIENCE {
            return Ok(done);
        }
        said.truncate(before);
        eprintln!("another program installs packages; waiting for it");
        std::thread::sleep(Duration::from_secs(1));
    }
}

/// Downloads the package whose upstream version is `version`, unless it is in `folder` already,
/// and gives its path. A file has its final name only when it is whole.
///
/// # Errors
///
/// apt has none, or cannot load it.
pub fn download(folder: &Path, package: &str, version: &str) -> Result<PathBuf> {
    if let Some(file) = downloaded(folder, package, version) {
        return Ok(file);
    }
    let temporary = folder.join(format!("tmp{}", std::process::id()));
    remove_leftovers(folder)?;
    std::fs::create_dir_all(&temporary)
        .with_context(|| format!("could not make {}", temporary.display()))?;
    let loaded = load(&temporary, package, version);
    let loaded = loaded.and_then(|()| {
        let file = downloaded(&temporary, package, version);
        let file = file.context("apt-get left no package behind")?;
        let target = folder.join(file.file_name().context("a file has a name")?);
        process::checkpoint();
        std::fs::rename(&file, &target)?;
        Ok(target)
    });
    fsutil::remove_folder(&temporary)?;
    loaded
}

/// Downloads a package, and the others that it needs and that would be installed with it, into `folder`,
/// as if those of the machine were not there that do not go with it; and gives their paths.
///
/// # Errors
///
/// apt cannot load one of them.
pub fn download_apart(folder: &Path, package: &str) -> Result<Vec<PathBuf>> {
    let mut pretend = command("apt-get");
    pretend.args(["install", "--simulate", "--no-install-recommends", package]).env("LC_ALL", "C");
    let said = String::from_utf8_lossy(&process::output(&mut pretend)?).into_owned();
    let would_go: Vec<_> = said
        .lines()
        .filter_map(|line| line.strip_prefix("Remv ")?.split_whitespace().next())
        .collect();

    let archives = folder.join("archives");
    std::fs::create_dir_all(archives.join("partial"))?;
    let status = system::path("var/lib/dpkg/status");
    let entries = std::fs::read_to_string(&status)
        .with_context(|| format!("could not read {}", status.display()))?;
    let entries = entries.split_inclusive("\n\n").filter(|entry| {
        let name = entry.lines().find_map(|line| line.strip_prefix("Package: "));
        !name.is_some_and(|name| would_go.contains(&name))
    });
    let status = folder.join("status");
    std::fs::write(&status, entries.collect::<String>())?;

    let mut load = command("apt-get");
    // The machine's own packages are neither changed nor waited for.
    let options = [
        format!("Dir::State::status={}", status.display()),
        format!("Dir::Cache::archives={}", archives.display()),
        "Debug::NoLocking=true".to_owned(),
    ];
    load.args(options.iter().flat_map(|option| ["-o", option]));
    load.arg("install").args(INSTALL).args(["--download-only", package]).env("LC_ALL", "C");
    eprintln!("      {}", process::show(&load));
    process::output(&mut load)?;
    Ok(packages_in(&archives).collect())
}

/// Puts a package's files into the folder `to`, which is made where there is none. A broken package is
/// removed: it would be broken for ever.
pub fn unpack(package: &Path, to: &Path) -> Result<()> {
    // dpkg-deb makes the last folder of a path only.
    std::fs::create_dir_all(to)?;
    let unpacked = process::output(command("dpkg-deb").arg("-x").arg(package).arg(to));
    if unpacked.is_err() {
        std::fs::remove_file(package)?;
        fsutil::remove_folder(to)?;
    }
    unpacked.map(drop)
}

/// Removes what a download that was killed has left.
pub fn remove_leftovers(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        if entry.file_name().to_string_lossy().starts_with("tmp") {
            fsutil::remove_folder(&entry.path())?;
        }
    }
    Ok(())
}

fn downloaded(folder: &Path, package: &str, version: &str) -> Option<PathBuf> {
    let prefix = format!("{package}_{version}");
    packages_in(folder).find(|path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix))
    })
}

/// The packages that were downloaded into a folder, which may not be there.
fn packages_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let files = entries.map(|entry| entry.path());
    files.filter(|path| path.extension().is_some_and(|end| end == "deb"))
}

fn load(folder: &Path, package: &str, version: &str) -> Result<()> {
    let first = match exact_version(package, version) {
        Some(exact) => load_exactly(folder, package, &exact),
        None => Err(anyhow::anyhow!(
            "apt knows no {package} {version}; {}",
            apt_failure::how_to_have_lists()
        )),
    };
    let Err(error) = first else { return Ok(()) };
    if system::become_root().is_none() {
        return Err(error);
    }
    // The lists may be old, or not there at all: mirrors remove what was superseded.
    eprintln!("      {error:#}\n      bringing apt's lists up to date");
    let updated = update_lists();
    match exact_version(package, version) {
        Some(exact) => load_exactly(folder, package, &exact),
        None => updated.and(Err(error)),
    }
}

fn load_exactly(folder: &Path, package: &str, exact: &str) -> Result<()> {
    let mut apt = command("apt-get");
    apt.args(["download", "--quiet", &format!("{package}={exact}")]).current_dir(folder);
    eprintln!("      {}", process::show(&apt));
    process::output(apt.env("LC_ALL", "C")).map(drop)
}

/// The package version whose upstream version is `version`.
fn exact_version(package: &str, version: &str) -> Option<String> {
    let said = process::ask(command("apt-cache").args(["madison", package]))?;
    let versions = said.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim);
    let is_of = |full: &&str| {
        full.strip_prefix(version).is_some_and(|rest| rest.starts_with(['+', '-', '~']))
    };
    versions.filter(is_of).map(str::to_owned).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_unpacked_wherever() {
        if process::ask(command("dpkg-deb").arg("--version")).is_none() {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let package = folder.path().join("package");
        std::fs::create_dir_all(package.join("DEBIAN")).unwrap();
        let control = "Package: p\nVersion: 1\nArchitecture: all\nMaintainer: m\nDescription: d\n";
        std::fs::write(package.join("DEBIAN/control"), control).unwrap();
        std::fs::write(package.join("file"), "content").unwrap();
        let file = folder.path().join("p.deb");
        process::output(command("dpkg-deb").arg("--build").arg(&package).arg(&file)).unwrap();

        let to = folder.path().join("not/there/yet");
        unpack(&file, &to).unwrap();
        assert_eq!(std::fs::read_to_string(to.join("file")).unwrap(), "content");

        std::fs::write(&file, "broken").unwrap();
        assert!(unpack(&file, &to).is_err());
        assert!(!file.exists() && !to.exists());
    }
}

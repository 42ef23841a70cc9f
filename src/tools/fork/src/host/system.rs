//! What kind of system this is, and what it lets us do.

use std::path::{Path, PathBuf};

use crate::host::process::{self, command};

/// The tests' stand-in for `/`.
const TEST_SYSTEM: &str = "FORK_TEST_SYSTEM";

/// A path of this system.
pub fn path(path: &str) -> PathBuf {
    Path::new(&std::env::var_os(TEST_SYSTEM).unwrap_or("/".into())).join(path)
}

/// Every program of this name in `PATH`, the one that would be started first.
pub fn all_in_path(name: &str) -> Vec<PathBuf> {
    std::env::split_paths(&process::search_path())
        .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
        .filter(|path| path.is_file())
        .collect()
}

/// The program of this name that would be started.
pub fn which(name: &str) -> Option<PathBuf> {
    all_in_path(name).into_iter().next()
}

/// Whether apt is this system's own.
pub fn is_debian() -> bool {
    path("etc/debian_version").exists() && which("apt-get").is_some()
}

/// A line of `/etc/os-release`: `ID`, `VERSION_CODENAME`, …
pub fn release(name: &str) -> Option<String> {
    let text = std::fs::read_to_string(path("etc/os-release")).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
    Some(value.trim_matches(['"', '\'']).to_owned())
}

/// The name of whoever owns a file.
#[cfg(unix)]
pub fn owner(path: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let id = std::fs::metadata(path).ok()?.uid();
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = users.lines().find_map(|line| {
        let mut parts = line.split(':');
        let (name, _, user) = (parts.next()?, parts.next()?, parts.next()?);
        (user == id.to_string()).then(|| name.to_owned())
    });
    name.or_else(|| Some(format!("user {id}")))
}

/// The name of whoever owns a file.
#[cfg(not(unix))]
pub fn owner(_: &Path) -> Option<String> {
    None
}

/// The words before a command that make it run as root, or `None` when we cannot.
pub fn become_root() -> Option<Vec<String>> {
    if is_root() {
        return Some(Vec::new());
    }
    which("sudo")?;
    process::ask(command("sudo").args(["-n", "true"]))?;
    Some(["sudo", "-n"].map(str::to_owned).into())
}

/// Whether we are root.
#[cfg(unix)]
pub fn is_root() -> bool {
    match std::env::var_os(TEST_SYSTEM) {
        Some(system) => Path::new(&system).join("root").exists(),
        None => rustix::process::geteuid().is_root(),
    }
}

/// Whether we are root.
#[cfg(not(unix))]
pub fn is_root() -> bool {
    false
}

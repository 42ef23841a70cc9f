//! Why apt or dpkg failed, from what it said, and what to do.

use std::error::Error;
use std::fmt;

use crate::host::process::{ask, command};
use crate::host::system;

/// What stood in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Another program installs packages.
    Lock,
    /// The disk is full.
    Room,
    Network,
    /// What is installed would have to go.
    Conflict,
    /// A package was interrupted, or lacks others.
    Dpkg,
    /// The mirror lacks what the lists promise.
    Mirror,
    /// The lists lack the package.
    Lists,
    Other,
}

/// What each says, the cause that explains others first.
const SIGNS: [(Cause, &[&str]); 7] = [
    (
        Cause::Lock,
        &[
            "Could not get lock",
            "Unable to acquire the dpkg",
            "is another process using it",
            "was locked by another process",
            "Unable to lock",
        ],
    ),
    (Cause::Room, &["No space left on device", "enough free space"]),
    (
        Cause::Network,
        &[
            "Temporary failure resolving",
            "Could not resolve",
            "ould not connect",
            "Unable to connect",
            "Connection timed out",
            "Connection refused",
            "Connection failed",
            "Network is unreachable",
            "Certificate verification failed",
        ],
    ),
    (Cause::Conflict, &["remove is disabled"]),
    (
        Cause::Dpkg,
        &[
            "dpkg was interrupted",
            "dpkg returned an error",
            "unmet dependencies",
            "held broken packages",
            "dependency problems",
        ],
    ),
    (Cause::Mirror, &["404  Not Found", "404 Not Found", "Hash Sum mismatch"]),
    (Cause::Lists, &["Unable to locate package", "has no installation candidate"]),
];

/// The cause in what apt or dpkg said.
pub fn cause(said: &str) -> Cause {
    let is_sign = |signs: &[&str]| signs.iter().any(|sign| said.contains(sign));
    SIGNS.iter().find(|(_, signs)| is_sign(signs)).map_or(Cause::Other, |(cause, _)| *cause)
}

/// The cause for people, with what mends it.
pub fn explain(said: &str) -> String {
    let cause = cause(said);
    let line = SIGNS.iter().find(|(other, _)| *other == cause).and_then(|(_, signs)| {
        said.lines().find(|line| signs.iter().any(|sign| line.contains(sign)))
    });
    let line = line.map(|line| format!(" ({})", line.trim())).unwrap_or_default();
    match cause {
        Cause::Lock => {
            format!("another program is installing packages{line}; wait until it is done")
        }
        Cause::Room => format!("the disk is full{line}; make room"),
        Cause::Network => {
            format!("the mirror cannot be reached{line}; connect to the network and run this again")
        }
        Cause::Conflict => format!(
            "what is installed would have to go{}; remove it yourself if it is not needed, or \
             install another version of either, by hand",
            match &would_go(said)[..] {
                [] => line,
                packages => format!(" ({})", packages.join(" ")),
            }
        ),
        Cause::Dpkg => format!(
            "packages on this machine are not in order{line}; `dpkg --configure -a` and \
             `apt-get --fix-broken install`, as root, say what is wrong with them"
        ),
        Cause::Mirror => format!(
            "the mirror does not have what apt's lists say{line}; it is being brought up to date, \
             or it is out of date: run this again later, or with another mirror in apt's sources"
        ),
        Cause::Lists => format!("apt's lists do not have it{line}; {}", how_to_have_lists()),
        Cause::Other => "apt's last lines say why".to_owned(),
    }
}

/// The packages of which apt says that they would be removed.
fn would_go(said: &str) -> Vec<&str> {
    let lines = said.lines().skip_while(|line| !line.ends_with("will be REMOVED:")).skip(1);
    let lines = lines.take_while(|line| line.starts_with(' '));
    lines.flat_map(str::split_whitespace).collect()
}

/// Packages were not installed, since others would have to go. Nothing was changed.
#[derive(Debug)]
pub struct Conflict(pub String);

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Conflict {}

/// What to do about a package that apt does not know.
pub fn how_to_have_lists() -> String {
    match &missing_suites()[..] {
        [] => "on Debian 12 and 13 it is in the suite of security updates, on others perhaps \
               nowhere"
            .to_owned(),
        lines => format!(
            "apt's sources lack a suite of this Debian: add the following to \
             /etc/apt/sources.list, then run this again\n  {}",
            lines.join("\n  ")
        ),
    }
}

/// The lines of apt's sources that this Debian should have and does not.
fn missing_suites() -> Vec<String> {
    let Some(name) = system::release("VERSION_CODENAME") else { return Vec::new() };
    if system::release("ID").as_deref() != Some("debian") {
        return Vec::new();
    }
    let policy = ask(command("apt-cache").arg("policy").env("LC_ALL", "C")).unwrap_or_default();
    let has = |suite: &str| policy.contains(&format!("n={suite},"));
    // Whose system is ahead of the releases has no use for them.
    if has("sid") {
        return Vec::new();
    }
    let suites = [
        (name.clone(), "http://deb.debian.org/debian"),
        (format!("{name}-security"), "http://deb.debian.org/debian-security"),
    ];
    let missing = suites.into_iter().filter(|(suite, _)| !has(suite));
    missing.map(|(suite, from)| format!("deb {from} {suite} main")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes() {
        for (said, expected) in [
            (
                "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7",
                Cause::Lock,
            ),
            (
                "dpkg: error: dpkg frontend lock was locked by another process with pid 7",
                Cause::Lock,
            ),
            ("E: You don't have enough free space in /var/cache/apt/archives/.", Cause::Room),
            (
                "W: Failed to fetch http://x  Temporary failure resolving 'x'\n\
              E: Unable to locate package llvm-22-dev",
                Cause::Network,
            ),
            ("Err:1 http://x/a.deb\n  404  Not Found [IP: 1.2.3.4 80]", Cause::Mirror),
            ("E: Unable to locate package llvm-22-dev", Cause::Lists),
            ("E: Package 'lld-22' has no installation candidate", Cause::Lists),
            ("E: dpkg was interrupted, you must manually run 'dpkg --configure -a'", Cause::Dpkg),
            ("E: Packages need to be removed but remove is disabled.", Cause::Conflict),
            ("nonsense", Cause::Other),
        ] {
            assert_eq!(cause(said), expected, "{said}");
        }
    }

    #[test]
    fn the_line_that_says_so_is_shown() {
        let said = "Reading package lists...\nE: Could not get lock /x. It is held by process 7\n";
        let explained = explain(said);
        assert!(explained.contains("(E: Could not get lock /x. It is held by process 7)"));

        let said = "The following packages will be REMOVED:\n  a b\n  c\n\
                    The following NEW packages will be installed:\n  d\n\
                    E: Packages need to be removed but remove is disabled.\n";
        assert!(explain(said).contains("would have to go (a b c);"), "{}", explain(said));
    }
}

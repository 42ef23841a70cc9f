//! A machine that nobody prepared, and the first commands of the README on it.
//!
//! What was installed by hand hides a step that is missing. So the suite makes a machine without
//! it: in namespaces of its own for mounts and processes, with a layer in memory over the root
//! that is there, it purges the packages of which README says that they are installed, and runs
//! `./x.py doctor` and `./x.py run` in a fresh clone, up to where the build of the compiler would
//! begin. The machine below is not changed. `./x.py test --bare` does the same in roots that have
//! nothing but what Debian calls essential, git, python3 and certificates.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::commands::suite::tally::Tally;
use crate::host::needs;
use crate::host::process::{self, command};
use crate::host::room::TO_PREPARE;
use crate::host::system;
use crate::project::Project;
use crate::series::git;

/// What x.py installs, said here once more: what a build needs, and what the program behind x.py
/// needs before it is there to say so.
const PACKAGES: [&str; 13] = [
    "gcc",
    "libc6-dev",
    "g++",
    "cmake",
    "ninja-build",
    "pkg-config",
    "llvm-22-dev",
    "llvm-22-tools",
    "lld-22",
    "libclang-rt-22-dev",
    "zlib1g-dev",
    "libzstd-dev",
    "liblzma-dev",
];

/// Those that compile C, whichever compiler was there before.
const C_COMPILER: [&str; 3] = ["gcc", "libc6-dev", "g++"];

/// The packages that bring Rust where there is none.
const RUST: [&str; 3] = ["rustc-web", "cargo-web", "rustfmt-web"];

/// What a bare root is made of besides what is essential, as README says.
const IN_A_ROOT: &str = "--include=git,python3,ca-certificates";

/// The releases of Debian that are tried.
const SUITES: [&str; 2] = ["bookworm", "trixie"];

/// Debian's mirror, for the roots.
const MIRROR: &str = "http://deb.debian.org";

/// Where the first commands begin, and what they are expected to do.
struct Machine {
    name: &'static str,
    lower: PathBuf,
    /// What is installed on it.
    installed: BTreeSet<String>,
    /// Packages to purge first.
    purge: Vec<String>,
    /// Packages that x.py has to bring where nothing else does.
    to_bring: Vec<&'static str>,
}

/// The machine that is here, without what was installed on it. Skipped where it cannot be made.
pub fn here(project: &Project) -> Result<Tally> {
    if let Some(reason) = why_not() {
        eprintln!("      skipped: {reason}");
        return Ok(Tally::skipped());
    }
    let format = "--showformat=${db:Status-Abbrev} ${Package}\n";
    let said = process::output(command("dpkg-query").args(["--show", format]))?;
    let said = String::from_utf8_lossy(&said);
    let installed: BTreeSet<String> = said
        .lines()
        .filter_map(|line| line.strip_prefix("ii "))
        .map(|package| package.trim().to_owned())
        .collect();
    let purge = installed.iter().filter(|package| is_to_purge(package)).cloned().collect();
    // Another package, or none, may have brought what these bring: only what was there is missing.
    let is_missed = |package: &&str| C_COMPILER.contains(package) || installed.contains(*package);
    let to_bring = PACKAGES.into_iter().filter(is_missed).collect();
    try_on(project, &Machine { name: "here", lower: "/".into(), installed, purge, to_bring })
}

/// The machines that are named, or the roots of [`SUITES`], each made with debootstrap and kept for
/// the next time.
pub fn named(project: &Project, names: &[OsString]) -> Result<Tally> {
    let known = ["here"].into_iter().chain(SUITES);
    if let Some(other) = names.iter().find(|name| !known.clone().any(|known| **name == *known)) {
        bail!(
            "there is no bare machine `{}`; there are here, {}",
            other.display(),
            SUITES.join(", ")
        );
    }
    if let Some(reason) = why_not() {
        bail!("a bare machine cannot be made here: {reason}");
    }
    let mut sum = Tally::default();
    if names.iter().any(|name| name == "here") {
        sum += here(project)?;
    }
    for name in
        SUITES.into_iter().filter(|name| names.is_empty() || names.iter().any(|n| n == name))
    {
        eprintln!("a bare {name}");
        needs::require_these(project, &needs::FOR_BARE_ROOTS)?;
        let lower = root(project, name)?;
        let to_bring = PACKAGES.into_iter().chain(RUST).collect();
        let (installed, purge) = Default::default();
        sum += try_on(project, &Machine { name, lower, installed, purge, to_bring })?;
    }
    Ok(sum)
}

/// LLVM 22, rustfmt, and whatever compiles C.
fn is_to_purge(package: &str) -> bool {
    let of_llvm = ["llvm-22", "lld-22", "libclang-rt-22", "clang-22", "libllvm22"];
    let compilers = ["gcc", "g++", "cpp", "clang", "tcc"];
    let is_version =
        |rest: &str| rest.starts_with('-') && rest[1..].bytes().all(|b| b.is_ascii_digit());
    of_llvm.iter().any(|name| package.starts_with(name))
        || compilers
            .iter()
            .filter_map(|name| package.strip_prefix(name))
            .any(|rest| rest.is_empty() || is_version(rest))
        || ["libc6-dev", "rustfmt-web", "rustfmt"].contains(&package)
}

/// Why a machine of its own cannot be made.
fn why_not() -> Option<String> {
    if !system::is_debian() {
        return Some("this is no Debian".to_owned());
    }
    if !system::is_root() {
        return Some("only root can lay a layer over the root".to_owned());
    }
    let mut tried = command("unshare");
    tried.args(["--mount", "--pid", "--fork", "mount", "--make-rprivate", "/"]);
    process::output(&mut tried).err().map(|error| format!("{error:#}"))
}

/// The folder of a root, made where it is not there yet.
fn root(project: &Project, suite: &str) -> Result<PathBuf> {
    let root = project.layout.build().join("bare").join(suite);
    if root.is_dir() {
        return Ok(root);
    }
    let made = root.with_extension(format!("{}", std::process::id()));
    let mut debootstrap = command("debootstrap");
    debootstrap.args(["--variant=minbase", IN_A_ROOT, suite]).arg(&made);
    process::run(debootstrap.arg(format!("{MIRROR}/debian")))?;
    // Every installed Debian has it; debootstrap knows only the first.
    let security = format!("deb {MIRROR}/debian-security {suite}-security main\n");
    let sources = made.join("etc/apt/sources.list");
    let text = fs::read_to_string(&sources)? + &security;
    fs::write(&sources, text)?;
    fs::rename(&made, &root)?;
    Ok(root)
}

/// Runs the first commands, and says what was not as expected.
fn try_on(project: &Project, machine: &Machine) -> Result<Tally> {
    let work = project.layout.build().join("bare").join(format!("work-{}", machine.name));
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let bare = work.join("bare");
    fs::create_dir_all(&bare)?;
    let repository = bare.join("repo");
    clone(&project.layout.root, &repository)?;
    // The compiler is not built there.
    fs::write(repository.join("config.toml"), format!("[fork]\ndisk = {}\n", TO_PREPARE.disk))?;
    let mut unshare = command("unshare");
    unshare
        .args(["--mount", "--pid", "--fork", "--kill-child", "sh", "-c"])
        .arg(include_str!("bare/machine.sh"))
        .env("WORK", &work)
        .env("LOWER", &machine.lower)
        .env("PURGE", machine.purge.join(" "));
    if machine.lower != Path::new("/") {
        // What the user's environment says of places is of the machine below.
        for name in ["CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "PYENV_ROOT"] {
            unshare.env_remove(name);
        }
        unshare
            .env("HOME", "/root")
            .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    }
    process::run(&mut unshare)?;
    let tally = judge(&bare, machine)?;
    if tally.failed == 0 {
        fs::remove_dir_all(&work)?;
    }
    Ok(tally)
}

/// A clone of the repository, with what is not committed yet.
fn clone(repository: &Path, to: &Path) -> Result<()> {
    let files = if repository.join(".git").exists() {
        let mut git = command("git");
        git::deafen(&mut git);
        process::run(git.args(["clone", "--quiet", "--no-hardlinks"]).arg(repository).arg(to))?;
        "git ls-files -z --modified --others --exclude-standard"
    } else {
        fs::create_dir_all(to)?;
        "find . -path ./build -prune -o -type f -print0"
    };
    let copy = format!("{files} | tar -c --null --ignore-failed-read -T - | tar -x -C \"$TO\"");
    let mut shell = command("sh");
    git::deafen(&mut shell);
    process::run(shell.args(["-c", &copy]).current_dir(repository).env("TO", to))
}

/// Compares what was said and done with what a user expects.
fn judge(bare: &Path, machine: &Machine) -> Result<Tally> {
    let read = |name: &str| {
        fs::read_to_string(bare.join(name)).with_context(|| bare.join(name).display().to_string())
    };
    let set = |name: &str| -> Result<BTreeSet<String>> {
        Ok(read(name)?.split_whitespace().map(str::to_owned).collect())
    };
    let mut sum = Tally::default();
    let mut expect = |what: &str, is_so: bool, log: &str| -> Result<()> {
        if !is_so {
            let path = bare.join(log);
            eprintln!("      on the bare machine, {what}: {}", path.display());
            eprintln!("{}", fs::read_to_string(path).unwrap_or_default());
        }
        sum += Tally::of(is_so);
        Ok(())
    };
    let doctor = read("doctor.before.log")?;
    expect(
        "doctor did not say that LLVM 22 is missing",
        read("doctor.before.code")?.trim() == "1"
            && doctor.contains("MISSING  LLVM 22")
            && !doctor.contains("ok       LLVM 22"),
        "doctor.before.log",
    )?;
    let run = read("run.log")?;
    let stopped = format!("x.py: error: {}\n", process::STOPPED_BEFORE_BUILD);
    expect("run did not come to the compiler's build", run.ends_with(&stopped), "run.log")?;
    let (before, manual) = (set("installed.before")?, set("manual.before")?);
    let to_bring = machine.to_bring.iter().filter(|&&package| !before.contains(package));
    let wanted: BTreeSet<String> = to_bring.map(|&package| package.to_owned()).collect();
    let installed: BTreeSet<String> = set("manual.after")?.difference(&manual).cloned().collect();
    if installed != wanted {
        eprintln!("      expected {wanted:?}\n      installed {installed:?}");
    }
    expect("other packages were installed", installed == wanted, "run.log")?;
    // Only `test` needs rustfmt.
    let rustfmt = machine.installed.contains("rustfmt-web") && !before.contains("rustfmt-web");
    let doctor = read("doctor.after.log")?;
    let missing: Vec<&str> =
        doctor.lines().filter_map(|line| line.strip_prefix("MISSING  ")).collect();
    let is_healthy = if rustfmt { missing == ["rustfmt"] } else { missing.is_empty() };
    expect("doctor found something missing after run", is_healthy, "doctor.after.log")?;
    Ok(sum)
}

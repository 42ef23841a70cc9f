//! Running other programs.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, bail};

/// Variables that cargo and rustup set for what they start, and those with which a user
/// sets how the user's own programs are built. Bootstrap and the fork's cargo must find their
/// own tools, and with `-D warnings` the base does not build.
const OF_A_TOOLCHAIN: [&str; 13] = [
    "RUSTC",
    "RUSTDOC",
    "RUSTC_WRAPPER",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTFLAGS",
    "RUSTDOCFLAGS",
    "RUSTUP_TOOLCHAIN",
    "RUSTUP_TOOLCHAIN_SOURCE",
    "RUST_RECURSION_COUNT",
    "CARGO",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_ENCODED_RUSTDOCFLAGS",
    "OUT_DIR",
];

/// How such variables begin.
const OF_TOOLCHAINS: [&str; 9] = [
    "CARGO_BIN_",
    "CARGO_BUILD_",
    "CARGO_CRATE_",
    "CARGO_MANIFEST_",
    "CARGO_PKG_",
    "CARGO_PRIMARY_",
    "CARGO_PROFILE_",
    "CARGO_TARGET_",
    "CARGO_UNSTABLE_",
];

fn is_of_a_toolchain(name: &str) -> bool {
    // How much is built at once is the user's to say.
    let is_wanted = name == "CARGO_BUILD_JOBS";
    let is_one = OF_A_TOOLCHAIN.contains(&name)
        || OF_TOOLCHAINS.iter().any(|prefix| name.starts_with(prefix));
    is_one && !is_wanted
}

/// What every command gets besides: see [`give_to_all`].
static GIVEN: OnceLock<Vec<(String, OsString)>> = OnceLock::new();

/// Variables that every command from then on gets. Once for the process.
pub fn give_to_all(variables: Vec<(String, OsString)>) {
    let _ = GIVEN.set(variables);
}

/// Where programs are looked for: `PATH`, as every command gets it.
pub fn search_path() -> OsString {
    let given = GIVEN.get().into_iter().flatten().find(|(name, _)| name == "PATH");
    let given = given.map(|(_, value)| value.clone());
    given.or_else(|| std::env::var_os("PATH")).unwrap_or_default()
}

/// A command without the variables that a surrounding cargo or rustup has set, and without
/// the user's settings for other builds, killed when this process dies.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = of_clean_environment(program);
    die_with_us(&mut command);
    command
}

/// As [`command`], but one that goes on to its end when this process dies or the user types
/// Ctrl-C: stopped half way, it would leave a mess.
pub fn lasting_command(program: impl AsRef<OsStr>) -> Command {
    let mut command = of_clean_environment(program);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

fn of_clean_environment(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_of_a_toolchain) {
            command.env_remove(&name);
        }
    }
    // rustup puts its toolchain's libraries first; another compiler must not find them.
    if let Some(paths) = std::env::var_os("LD_LIBRARY_PATH") {
        let kept: Vec<_> = std::env::split_paths(&paths)
            .filter(|path| !path.components().any(|part| part.as_os_str() == "toolchains"))
            .filter(|path| !path.as_os_str().is_empty())
            .collect();
        match std::env::join_paths(&kept) {
            Ok(joined) if !kept.is_empty() => command.env("LD_LIBRARY_PATH", joined),
            _ => command.env_remove("LD_LIBRARY_PATH"),
        };
    }
    command.envs(GIVEN.get().into_iter().flatten().map(|(name, value)| (name, value)));
    command
}

/// A child that outlived a killed `x.py` would go on writing while the next one starts.
#[cfg(target_os = "linux")]
fn die_with_us(command: &mut Command) {
    use std::os::unix::process::CommandExt;

    let parent = rustix::process::getpid();
    // SAFETY: the closure runs between fork and exec and only makes two system
    // calls; it neither allocates nor takes a lock.
    unsafe {
        command.pre_exec(move || {
            use rustix::process::{Signal, getppid, set_parent_process_death_signal};
            set_parent_process_death_signal(Some(Signal::KILL))?;
            if getppid() == Some(parent) {
                Ok(())
            } else {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
        });
    }
}

#[cfg(not(target_os = "linux"))]
fn die_with_us(_: &mut Command) {}

/// The command as one would type it.
pub fn show(command: &Command) -> String {
    let quote = |word: &OsStr| {
        let word = word.to_string_lossy();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=+:,@%".contains(c);
        if !word.is_empty() && word.chars().all(plain) {
            word.into_owned()
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    };
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(quote)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs with our own input and output; an exit code other than 0 is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("`{}` failed ({status})", show(command));
    }
    Ok(())
}

/// Runs with our own input and output.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    flush();
    checkpoint();
    command.status().with_context(|| format!("could not run `{}`", show(command)))
}

/// Runs and gives what the command wrote on standard output; on failure its standard
/// error becomes the error.
pub fn output(command: &mut Command) -> Result<Vec<u8>> {
    checkpoint();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("could not run `{}`", show(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({})\n{}", show(command), output.status, said.trim_end());
    }
    Ok(output.stdout)
}

/// Like [`output`], with `input` on standard input.
pub fn output_with_input(command: &mut Command, input: &[u8]) -> Result<Vec<u8>> {
    checkpoint();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not run `{}`", show(command)))?;
    let mut stdin = child.stdin.take().expect("piped");
    let output = std::thread::scope(|scope| {
        // A child that stops reading closes the pipe; its exit code tells why.
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output()
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({})\n{}", show(command), output.status, said.trim_end());
    }
    Ok(output.stdout)
}

/// The text on standard output without the last line break, or `None` when the
/// program is absent or fails.
pub fn ask(command: &mut Command) -> Option<String> {
    output(command).ok().map(|said| String::from_utf8_lossy(&said).trim_end().to_owned())
}

/// The first line of what a program says of its version.
pub fn version(program: impl AsRef<OsStr>, arguments: &[&str]) -> String {
    let said = ask(command(program).args(arguments)).unwrap_or_default();
    said.lines().next().unwrap_or_default().to_owned()
}

/// Runs, passes both outputs through line by line, and shows each line to `look`.
pub fn watch(command: &mut Command, look: &mut (dyn FnMut(&str) + Send)) -> Result<ExitStatus> {
    flush();
    checkpoint();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not run `{}`", show(command)))?;
    let look = std::sync::Mutex::new(look);
    let Child { stdout, stderr, .. } = &mut child;
    let (stdout, stderr) = (stdout.take().expect("piped"), stderr.take().expect("piped"));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            lines(stdout, |line| {
                println!("{line}");
                look.lock().expect("no panic while looking")(&without_colours(line));
            });
        });
        scope.spawn(|| {
            lines(stderr, |line| {
                eprintln!("{line}");
                look.lock().expect("no panic while looking")(&without_colours(line));
            });
        });
    });
    Ok(child.wait()?)
}

fn lines(from: impl std::io::Read, mut each: impl FnMut(&str)) {
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        each(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']));
        line.clear();
    }
}

/// The text without a terminal's colour sequences.
pub fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut parts = text.split("\x1b[");
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| c.is_ascii_alphabetic()).map_or(part.len(), |at| at + 1);
        plain.push_str(&part[end..]);
    }
    plain
}

fn flush() {
    // Output that cannot be written is lost either way.
    let _ = std::io::stdout().flush();
}

/// A moment at which the tests kill this process: the n-th, given in the environment.
/// Every step that changes something on disk passes here.
pub fn checkpoint() {
    static PASSED: AtomicU64 = AtomicU64::new(0);
    let passed = PASSED.fetch_add(1, Ordering::Relaxed) + 1;
    if let Ok(at) = std::env::var("FORK_TEST_KILL_AT") {
        if at.parse() == Ok(passed) {
            die();
        }
        // For the test that wants to know how many moments there are.
        if at == "never" {
            eprintln!("moment {passed}");
        }
    }
}

/// What is said where the tests want to see everything but the build of the compiler.
pub const STOPPED_BEFORE_BUILD: &str = "stopped before the compiler is built, as the test wants";

/// Where the build of the compiler would begin.
///
/// # Errors
///
/// The tests want no build.
pub fn before_build() -> Result<()> {
    match std::env::var_os("FORK_TEST_STOP_BEFORE_BUILD") {
        Some(_) => bail!("{STOPPED_BEFORE_BUILD}"),
        None => Ok(()),
    }
}

#[cfg(unix)]
fn die() {
    use rustix::process::{Signal, getpid, kill_process};
    // Nothing is left to do if even that fails.
    let _ = kill_process(getpid(), Signal::KILL);
}

#[cfg(not(unix))]
fn die() {
    std::process::abort();
}

/// The exit code of a program as ours.
pub fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    ExitCode::from(code.unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_commands_as_typed() {
        let mut command = Command::new("git");
        command.args(["commit", "-m", "it's done", ""]);
        assert_eq!(show(&command), r"git commit -m 'it'\''s done' ''");
    }

    #[test]
    fn colours_are_cut() {
        assert_eq!(without_colours("\x1b[0m\x1b[31mtidy [x]\x1b[0m: a"), "tidy [x]: a");
        assert_eq!(without_colours("plain [0m"), "plain [0m");
    }

    #[test]
    fn variables_of_a_toolchain() {
        assert!(is_of_a_toolchain("RUSTC"));
        assert!(is_of_a_toolchain("CARGO_PKG_NAME"));
        assert!(is_of_a_toolchain("RUSTFLAGS"));
        assert!(is_of_a_toolchain("RUSTC_WORKSPACE_WRAPPER"));
        assert!(is_of_a_toolchain("CARGO_BUILD_RUSTC_WRAPPER"));
        assert!(is_of_a_toolchain("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER"));
        assert!(!is_of_a_toolchain("CARGO_BUILD_JOBS"));
        assert!(!is_of_a_toolchain("CARGO_HOME"));
        assert!(!is_of_a_toolchain("CARGO_NET_OFFLINE"));
    }

    #[test]
    fn watch_sees_both_outputs() {
        let mut seen = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let status = watch(&mut command, &mut |line| seen.push(line.to_owned())).unwrap();
        seen.sort();
        assert_eq!((status.code(), seen), (Some(3), vec!["err".into(), "out".into()]));
    }

    #[test]
    fn large_input_does_not_block() {
        let input = vec![b'x'; 1 << 20];
        let echoed = output_with_input(&mut Command::new("cat"), &input).unwrap();
        assert_eq!(echoed, input);
    }
}

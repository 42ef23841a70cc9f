//! The repository's `x.py`, with stand-ins for the programs that it starts, in a `PATH` that
//! has nothing else.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::world::{Said, World};

/// Of the machine's own programs, what the stand-ins are made of.
const OWN: [&str; 6] = ["cat", "chmod", "cp", "env", "mkdir", "touch"];

/// Stands in for the program: it says how it was called, and ends with an exit code of its own.
const TOOL: &str = "#!/bin/sh\\necho tool \"$@\"; echo $CARGO_HOME $TMPDIR; exit 3\\n";

/// A repository with `x.py`, a rustc, a cargo and a C compiler; no Debian, no rustup.
fn with_launcher() -> World {
    let world = World::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    for name in ["x.py", "config.example.toml", "LICENSE-APACHE"] {
        fs::copy(root.join(name), world.path("repo").join(name)).unwrap();
    }
    world.write("repo/src/tools/fork/Cargo.lock", "");
    world.write("repo/src/tools/fork/src/main.rs", "");
    fs::create_dir(world.path("own")).unwrap();
    for name in OWN {
        let found = std::env::split_paths(&std::env::var_os("PATH").unwrap())
            .map(|folder| folder.join(name))
            .find(|path| path.is_file());
        symlink(found.unwrap(), world.path("own").join(name)).unwrap();
    }
    fs::remove_file(world.path("bin/rustup")).unwrap();
    cargo(&world, "");
    world.program("cc", "echo /lib/crt1.o");
    world.program("rustc", "case $1 in -vV) echo 'host: mini';; *) echo 'rustc 1.95.0 (x)';; esac");
    world
}

/// Makes the stand-in for cargo, which runs `script` first.
fn cargo(world: &World, script: &str) {
    world.program("cargo", &format!(
        "echo cargo $1 >> {calls}\n{script}\n\
         while [ $# -gt 0 ]; do\ncase $1 in --target-dir) folder=$2;; --target) host=$2;; esac\nshift\ndone\n\
         mkdir -p $folder/$host/release; printf '{TOOL}' > $folder/$host/release/fork\n\
         chmod +x $folder/$host/release/fork",
        calls = world.path("calls").display()
    ));
}

fn python() -> PathBuf {
    // Not one in somebody's home, which others cannot start.
    let system = PathBuf::from("/usr/bin/python3");
    if system.exists() { system } else { "python3".into() }
}

fn command(world: &World, arguments: &[&str]) -> Command {
    let mut x = Command::new(python());
    let path = format!("{}:{}", world.path("bin").display(), world.path("own").display());
    x.arg(world.path("repo/x.py")).args(arguments).env("PATH", path);
    for name in ["CARGO_HOME", "RUSTUP_HOME", "RUSTFLAGS", "TMPDIR"] {
        x.env_remove(name);
    }
    x.env("HOME", world.path("")).env("FORK_TEST_SYSTEM", world.path("system"));
    x
}

fn x(world: &World, arguments: &[&str]) -> Said {
    command(world, arguments).output().unwrap().into()
}

/// The tool was built and started.
#[track_caller]
fn is_built(said: Said) -> Said {
    assert_eq!(said.code, Some(3), "{}\n{}", said.out, said.err);
    said
}

/// Debian, with `root` as root, and an apt that knows a Rust of this version and does what
/// `script` says when it installs.
fn debian(world: &World, root: bool, rust: &str, script: &str) {
    world.write("system/etc/debian_version", "12\n");
    if root {
        world.write("system/root", "");
    }
    let calls = world.path("calls").display().to_string();
    world.program("apt-cache", &format!("printf '{}:\\n  Candidate: {rust}\\n' $2", "%s"));
    world.program(
        "apt-get",
        &format!(
            "case \"$*\" in *--simulate*) cat {}; exit 0;; esac\n\
         echo apt-get $* >> {calls}\necho $DEBIAN_FRONTEND >> {calls}\n{script}",
            world.path("simulated").display()
        ),
    );
    world.write("simulated", "Inst rustc-web (1.96.0)\n");
}

/// Puts a program aside, for `apt-get` or rustup to bring.
fn away(world: &World, name: &str) -> String {
    fs::create_dir_all(world.path("away")).unwrap();
    fs::rename(world.path("bin").join(name), world.path("away").join(name)).unwrap();
    format!("cp {0}/away/{name} {0}/bin/", world.path("").display())
}

/// No `build.rustc` is set.
fn without_set_rustc(world: &World, more: &str) {
    let settings = world.settings(more).replace("[build]\n", "[build]\n#");
    world.write("repo/config.toml", &settings);
}

#[test]
fn builds_once_and_starts_with_the_arguments() {
    let world = with_launcher();
    for _ in 0..2 {
        let said = is_built(x(&world, &["build", "a b"]));
        let expected = format!("tool --root {} build a b\n", world.path("repo").display());
        assert!(said.out.starts_with(&expected), "{}\n{}", said.out, said.err);
    }
    assert_eq!(world.read("calls"), "cargo build\n");
    world.write("repo/src/tools/fork/src/main.rs", "// edited\n");
    is_built(x(&world, &["build"]));
    assert_eq!(world.read("calls"), "cargo build\ncargo build\n");
}

#[test]
fn what_cargo_says_is_passed_on() {
    let world = with_launcher();
    cargo(&world, "echo '   Compiling anyhow v1.0.0' >&2");
    let said = is_built(x(&world, &["doctor"]));
    assert!(said.err.contains("building src/tools/fork"), "{}", said.err);
    assert!(said.err.contains("   Compiling anyhow v1.0.0\n"), "{}", said.err);
}

#[test]
fn the_last_line_of_a_failure_says_why() {
    let world = with_launcher();
    for (said, cause) in [
        (
            "error: failed to get `anyhow`\\n  [6] Could not resolve host: x",
            "connect to the network",
        ),
        ("error: linker `cc` not found", "the C compiler does not link"),
        ("error: x: No space left on device (os error 28)", "make room in"),
        ("error: SSL certificate problem", "ca-certificates"),
        ("error: a request, but --offline was specified", "set to be offline"),
        ("error[E0308]: mismatched types", "what cargo says above is the reason"),
    ] {
        world.program("cargo", &format!("printf '{said}\\n' >&2; exit 101"));
        let failed = x(&world, &[]).fails_with(&["could not be built"]);
        let last = failed.err.lines().last().unwrap();
        assert!(last.contains(cause), "{said}: {last}");
        assert_eq!(last.contains("network"), cause.contains("network"), "{last}");
    }
    // It is tried again.
    cargo(&world, "");
    is_built(x(&world, &[]));
}

#[test]
fn without_rust_one_command_is_printed() {
    let world = with_launcher();
    without_set_rustc(&world, "");
    world.program("rustc", "echo 'rustc 1.80.0 (x)'");
    let parts = ["1.95 or 1.96", "https://sh.rustup.rs", "1.95.0 --component rustfmt"];
    let said = x(&world, &["doctor"]).fails_with(&parts);
    assert!(!said.err.contains("C compiler"), "{}", said.err);
    // Set in config.toml, it is the setting that is wrong.
    world.write("repo/config.toml", &world.settings(""));
    x(&world, &["doctor"]).fails_with(&["`build.rustc` in config.toml is /", "1.95 or 1.96"]);
}

#[test]
fn rustup_brings_what_is_missing() {
    let world = with_launcher();
    let bring = away(&world, "rustc");
    let calls = world.path("calls").display().to_string();
    world.program("rustup", &format!("echo rustup $* >> {calls}\n{bring}"));
    without_set_rustc(&world, "set-up = false\n");
    let install = "rustup toolchain install 1.95.0 --profile minimal --component rustfmt";
    x(&world, &["doctor"]).fails_with(&["what is missing is had with", install]);
    without_set_rustc(&world, "");
    // The compiler is rustup's own, beside its toolchain's cargo.
    let toolchain = ".rustup/toolchains/1.95.0-x/bin";
    fs::create_dir_all(world.path(toolchain)).unwrap();
    fs::copy(world.path("bin/cargo"), world.path(toolchain).join("cargo")).unwrap();
    let bring = bring.replace("/bin/", &format!("/{toolchain}/"));
    world.program("rustup", &format!("echo rustup $* >> {calls}\n{bring}"));
    is_built(x(&world, &["doctor"]));
    assert_eq!(world.read("calls"), format!("{install}\ncargo build\n"));
}

#[test]
fn without_a_c_compiler_it_is_installed_as_root_on_debian() {
    let world = with_launcher();
    let bring = away(&world, "cc");
    let said = x(&world, &["run"]).fails_with(&["missing on this machine: a C compiler", "`cc`"]);
    assert!(!said.err.contains("apt-get"), "{}", said.err);

    debian(&world, false, "1.96.0", &bring);
    let printed = "\n  sudo apt-get install --no-install-recommends gcc libc6-dev\n";
    x(&world, &["run"]).fails_with(&[printed]);
    world.write("system/root", "");
    world.write("repo/config.toml", &world.settings("set-up = false # by hand\n"));
    x(&world, &["run"]).fails_with(&[&printed.replace("sudo ", "")]);
    assert!(!world.has("calls"));

    world.write("repo/config.toml", &world.settings(""));
    is_built(x(&world, &["run"]));
    let expected = "apt-get -o DPkg::Lock::Timeout=600 install --yes --quiet \
                    --no-install-recommends gcc libc6-dev\nnoninteractive\ncargo build\n";
    assert_eq!(world.read("calls"), expected);
}

#[test]
fn a_compiler_without_the_c_library_is_none() {
    let world = with_launcher();
    world.program("cc", "echo crt1.o");
    debian(&world, true, "1.96.0", "");
    // Nothing mends it here, so cargo says what is wrong.
    is_built(x(&world, &["run"]));
    assert!(world.read("calls").contains("gcc libc6-dev"));
}

#[test]
fn sudo_without_a_password_will_do() {
    let world = with_launcher();
    let bring = away(&world, "cc");
    debian(&world, false, "1.96.0", &bring);
    let calls = world.path("calls").display().to_string();
    world
        .program("sudo", &format!("shift; echo sudo $1 >> {calls}; test $1 = true || exec \"$@\""));
    is_built(x(&world, &["run"]));
    assert!(world.read("calls").contains("sudo env\napt-get"), "{}", world.read("calls"));
}

#[test]
fn rust_comes_from_debian_where_its_lists_have_it() {
    let world = with_launcher();
    let (rustc, cc) = (away(&world, "rustc"), away(&world, "cc"));
    let bring =
        format!("case \"$*\" in *rustc-web*) {rustc};; esac\ncase \"$*\" in *gcc*) {cc};; esac");
    without_set_rustc(&world, "");
    // Through the sysroot, as Debian's.
    let rustc = format!(
        "#!/bin/sh\ncase $1 in --print) echo {};; -vV) echo 'host: mini';; *) echo 'rustc 1.96.0';; esac",
        world.path("").display().to_string().trim_end_matches('/')
    );
    fs::write(world.path("away/rustc"), rustc).unwrap();
    debian(&world, true, "1.96.0+dfsg1-1~deb12u2", &bring);

    // What somebody installed does not have to go for it.
    world.write("simulated", "Inst rustc-web\nRemv rustc [1.63.0]\n");
    let said = x(&world, &["run"]).fails_with(&["https://sh.rustup.rs"]);
    assert!(!said.err.contains("installing rustc"), "{}", said.err);
    fs::remove_file(world.path("bin/cc")).unwrap();
    fs::remove_file(world.path("calls")).unwrap();

    world.write("simulated", "Inst rustc-web\n");
    is_built(x(&world, &["run"]));
    let calls = world.read("calls");
    let packages = "gcc libc6-dev rustc-web cargo-web rustfmt-web\n";
    assert!(calls.contains(&format!("--no-install-recommends {packages}")), "{calls}");
    assert_eq!(calls.matches("apt-get").count(), 1, "{calls}");
}

#[test]
fn an_older_rust_of_debian_s_does_not_do() {
    let world = with_launcher();
    away(&world, "rustc");
    without_set_rustc(&world, "");
    debian(&world, true, "1.85.0+dfsg3-1", "");
    x(&world, &["run"]).fails_with(&["had with", "https://sh.rustup.rs"]);
    // The lists might have been old.
    let calls = world.read("calls");
    assert_eq!(calls, "apt-get -o DPkg::Lock::Timeout=600 update --quiet\nnoninteractive\n");
}

#[test]
fn an_installation_is_tried_again_with_new_lists() {
    let world = with_launcher();
    let bring = away(&world, "cc");
    let script = |then: &str| format!("case \"$*\" in *update*) touch updated;; *) {then};; esac");
    debian(&world, true, "1.96.0", &script(&format!("test -e updated || exit 100\n{bring}")));
    is_built(x(&world, &["run"]));
    for (said, cause) in [
        ("E: Could not get lock /var/lib/dpkg/lock", "another program is installing packages"),
        ("E: dpkg was interrupted", "dpkg --configure -a"),
        ("E: Unable to locate package gcc", "/etc/apt/sources.list"),
        ("E: 404  Not Found", "without a network"),
    ] {
        fs::remove_file(world.path("bin/cc")).ok();
        fs::remove_dir_all(world.path("repo/build")).unwrap();
        debian(&world, true, "1.96.0", &script(&format!("echo '{said}' >&2; exit 100")));
        let failed = x(&world, &["run"]).fails_with(&[said]);
        assert!(failed.err.lines().last().unwrap().contains(cause), "{}", failed.err);
        fs::create_dir_all(world.path("repo/build")).unwrap();
    }
}

#[test]
fn settings_for_other_builds_have_no_effect() {
    let world = with_launcher();
    let names = [
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "CARGO_BUILD_RUSTC_WRAPPER",
        "CARGO_BUILD_RUSTFLAGS",
        "CARGO_BUILD_TARGET",
        "CARGO_TARGET_DIR",
        "CARGO_TARGET_MINI_RUSTFLAGS",
        "RUSTUP_TOOLCHAIN",
    ];
    let values: String = names.iter().map(|name| format!(" {name}=${{{name}-none}}")).collect();
    cargo(&world, &format!("echo{values} >> {}", world.path("calls").display()));
    let mut command = command(&world, &["run"]);
    is_built(command.envs(names.map(|name| (name, "-bad"))).output().unwrap().into());
    let calls = world.read("calls");
    assert!(!calls.contains("-bad"), "{calls}");
    // These three must be there, and empty, to win over cargo's configuration.
    for name in &names[1..4] {
        assert!(calls.contains(&format!("{name}= ")), "{calls}");
    }
}

#[test]
fn a_target_in_cargo_s_configuration_has_no_effect() {
    let world = with_launcher();
    // With a real cargo, of a crate without dependencies.
    fs::remove_file(world.path("bin/cargo")).unwrap();
    let real = |name: &str| {
        let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output().unwrap();
        let sysroot = String::from_utf8(sysroot.stdout).unwrap();
        Path::new(sysroot.trim()).join("bin").join(name)
    };
    let settings = format!("[build]\nrustc = '{}'\n", real("rustc").display());
    world.write("repo/config.toml", &settings);
    let manifest = "[package]\nname = 'fork'\nedition = '2024'\n[workspace]\n";
    world.write("repo/src/tools/fork/Cargo.toml", manifest);
    let lock = "version = 4\n[[package]]\nname = \"fork\"\nversion = \"0.0.0\"\n";
    world.write("repo/src/tools/fork/Cargo.lock", lock);
    world.write("repo/src/tools/fork/src/main.rs", "fn main() { std::process::exit(3) }\n");
    let configuration = "[build]\ntarget = 'wasm32-unknown-unknown'\nrustc-wrapper = '/none'\n\
                         rustflags = ['--none']\n[target.'cfg(all())']\nrustflags = ['--none']\n";
    world.write(".cargo/config.toml", configuration);
    fs::remove_file(world.path("bin/cc")).unwrap();
    let path = std::env::var("PATH").unwrap();
    is_built(command(&world, &["run"]).env("PATH", path).output().unwrap().into());
}

#[test]
fn config_toml_as_people_write_it() {
    let world = with_launcher();
    // The relative path is one from config.toml's folder, wherever the command is typed.
    for settings in [
        "[build] # of the base\n  rustc = \"../bin/rustc\" # here\n",
        "build.rustc = '../bin/rustc'\n",
        "\u{feff}[build]\nrustc = '../bin/rustc'\n",
    ] {
        world.write("repo/config.toml", settings);
        let _ = fs::remove_dir_all(world.path("repo/build"));
        is_built(command(&world, &["run"]).current_dir("/").output().unwrap().into());
    }
    // The program says what is wrong with it.
    fs::write(world.path("repo/config.toml"), b"[build]\nrustc = '../bin/rustc'\n# \xff\n")
        .unwrap();
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    is_built(x(&world, &["run"]));
}

/// Makes the world nobody's where the tests run as root, who may do everything, and the
/// command nobody's too.
fn as_nobody(world: &World, command: &mut Command) {
    if rustix::process::geteuid().is_root() {
        let owned = Command::new("chown").arg("-R").arg("65534:65534").arg(world.path("")).status();
        assert!(owned.unwrap().success());
        command.uid(65534).gid(65534);
    }
    fs::set_permissions(world.path(""), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_home_that_cannot_be_written_and_a_full_temporary_folder() {
    let world = with_launcher();
    let mut command = command(&world, &["run"]);
    // Nothing can be written into /proc, and it has no room.
    command.env("HOME", "/proc").env("TMPDIR", "/proc");
    as_nobody(&world, &mut command);
    let said = is_built(command.output().unwrap().into());
    let build = world.path("repo/build");
    let expected = format!("{0}/cargo-home {0}/tmp\n", build.display());
    assert!(said.out.ends_with(&expected), "{}", said.out);
    assert!(build.join("tmp").is_dir());
}

#[test]
fn a_build_folder_of_somebody_else() {
    let world = with_launcher();
    is_built(x(&world, &["run"]));
    let mut command = command(&world, &["run"]);
    as_nobody(&world, &mut command);
    let folder = world.path("repo/build/fork");
    let me = if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(&folder, Some(0), None).unwrap();
        "root".to_owned()
    } else {
        std::env::var("USER").unwrap_or_default()
    };
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let said: Said = command.output().unwrap().into();
    let whose = format!("{} belongs to {me}", folder.display());
    said.fails_with(&[&whose, "cannot be written", "chown -R NAME"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn cargo_was_denied_a_file_of_somebody_else_s() {
    let world = with_launcher();
    let mut command = command(&world, &["run"]);
    let denied =
        "error: failed to open: /etc/passwd\\n\\nCaused by:\\n  Permission denied (os error 13)";
    world.program("cargo", &format!("printf '{denied}\\n' >&2; exit 101"));
    as_nobody(&world, &mut command);
    let said: Said = command.output().unwrap().into();
    said.fails_with(&["could not be built; /etc/passwd belongs to root"]);
}

//! Packages that are missing, with stand-ins for apt, dpkg and sudo.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::world::{Said, World};

const NO_SUCH: &str = "echo 'E: Unable to locate package llvm-22-dev' >&2; exit 100";
const NO_LOCK: &str = "echo 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by \
                       process 77 (unattended-upgr)' >&2; exit 100";

/// A Debian on which we are root, without LLVM and zstd. Its apt does what `script` says with its
/// arguments in `$*`; `bring` installs.
fn machine(script: &str) -> World {
    let world = World::new();
    world.write("system/etc/debian_version", "12\n");
    world.write("system/etc/os-release", "ID=debian\nVERSION_CODENAME=bookworm\n");
    world.write("system/root", "");
    fs::remove_file(world.path("system/usr/include/zstd.h")).unwrap();
    fs::rename(world.path("bin/llvm-config"), world.path("llvm-config")).unwrap();
    apt(&world, script);
    world.program("dpkg", "true");
    world.program("apt-cache", "exit 1");
    world.program("sudo", "exit 1");
    world
}

fn apt(world: &World, script: &str) {
    let folder = world.path("");
    let folder = folder.display();
    world.program(
        "apt-get",
        &format!(
            "cd {folder}; echo \"apt-get $*\" >> calls\n\
             bring() {{ touch system/usr/include/zstd.h; cp llvm-config bin/llvm-config-22; }}\n\
             {script}"
        ),
    );
}

/// What apt and dpkg were called with, without the options that are always the same.
fn calls(world: &World) -> Vec<String> {
    let text = world.read("calls");
    let options = "-o DPkg::Lock::Timeout=600 -o DPkg::Options::=--force-confdef \
                   -o DPkg::Options::=--force-confold ";
    let install = "--yes --quiet --no-install-recommends --no-remove ";
    text.lines().map(|line| line.replace(options, "").replace(install, "")).collect()
}

const INSTALL: &str =
    "apt-get install llvm-22-dev llvm-22-tools lld-22 libclang-rt-22-dev libzstd-dev";
const AGAIN: &str = "apt-get install --fix-broken llvm-22-dev llvm-22-tools lld-22 \
                     libclang-rt-22-dev libzstd-dev";
const UPDATE: &str = "apt-get update --quiet";

#[test]
fn what_is_missing_is_printed_where_it_cannot_be_installed() {
    for debian in [false, true] {
        let world = machine("exit 1");
        fs::remove_file(world.path("system/root")).unwrap();
        if !debian {
            fs::remove_file(world.path("system/etc/debian_version")).unwrap();
        }
        let said = world.x(&["build"]).fails_with(&["missing on this machine: LLVM 22", "zstd"]);
        let packages = "llvm-22-dev llvm-22-tools lld-22 libclang-rt-22-dev libzstd-dev";
        let command = format!("sudo apt-get install --no-install-recommends {packages}");
        assert!(said.err.contains(&command), "{}", said.err);
        assert_eq!(said.err.contains("with the packages of your system"), !debian);
        assert!(!world.has("repo/build/rust") && !world.has("calls"));
    }
}

#[test]
fn as_root_on_debian_it_is_installed() {
    let world = machine("bring");
    let said = world.x(&["build"]).ok();
    assert!(said.err.contains("installing llvm-22-dev"), "{}", said.err);
    assert_eq!(calls(&world), [INSTALL]);
    assert!(world.read("calls").contains("DPkg::Lock::Timeout=600"));
    assert!(!world.has("repo/build/installing"));
}

#[test]
fn sudo_gets_the_variables_too() {
    let world = machine("bring; echo $DEBIAN_FRONTEND $LC_ALL >> calls");
    fs::remove_file(world.path("system/root")).unwrap();
    let log = world.path("calls").display().to_string();
    // As sudo does, it hands no variables on.
    world.program(
        "sudo",
        &format!("echo \"sudo $1 $2\" >> {log}; shift; exec env -i PATH=$PATH \"$@\""),
    );
    world.x(&["build"]).ok();
    let expected = ["sudo -n true", "sudo -n env", INSTALL, "noninteractive C"];
    assert_eq!(calls(&world), expected);
}

#[test]
fn without_leave_nothing_is_installed() {
    let world = machine("bring");
    world.write("repo/config.toml", &world.settings("set-up = false\n"));
    world.x(&["build"]).fails_with(&["what is missing is had with"]);
    assert!(!world.has("calls"));
}

#[test]
fn llvm_of_another_version_does_not_count() {
    let world = machine("bring");
    let old = format!(
        "case $1 in --version) echo 14.0.6;; *) echo {}/x;; esac",
        world.path("").display()
    );
    world.program("llvm-config", &old);
    let doctor = world.x(&["doctor"]);
    let is = format!("{} is of LLVM 14.0.6", world.path("bin/llvm-config").display());
    assert!(doctor.out.contains(&format!("MISSING  LLVM 22\n         {is}\n")), "{}", doctor.out);
    assert!(!doctor.out.contains("ok       LLVM"), "{}", doctor.out);
    let said = world.x(&["build"]).ok();
    assert!(said.err.contains(&format!("LLVM 22 ({is})")), "{}", said.err);
    assert_eq!(calls(&world), [INSTALL]);
    let written = fs::read_to_string(world.tree("bootstrap.toml")).unwrap();
    assert!(written.contains("bin/llvm-config-22\""), "{written}");
    assert!(world.x(&["doctor"]).ok().out.contains("ok       LLVM 22"));
}

#[test]
fn a_setting_that_names_no_llvm_is_said_before_anything_is_installed() {
    let world = machine("bring");
    for (script, expected) in [
        ("echo 14.0.6", "it is of LLVM 14.0.6, the base wants 22"),
        ("echo usage", "it does not say its version"),
        ("", "there is no such file"),
    ] {
        let setting = "[target.mini-triple]\nllvm-config = '../bin/mine'\n";
        world.write("repo/config.toml", &world.settings(setting));
        world.program("mine", script);
        if script.is_empty() {
            fs::remove_file(world.path("bin/mine")).unwrap();
        }
        let parts = ["`target.mini-triple.llvm-config` in config.toml is", expected];
        world.x(&["build"]).fails_with(&parts);
        let doctor = world.x(&["doctor"]);
        assert!(doctor.out.contains("MISSING  the LLVM of config.toml"), "{}", doctor.out);
    }
    assert!(!world.has("calls"));
}

#[test]
fn a_package_that_the_mirror_has_replaced_is_found_in_fresh_lists() {
    let world = machine(
        "case \"$*\" in *update*) touch fresh;; *) test -f fresh && bring && exit\n\
         echo 'E: Failed to fetch http://x/llvm.deb  404  Not Found [IP: 1.2.3.4 80]' >&2; exit 100;; esac",
    );
    world.x(&["build"]).ok();
    assert_eq!(calls(&world), [INSTALL, UPDATE, AGAIN]);
}

#[test]
fn the_message_is_by_cause() {
    let network = "echo \"W: Failed to fetch http://x  Temporary failure resolving 'x'\"; ";
    for (script, update, parts) in [
        (NO_LOCK, "", ["another program is installing packages", "process 77"]),
        (NO_SUCH, network, ["connect to the network", "Temporary failure resolving"]),
        (
            "echo 'E: dpkg returned an error code (1)'; exit 100",
            "",
            ["not in order", "dpkg --configure -a"],
        ),
        ("echo 'x.deb  404  Not Found'; exit 100", "", ["the mirror does not have", "404"]),
        ("echo 'No space left on device' >&2; exit 100", "", ["the disk is full", "make room"]),
        ("exit 100", "", ["`env DEBIAN_FRONTEND=noninteractive", "last lines say why"]),
    ] {
        let world = machine(&format!("case \"$*\" in *update*) {update}true;; *) {script};; esac"));
        world.x(&["build"]).fails_with(&parts);
        // Waiting was apt's own affair; with fresh lists it would only wait again.
        assert_eq!(calls(&world).len(), if script == NO_LOCK { 1 } else { 3 }, "{script}");
        assert!(!world.has("repo/build/rust"));
    }
}

#[test]
fn the_line_of_a_missing_suite_is_that_of_this_debian() {
    let script = format!("case \"$*\" in *update*) true;; *) {NO_SUCH};; esac");
    for (name, policy, lines) in [
        ("bookworm", "n=bookworm,", &["debian-security bookworm-security main"][..]),
        (
            "trixie",
            "n=trixie,",
            &["deb http://deb.debian.org/debian-security trixie-security main"],
        ),
        ("trixie", "", &["deb http://deb.debian.org/debian trixie main", "trixie-security"]),
        ("bookworm", "n=bookworm, n=bookworm-security,", &[]),
        ("forky", "n=sid,", &[]),
    ] {
        let world = machine(&script);
        world.write("system/etc/os-release", &format!("ID=debian\nVERSION_CODENAME={name}\n"));
        world.program("apt-cache", &format!("echo 'release v=1,o=Debian,{policy}l=Debian'"));
        let said = world.x(&["build"]).fails_with(&["Unable to locate package llvm-22-dev"]);
        for line in lines {
            assert!(said.err.contains(line), "{}", said.err);
        }
        assert_eq!(said.err.contains("deb http"), !lines.is_empty(), "{}", said.err);
    }
}

#[test]
fn whoever_brings_the_lists_up_to_date_is_waited_for() {
    let world = machine(&format!(
        "case \"$*\" in *update*) test -f once || {{ touch once; {NO_LOCK}; }}; touch fresh;;\n\
         *) test -f fresh && bring && exit; {NO_SUCH};; esac"
    ));
    let said = world.x(&["build"]).ok();
    assert!(said.err.contains("another program installs packages; waiting"), "{}", said.err);
    assert_eq!(calls(&world), [INSTALL, UPDATE, UPDATE, AGAIN]);
}

/// A dpkg that says of packages that they are in a mess, until they are configured.
fn with_mess(world: &World) {
    let folder = world.path("");
    world.program("dpkg", &format!(
        "cd {}; case \"$*\" in --audit) test -f mess && echo 'llvm-22-dev is half configured'; exit 0;;\n\
         *) echo \"dpkg $*\" >> calls; rm mess;; esac", folder.display()
    ));
    world.write("mess", "");
}

const CONFIGURE: &str = "dpkg --force-confdef --force-confold --configure -a";

#[test]
fn what_dpkg_was_interrupted_in_is_ended_first() {
    let world = machine("bring");
    with_mess(&world);
    let said = world.x(&["build"]).ok();
    assert!(said.err.contains("llvm-22-dev is half configured"), "{}", said.err);
    let calls = calls(&world);
    assert_eq!((&*calls[0], &*calls[2], calls.len()), (CONFIGURE, INSTALL, 3));
    assert!(calls[1].contains("install --fix-broken"), "{calls:?}");
    // Where it cannot be ended, dpkg's own words are the reason.
    let world = machine("bring");
    world.program("dpkg", "echo 'zlib1g is in a mess'");
    world.x(&["build"]).fails_with(&["could not be ended", "zlib1g is in a mess"]);
}

#[test]
fn a_status_that_dpkg_has_not_written_counts_as_a_mess() {
    let world = machine("bring");
    world.write("system/var/lib/dpkg/updates/0001", "");
    let entry = world.path("system/var/lib/dpkg/updates/0001").display().to_string();
    let log = world.path("calls").display().to_string();
    world.program(
        "dpkg",
        &format!("test $1 = --audit || {{ echo dpkg $* >> {log}; rm -f {entry}; }}"),
    );
    world.x(&["build"]).ok();
    assert_eq!(calls(&world)[0], CONFIGURE);
}

#[test]
fn killed_while_packages_are_installed() {
    // Everything is there already when x.py is killed, but half configured.
    let world = machine(
        "test -f mess && exit 100; bring; test -f killed && exit; touch killed mess; kill -9 $PPID",
    );
    with_mess(&world);
    fs::remove_file(world.path("mess")).unwrap();
    let output = world.command(&["build"]).output().unwrap();
    assert!(!output.status.success());
    assert!(world.has("mess"));
    fs::remove_file(world.path("calls")).unwrap();
    world.x(&["build"]).ok();
    let calls = calls(&world);
    assert_eq!((&*calls[0], calls.last().map(String::as_str)), (CONFIGURE, Some(INSTALL)));
    assert!(!world.has("repo/build/installing"));
    // After that nothing is left to do.
    fs::remove_file(world.path("calls")).unwrap();
    world.x(&["build"]).ok();
    assert!(!world.has("calls"));
}

#[test]
fn an_interrupt_reaches_no_apt() {
    for signal in ["INT", "TERM"] {
        let world = machine("touch begun; sleep 1; bring; touch ended");
        let mut command = world.command(&["build"]);
        command.process_group(0).stdout(Stdio::null()).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        while !world.has("begun") {
            std::thread::sleep(Duration::from_millis(10));
        }
        // As a terminal does: to the whole group.
        let group = format!("-{}", child.id());
        let kill = Command::new("kill").args(["-s", signal, "--", &group]).status().unwrap();
        assert!(kill.success());
        let said = Said::from(child.wait_with_output().unwrap());
        said.fails_with(&["interrupted", "brought to its end first"]);
        assert!(world.has("ended") && !world.has("repo/build/rust"));
        world.x(&["build"]).ok();
        assert_eq!(calls(&world), [INSTALL]);
    }
}

#[test]
fn what_no_package_mends_is_said_before_packages_are_installed() {
    let world = machine("bring");
    for (name, expected) in [("disk", "too little disk"), ("memory", "too little memory")] {
        let settings = world.settings("");
        let settings = settings.replace(&format!("{name} = 0"), &format!("{name} = 99999999"));
        world.write("repo/config.toml", &settings);
        world.x(&["build"]).fails_with(&[expected]);
    }
    // A container may have less than the machine.
    let settings = world.settings("").replace("memory = 0", "memory = 2");
    world.write("repo/config.toml", &settings);
    world.write("system/proc/self/cgroup", "0::/build\n");
    world.write("system/sys/fs/cgroup/build/memory.max", "536870912\n");
    world.write("system/sys/fs/cgroup/build/memory.swap.max", "0\n");
    world.x(&["build"]).fails_with(&["control group leaves this process 1 GB, 2 GB are needed"]);
    world.write("repo/config.toml", &world.settings(""));
    world.program("rustc", "echo 'rustc 1.80.0 (x)'");
    world.x(&["build"]).fails_with(&["rustc 1.80.0"]);
    assert!(!world.has("calls"));
}

#[test]
fn an_old_git_is_said_by_every_command() {
    let world = machine("bring");
    fs::remove_file(world.path("system/root")).unwrap();
    world.write("repo/examples/wc/Cargo.toml", "");
    world.program("git", "echo 'git version 2.30.2'");
    for command in ["prepare", "run", "test", "build"] {
        let parts = ["git 2.38 or newer (this is git version 2.30.2)", "apt-get install"];
        world.x(&[command]).fails_with(&parts);
    }
    let doctor = world.x(&["doctor"]);
    assert!(doctor.out.contains("MISSING  git 2.38 or newer\n"), "{}", doctor.out);
}

#[test]
fn rustfmt_comes_from_where_its_toolchain_comes_from() {
    let world = machine("bring");
    fs::remove_file(world.path("bin/rustfmt")).unwrap();
    // A build does without.
    world.x(&["build"]).ok();
    // Of a toolchain that is neither Debian's nor rustup's nobody knows.
    let advice = "a rustfmt beside ";
    for command in ["test", "fmt"] {
        world.x(&[command]).fails_with(&[
            "missing on this machine: rustfmt",
            advice,
            "build.rustfmt",
        ]);
    }
    assert!(world.x(&["doctor"]).out.contains(advice));
    // Debian's.
    world.program("dpkg", "test $1 = -S && echo rustc-web: $2");
    assert!(
        world.x(&["doctor"]).out.contains("apt-get install --no-install-recommends rustfmt-web")
    );
    fs::remove_file(world.path("calls")).unwrap();
    apt(&world, "echo '#!/bin/sh\ncat' > bin/rustfmt; chmod +x bin/rustfmt");
    world.x(&["fmt"]).ok();
    assert_eq!(calls(&world), ["apt-get install rustfmt-web"]);
    // rustup's.
    fs::remove_file(world.path("bin/rustfmt")).unwrap();
    let bin = world.path("home/toolchains/1.95.0-mini/bin");
    fs::create_dir_all(&bin).unwrap();
    for name in ["rustc", "cargo"] {
        fs::copy(world.path("bin").join(name), bin.join(name)).unwrap();
    }
    let rustfmt = bin.join("rustfmt").display().to_string();
    let log = world.path("calls").display().to_string();
    world.program(
        "rustup",
        &format!(
            "echo rustup $* >> {log}; printf '#!/bin/sh\\ncat\\n' > {rustfmt}; chmod +x {rustfmt}"
        ),
    );
    let settings =
        world.settings("").replace("/bin/rustc'", "/home/toolchains/1.95.0-mini/bin/rustc'");
    world.write("repo/config.toml", &settings);
    let expected = "rustup component add rustfmt --toolchain 1.95.0-mini";
    assert!(world.x(&["doctor"]).out.contains(expected));
    fs::remove_file(world.path("calls")).unwrap();
    world.x(&["fmt"]).ok();
    assert_eq!(calls(&world), [expected]);
}

#[test]
fn a_package_that_was_removed_meanwhile_is_installed_again() {
    let world = machine("bring");
    world.x(&["build"]).ok();
    fs::remove_file(world.path("bin/llvm-config-22")).unwrap();
    fs::remove_file(world.path("calls")).unwrap();
    world.x(&["build"]).ok();
    let expected = "apt-get install llvm-22-dev llvm-22-tools lld-22 libclang-rt-22-dev";
    assert_eq!(calls(&world), [expected]);
}

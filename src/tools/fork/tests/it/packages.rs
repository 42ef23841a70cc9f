//! Fetching the base and installing what is missing, with stand-ins for apt and git.

use std::fs;

use crate::world::World;

fn without_base() -> World {
    let world = World::new();
    let settings = world.settings("");
    let settings: String =
        settings.lines().filter(|l| !l.starts_with("path")).collect::<Vec<_>>().join("\n");
    world.write("repo/config.toml", &settings);
    world.write("system/etc/debian_version", "12\n");
    world.program("apt-get", "echo 'no network' >&2; exit 100");
    world.program("apt-cache", "echo ' rust-web-src | 1.96.0+dfsg1-1 | mirror'");
    world.program("sudo", "exit 1");
    world
}

#[test]
fn an_installed_package_is_found() {
    let world = without_base();
    world.make_base("usr-src/rustc-1.96.0", "1.96.0");
    world.make_base("usr-src/rustc-1.85.0", "1.85.0");
    let settings = world.read("repo/config.toml").replace("search = []", "search = ['../usr-src']");
    world.write("repo/config.toml", &settings);
    let said = world.x(&["prepare"]).ok();
    assert!(said.err.contains("usr-src/rustc-1.96.0"), "{}", said.err);
}

#[test]
fn a_package_is_downloaded_and_unpacked() {
    let world = without_base();
    let log = world.path("calls");
    world.program(
        "apt-get",
        &format!("echo apt-get $* >> {}; touch rust-web-src_1.96.0+dfsg1-1_all.deb", log.display()),
    );
    let copy = format!(
        "mkdir -p $3/usr/src && cp -r {} $3/usr/src/rustc-1.96.0",
        world.path("base").display()
    );
    world.program("dpkg-deb", &copy);
    world.x(&["prepare"]).ok();
    assert!(world.read("calls").contains("apt-get download --quiet rust-web-src=1.96.0+dfsg1-1"));
    world.is_in_step();
    // The package stays: a second time needs no network.
    fs::remove_dir_all(world.tree("")).unwrap();
    world.program("apt-get", "exit 1");
    world.x(&["prepare"]).ok();
}

#[test]
fn without_a_package_upstream_s_tag_is_cloned() {
    let world = without_base();
    world.make_base("upstream", "1.96.0");
    let upstream = world.path("upstream");
    for arguments in
        [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", "upstream"], &["tag", "1.96.0"]]
    {
        world.git_in(&upstream, arguments);
    }
    world.x(&["prepare"]).ok();
    assert_eq!(world.subjects()[0], "rustc 1.96.0, the pristine base");
    world.is_in_step();
}

#[test]
fn no_network() {
    let world = without_base();
    let parts = ["no base", "the Debian package", "no network", "a git clone", "base.path"];
    world.x(&["prepare"]).fails_with(&parts);
    assert!(!world.has("repo/build/rust"));
    let left = fs::read_dir(world.path("repo/build")).unwrap();
    assert!(
        left.map(|e| e.unwrap().file_name()).all(|name| !name.to_string_lossy().contains("tmp"))
    );
}

#[test]
fn a_broken_download_is_loaded_again() {
    let world = without_base();
    world.program("apt-get", "touch rust-web-src_1.96.0+dfsg1-1_all.deb");
    world.program("dpkg-deb", "echo 'not a package' >&2; exit 2");
    world.x(&["prepare"]).fails_with(&["not a package"]);
    assert_eq!(fs::read_dir(world.path("repo/build/download")).unwrap().count(), 0);
}

fn without_llvm() -> World {
    let world = World::new();
    world.program("apt-get", "echo 'apt must not be called' >&2; exit 1");
    world.program("sudo", "exit 1");
    fs::remove_file(world.path("bin/llvm-config")).unwrap();
    fs::remove_file(world.path("system/usr/include/zstd.h")).unwrap();
    world
}

#[test]
fn what_is_missing_is_printed_where_it_cannot_be_installed() {
    for debian in [false, true] {
        let world = without_llvm();
        if debian {
            world.write("system/etc/debian_version", "12\n");
        }
        let said = world.x(&["build"]).fails_with(&["missing on this machine: LLVM 22", "zstd"]);
        let packages = "llvm-22-dev llvm-22-tools lld-22 libclang-rt-22-dev libzstd-dev";
        let command = format!("sudo apt-get install --no-install-recommends {packages}");
        assert!(said.err.contains(&command), "{}", said.err);
        assert_eq!(said.err.contains("with the packages of your system"), !debian);
        assert!(!world.has("repo/build/rust"));
    }
}

#[test]
fn as_root_on_debian_it_is_installed() {
    let world = without_llvm();
    world.write("system/etc/debian_version", "12\n");
    world.write("system/root", "");
    world.program("apt-get", &format!(
        "echo apt-get $* >> {0}/calls; touch {0}/system/usr/include/zstd.h; cp {0}/llvm-config {0}/bin/",
        world.path("").display()
    ));
    let script = format!(
        "#!/bin/sh\ncase $1 in --version) echo 22.1.8;; *) echo {};; esac\n",
        world.path("llvm").display()
    );
    world.write("llvm-config", &script);
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(world.path("llvm-config"), fs::Permissions::from_mode(0o755)).unwrap();
    let said = world.x(&["build"]).ok();
    assert!(said.err.contains("installing llvm-22-dev"), "{}", said.err);
    let calls = world.read("calls");
    assert!(calls.starts_with("apt-get install --yes"), "{calls}");
    assert_eq!(calls.lines().count(), 1, "{calls}");
}

#[test]
fn an_installation_that_fails_is_no_success() {
    let world = without_llvm();
    world.write("system/etc/debian_version", "12\n");
    world.write("system/root", "");
    world.program("apt-get", "exit 100");
    world.x(&["build"]).fails_with(&["apt-get update"]);
    world.write("repo/config.toml", &world.settings("set-up = false\n"));
    world.x(&["build"]).fails_with(&["what is missing is had with"]);
}

#[test]
fn llvm_of_another_version() {
    let world = World::new();
    let script = format!(
        "case $1 in --version) echo 19.1.0;; *) echo {};; esac",
        world.path("llvm").display()
    );
    world.program("llvm-config", &script);
    world.x(&["build"]).fails_with(&["is LLVM 19.1.0, the base wants 22", "llvm-22-dev"]);
    let doctor = world.x(&["doctor"]);
    assert_eq!(doctor.code, Some(1));
    assert!(doctor.out.contains("MISSING  LLVM of the right version"), "{}", doctor.out);
    assert!(doctor.out.contains("1 thing is missing"), "{}", doctor.out);
}

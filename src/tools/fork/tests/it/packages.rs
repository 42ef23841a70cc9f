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
fn packages_of_another_machine_are_named() {
    let world = without_base();
    let settings = world.read("repo/config.toml").replace("disk =", "set-up = false\ndisk =");
    world.write("repo/config.toml", &settings);
    let said = world.x(&["test", "--target", "s390x-unknown-linux-gnu"]);
    said.fails_with(&[
        "missing on this machine: gcc for s390x-unknown-linux-gnu",
        "apt-get install --no-install-recommends gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user",
    ]);
    let said = world.x(&["test", "--target", "thumbv6m-none-eabi"]);
    said.fails_with(&["missing on this machine: QEMU for ARM", "qemu-system-arm"]);
}

#[test]
fn no_network() {
    let world = without_base();
    let parts = ["no base", "the package rust-web-src", "no network", "a clone of", "base.path"];
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

//! Packages that are downloaded and unpacked, and what a kill or the mirror does meanwhile.

use std::fs;

use crate::world::World;

const FILE: &str = "rust-web-src_1.96.0+dfsg1-1_all.deb";

/// A Debian without a base, whose package can be had. Its apt does what `script` says first.
fn machine(script: &str) -> World {
    let world = World::new();
    let settings = world.settings("");
    let settings: Vec<_> = settings.lines().filter(|line| !line.starts_with("path")).collect();
    world.write("repo/config.toml", &settings.join("\n"));
    world.write("system/etc/debian_version", "12\n");
    world.write("system/root", "");
    world.program("apt-cache", "echo ' rust-web-src | 1.96.0+dfsg1-1 | mirror'");
    apt(&world, script);
    dpkg_deb(&world, "");
    world.program("dpkg", "true");
    world
}

fn apt(world: &World, script: &str) {
    let log = world.path("calls").display().to_string();
    world.program("apt-get", &format!("echo \"$*\" >> {log}\n{script}\necho whole > {FILE}"));
}

/// A dpkg-deb that unpacks whole packages, after what `script` does.
fn dpkg_deb(world: &World, script: &str) {
    let base = world.path("base").display().to_string();
    world.program(
        "dpkg-deb",
        &format!(
            "{script}\ntest \"$(cat $2)\" = whole || {{ echo 'unexpected end of file' >&2; exit 2; }}\n\
             mkdir -p $3/usr/src && cp -r {base} $3/usr/src/rustc-1.96.0"
        ),
    );
}

/// `build/base` came from the package, and nothing else is left.
#[track_caller]
fn is_fetched(world: &World) {
    let said = world.x(&["prepare"]).ok();
    assert!(!said.err.contains("clon"), "{}", said.err);
    world.is_in_step();
    let names = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(world.path(folder)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert!(names("repo/build").iter().all(|name| !name.contains("tmp")));
    assert!(names("repo/build/download").iter().all(|name| name.ends_with(".deb")));
}

#[test]
fn a_download_that_is_killed_leaves_no_package() {
    let world = machine(&format!("echo part > {FILE}; kill -9 $PPID; exit"));
    assert_eq!(world.x(&["prepare"]).code, None);
    assert!(!world.has(&format!("repo/build/download/{FILE}")));
    apt(&world, "");
    is_fetched(&world);
}

#[test]
fn a_part_of_a_package_is_loaded_again_at_once() {
    let world = machine("");
    world.write(&format!("repo/build/download/{FILE}"), "part");
    is_fetched(&world);
    assert_eq!(world.read(&format!("repo/build/download/{FILE}")), "whole\n");
}

#[test]
fn a_broken_mirror_is_not_asked_for_ever() {
    let world = machine(&format!("echo part > {FILE}; exit 0"));
    let said = world.x(&["prepare"]).fails_with(&["unexpected end of file"]);
    assert_eq!(world.read("calls").lines().count(), 2, "{}", said.err);
    assert!(!world.has(&format!("repo/build/download/{FILE}")));
}

#[test]
fn a_package_that_the_mirror_has_replaced_is_found_in_fresh_lists() {
    let world = machine("");
    let fresh = world.path("fresh").display().to_string();
    let log = world.path("calls").display().to_string();
    world.program(
        "apt-get",
        &format!(
            "echo \"$*\" >> {log}; case \"$*\" in *update*) touch {fresh};; *dfsg1-1) echo '404  Not Found' >&2; \
             exit 100;; *) echo whole > rust-web-src_1.96.0+dfsg1-2_all.deb;; esac"
        ),
    );
    world.program(
        "apt-cache",
        &format!(
            "test -f {fresh} && echo ' rust-web-src | 1.96.0+dfsg1-2 | mirror' || \
             echo ' rust-web-src | 1.96.0+dfsg1-1 | mirror'"
        ),
    );
    is_fetched(&world);
    let calls = world.read("calls");
    assert!(calls.contains("update") && calls.ends_with("=1.96.0+dfsg1-2\n"), "{calls}");
}

#[test]
fn a_suite_that_is_missing_is_named() {
    let world = machine("exit 100");
    world.write("system/etc/os-release", "ID=debian\nVERSION_CODENAME=trixie\n");
    world.program("apt-cache", "test $1 = policy && echo 'release v=13,n=trixie,l=Debian'");
    let line = "deb http://deb.debian.org/debian-security trixie-security main";
    world.x(&["prepare"]).fails_with(&["apt knows no rust-web-src 1.96.0", line]);
}

#[test]
fn children_of_a_killed_dpkg_write_where_nobody_looks() {
    let world = machine("");
    // A child goes on for a while, after x.py and dpkg-deb are dead.
    dpkg_deb(
        &world,
        "(i=0; while [ $i -lt 40 ]; do mkdir -p $3/usr/src; echo x > $3/usr/src/$i; i=$((i+1)); sleep 0.05; done) \
         >/dev/null 2>&1 & kill -9 $PPID; exit 1",
    );
    assert_eq!(world.x(&["prepare"]).code, None);
    dpkg_deb(&world, "");
    let said = world.x(&["prepare"]).ok();
    assert!(!said.err.contains("clon"), "{}", said.err);
    world.is_in_step();
    assert!(!world.has("repo/build/rust/0"));
}

#[test]
fn a_base_that_is_removed_after_it_was_taken_is_not_missed() {
    let world = machine("exit 100");
    world.make_base("usr-src/rustc-1.96.0", "1.96.0");
    let settings = world.read("repo/config.toml").replace("search = []", "search = ['../usr-src']");
    world.write("repo/config.toml", &settings);
    world.x(&["prepare"]).ok();
    fs::remove_dir_all(world.path("usr-src")).unwrap();
    world.write("repo/tests/ui/inline-async/two.rs", "// two\n");
    world.x(&["build"]).ok();
    assert!(world.x(&["doctor"]).ok().out.contains("ok       base"));
    world.is_in_step();
}

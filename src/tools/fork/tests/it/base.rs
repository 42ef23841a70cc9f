//! Which base is taken, and that the whole series is held against it first.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::world::{Said, World, text};

const EDITED: &str = "compiler/rustc_a/src/lib.rs";

/// A repository with two patches and no `build`, on a machine without base, Debian or network.
fn without_base() -> World {
    let world = World::with_series();
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    set(&world, "path = ", "#path = ");
    world
}

/// Replaces something in `config.toml`.
fn set(world: &World, from: &str, to: &str) {
    let settings = world.read("repo/config.toml");
    assert!(settings.contains(from), "{settings}");
    world.write("repo/config.toml", &settings.replace(from, to));
}

/// What Debian has: upstream's with an edit, and the patch that made it.
fn make_debian(world: &World, base: &str) {
    let edited = text("a", 20).replace("a line 2\n", "a line 2\nDebian's\n");
    world.write(&format!("{base}/{EDITED}"), &edited);
    world.write(&format!("{base}/debian/patches/series"), "other.patch\nb/edit.patch\n");
    let patch = |path: &str, line: &str| {
        format!(
            "Forwarded: no\n--- a/{path}\n+++ b/{path}\n@@ -1,3 +1,4 @@\n {line} 1\n {line} 2\n\
             +Debian's\n {line} 3\n"
        )
    };
    let b = "compiler/rustc_c/src/lib.rs";
    world.write(&format!("{base}/{b}"), "");
    world.write(&format!("{base}/debian/patches/other.patch"), &patch(b, "b line"));
    world.write(&format!("{base}/debian/patches/b/edit.patch"), &patch(EDITED, "a line"));
}

/// A base that the series does not fit.
fn make_unfit(world: &World, base: &str) {
    world.make_base(base, "1.96.0");
    world.write(&format!("{base}/{EDITED}"), &text("other", 20));
}

/// Upstream's release of the folder `release` in a folder of its own, whose checksum the
/// repository names.
fn release(world: &World) {
    for path in ["vendor/x", "src/llvm-project/llvm/x", "src/llvm-project/libunwind/x"] {
        world.write(&format!("release/rustc-1.96.0-src/{path}"), "");
    }
    fs::create_dir_all(world.path("dist")).unwrap();
    let file = world.path("dist/rustc-1.96.0-src.tar.gz");
    let mut tar = Command::new("tar");
    tar.arg("-czf").arg(&file).arg("-C").arg(world.path("release")).arg("rustc-1.96.0-src");
    assert!(tar.status().unwrap().success());
    let said = Command::new("sha256sum").arg(&file).output().unwrap();
    let sum = String::from_utf8(said.stdout).unwrap();
    let sum = sum.split(' ').next().unwrap();
    let base = format!("version = \"1.96.0\"\nrelease-sha256 = \"{sum}\"\n");
    world.write("repo/src/patches/base.toml", &base);
    let folder = world.path("dist").display().to_string();
    set(world, "[base]\n", &format!("[base]\nreleases = 'file://{folder}'\n"));
}

/// Upstream's repository, with its tag.
fn upstream(world: &World) {
    world.make_base("upstream", "1.96.0");
    for arguments in
        [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", "upstream"], &["tag", "1.96.0"]]
    {
        world.git_in(&world.path("upstream"), arguments);
    }
}

#[track_caller]
fn is_prepared(world: &World, said: Said) -> String {
    let said = said.ok();
    let expected = text("a", 20).replace("a line 4\n", "first\na line 4\n");
    assert_eq!(world.read(&format!("repo/build/rust/{EDITED}")), expected);
    world.is_in_step();
    said.err
}

#[test]
fn a_distribution_s_edit_of_a_touched_file_is_taken_back() {
    let world = World::with_series();
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    make_debian(&world, "base");
    world.x(&["doctor"]).ok();
    is_prepared(&world, world.x(&["prepare"]));
    // What the series does not touch is the distribution's.
    assert!(world.tree("debian/patches/series").exists());
    // The base itself is as it was.
    assert!(world.read(&format!("base/{EDITED}")).contains("Debian's"));
}

#[test]
fn a_tree_with_a_distribution_s_edit_follows_a_series_that_is_made_for_upstream() {
    // Made for Debian's file, as the hunks' places say.
    let world = World::new();
    make_debian(&world, "base");
    world.x(&["prepare"]).ok();
    world.edit_and_commit(EDITED, 4, "first\n", "First topic");
    world.x(&["export"]).ok();
    let name = "repo/src/patches/0001-first-topic.patch";
    let of_debian = world.read(name);
    assert!(of_debian.contains("@@ -4,0 +5 @@"), "{of_debian}");

    let other = World::with_series();
    let of_upstream = other.read("repo/src/patches/0001-first-topic.patch");
    assert!(of_upstream.contains("@@ -3,0 +4 @@"), "{of_upstream}");
    world.write(name, &of_upstream);
    is_prepared(&world, world.x(&["prepare"]));
    let files = world.git(&["show", "--stat", "--format=", "HEAD~2", "--", EDITED]);
    assert!(files.contains("20 +"), "{files}");
}

#[test]
fn a_wrong_base_is_refused_by_doctor_and_prepare_alike() {
    let world = World::with_series();
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    make_unfit(&world, "base");
    let said = world.x(&["prepare"]).fails_with(&["base.path", "0001-first-topic.patch", EDITED]);
    let doctor = world.x(&["doctor"]);
    assert_eq!(doctor.code, Some(1), "{}", doctor.out);
    for part in ["MISSING  base: rustc 1.96.0", "0001-first-topic.patch", EDITED] {
        assert!(doctor.out.contains(part), "{}", doctor.out);
    }
    assert!(!world.has("repo/build/rust"), "{}", said.err);
}

#[test]
fn an_installed_package_that_does_not_fit_is_passed_over() {
    let world = without_base();
    make_unfit(&world, "one/rustc-1.96.0");
    world.make_base("two/rustc-1.96.0", "1.96.0");
    set(&world, "search = []", "search = ['../one', '../two']");
    let doctor = world.x(&["doctor"]).ok();
    assert!(doctor.out.contains("two/rustc-1.96.0, an installed package; not "), "{}", doctor.out);
    let said = is_prepared(&world, world.x(&["prepare"]));
    let line = said.lines().find(|line| line.contains("not ")).unwrap();
    assert!(line.contains("one/rustc-1.96.0: src/patches/0001"), "{said}");
    assert!(line.contains(EDITED) && said.contains("two/rustc-1.96.0, an installed"), "{said}");
}

#[test]
fn upstream_s_release_is_loaded_and_its_checksum_held_against_it() {
    let world = without_base();
    world.make_base("release/rustc-1.96.0-src", "1.96.0");
    release(&world);
    let said = is_prepared(&world, world.x(&["prepare"]));
    assert!(said.contains("not the package rust-web-src: this is no Debian"), "{said}");
    assert!(said.contains("upstream's release rustc-1.96.0-src.tar.gz\n"), "{said}");
    for (path, is_there) in
        [("vendor", false), ("src/llvm-project/llvm", false), ("src/llvm-project/libunwind", true)]
    {
        assert_eq!(world.tree(path).exists(), is_there, "{path}");
    }

    // Another file of that name.
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    fs::write(world.path("dist/rustc-1.96.0-src.tar.gz"), "").unwrap();
    let said = world.x(&["prepare"]).fails_with(&["SHA-256 is e3b0c442", "was released"]);
    assert!(said.err.contains("a clone of"), "{}", said.err);
    // And without a checksum there is no release.
    world.write("repo/src/patches/base.toml", "version = \"1.96.0\"\n");
    world.x(&["prepare"]).fails_with(&["release-sha256"]);
}

#[test]
fn what_was_fetched_and_does_not_fit_is_not_kept() {
    let world = without_base();
    make_unfit(&world, "release/rustc-1.96.0-src");
    release(&world);
    // Kept by an earlier version of this program.
    make_unfit(&world, "repo/build/base/rustc-1.96.0");
    upstream(&world);
    let said = is_prepared(&world, world.x(&["prepare"]));
    let lines: Vec<_> = said.lines().filter(|line| line.contains("not ")).collect();
    assert!(lines[0].contains("build/base/rustc-1.96.0: src/patches/0001"), "{said}");
    assert!(lines[1].contains("the package"), "{said}");
    assert!(lines[2].contains("upstream's release") && lines[2].contains(EDITED), "{said}");
    assert_eq!(lines.len(), 3, "{said}");
    let left = |path: &str| fs::read_dir(world.path(path)).map_or(0, |entries| entries.count());
    assert_eq!((left("repo/build/base"), left("repo/build/download")), (0, 0));
}

#[test]
fn a_clone_is_byte_for_byte_upstream_s_whatever_git_is_set_to() {
    let world = without_base();
    upstream(&world);
    world.write("home/hooks/post-checkout", "#!/bin/sh\nexit 1\n");
    Command::new("chmod").arg("+x").arg(world.path("home/hooks/post-checkout")).status().unwrap();
    let hooks = world.path("home/hooks").display().to_string();
    let settings =
        format!("[core]\nautocrlf = true\nhooksPath = {hooks}\n[commit]\ngpgSign = true\n");
    world.write("home/.gitconfig", &settings);
    let mut command = world.command(&["prepare"]);
    let said = command.env("GIT_CONFIG_GLOBAL", world.path("home/.gitconfig")).output().unwrap();
    is_prepared(&world, said.into());
}

#[test]
fn a_checkout_without_its_submodules_is_told_so() {
    let world = World::new();
    world.write("base/.gitmodules", "");
    world.x(&["prepare"]).fails_with(&["submodule update --init", "library/backtrace"]);
    world.write("base/library/backtrace/Cargo.toml", "");
    for path in ["src/llvm-project/llvm/x", "src/gcc/x", "src/llvm-project/libunwind/x"] {
        world.write(&format!("base/{path}"), "");
    }
    world.x(&["prepare"]).ok();
    assert!(!world.tree("src/llvm-project/llvm").exists() && !world.tree("src/gcc/x").exists());
    assert!(world.tree("src/llvm-project/libunwind/x").exists());
}

/// The ids of upstream's files that the real series touches, by path.
fn upstream_s_blobs(repository: &fork::series::repository::Repository) -> Vec<(String, String)> {
    let name = format!("upstream-{}.blobs", repository.version);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../patches").join(&name);
    let text = fs::read_to_string(path).unwrap_or_else(|error| {
        panic!("src/patches/{name}: {error}; its first lines say how it is made")
    });
    let facts = text.lines().filter(|line| !line.starts_with('#'));
    let facts = facts.map(|line| line.split_once(' ').unwrap());
    facts.map(|(blob, path)| (path.to_owned(), blob.to_owned())).collect()
}

#[test]
fn the_series_is_made_for_upstream_s_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let layout = fork::project::layout::Layout::new(root);
    let repository = fork::series::repository::Repository::read(&layout).unwrap();
    let made_for = fork::series::apply::made_for(&repository);
    let made_for = made_for.into_iter().map(|(path, is)| (path.to_owned(), is.blob.clone()));
    assert_eq!(made_for.collect::<Vec<_>>(), upstream_s_blobs(&repository));
}

#[test]
fn an_llvm_that_bootstrap_downloads_needs_no_packages() {
    let world = World::new();
    fs::remove_file(world.path("bin/llvm-config")).unwrap();
    world.x(&["build"]).fails_with(&["LLVM 22"]);
    world.write("repo/config.toml", &world.settings("[llvm]\ndownload-ci-llvm = true\n"));
    world.x(&["build"]).ok();
    let written = world.read("repo/build/rust/bootstrap.toml");
    assert!(written.contains("download-ci-llvm = true"), "{written}");
    assert!(!written.contains("llvm-config"), "{written}");
    let doctor = world.x(&["doctor"]);
    assert!(!doctor.out.contains("LLVM"), "{}", doctor.out);
}

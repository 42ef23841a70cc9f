//! Each says what to do, ends with an exit code other than 0, and loses nothing.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use crate::world::{World, text};

#[test]
fn a_base_of_another_version() {
    let world = World::new();
    world.write("base/src/version", "1.95.0\n");
    let said = world.x(&["prepare"]);
    said.fails_with(&["is rustc 1.95.0", "made for 1.96.0", "base.path"]);
    assert!(!world.has("repo/build/rust"));
}

#[test]
fn a_base_that_is_none() {
    let world = World::new();
    fs::remove_dir_all(world.path("base/compiler")).unwrap();
    world.x(&["prepare"]).fails_with(&["no rustc source tree", "base.path"]);
}

#[test]
fn a_base_file_that_differs() {
    let world = World::with_series();
    // A patch that replaces lines, so that a hunk can be told from another.
    let a = world.tree("compiler/rustc_a/src/lib.rs");
    let edited = fs::read_to_string(&a).unwrap().replace("a line 9\n", "ours\n");
    fs::write(&a, edited).unwrap();
    world.git(&["commit", "-qam", "fixup! First topic"]);
    world.x(&["export"]).ok();
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    let name = "src/patches/0001-first-topic.patch";
    let path = "compiler/rustc_a/src/lib.rs";

    world
        .write("base/compiler/rustc_a/src/lib.rs", &text("a", 20).replace("line 9\n", "line IX\n"));
    let said = world.x(&["prepare"]);
    said.fails_with(&[name, path, "hunk `@@ -9 +10 @@`", "rebase --onto"]);
    world.write("base/compiler/rustc_a/src/lib.rs", &text("a", 21));
    world.x(&["prepare"]).fails_with(&[name, path, "first hunk `@@ -3,0 +4 @@`", "others differ"]);
    fs::remove_file(world.path("base/compiler/rustc_a/src/lib.rs")).unwrap();
    world.x(&["prepare"]).fails_with(&[name, path, "the base has no such file"]);
    assert!(!world.has("repo/build/rust"));
}

#[test]
fn patches_that_do_not_fit_each_other() {
    let world = World::with_series();
    world.edit_and_commit("compiler/rustc_a/src/lib.rs", 12, "third\n", "Third");
    world.x(&["export"]).ok();
    let head = world.git(&["rev-parse", "HEAD"]);
    fs::remove_file(world.path("repo/src/patches/0001-first-topic.patch")).unwrap();
    world.x(&["prepare"]).fails_with(&["0003-third.patch", "compiler/rustc_a/src/lib.rs"]);
    world.write("repo/src/patches/notes.patch", "");
    world.x(&["prepare"]).fails_with(&["NNNN-topic.patch"]);
    assert_eq!(world.git(&["rev-parse", "HEAD"]), head);
}

#[test]
fn a_patch_edited_by_hand() {
    let world = World::with_series();
    let name = "repo/src/patches/0001-first-topic.patch";
    world.write(name, &world.read(name).replace("+first", "+worst"));
    world.x(&["prepare"]).fails_with(&["0001-first-topic.patch", "edited by hand"]);
}

#[test]
fn a_new_file_where_the_base_has_one() {
    let world = World::with_series();
    world.write("repo/library/core/src/lib.rs", "// ours\n");
    world.x(&["prepare"]).fails_with(&["library/core/src/lib.rs is a file of the base"]);
}

#[test]
fn settings_that_are_none() {
    let world = World::new();
    world.write("repo/config.toml", "[fork]\nsetup = false\n");
    world.x(&["prepare"]).fails_with(&["config.toml", "setup"]);
}

#[test]
fn too_little_room() {
    let world = World::new();
    let settings = world.settings("");
    world.write("repo/config.toml", &settings.replace("disk = 0", "disk = 99999999"));
    world.x(&["prepare"]).fails_with(&["too little disk", "99999999 GB are needed"]);
    world.write("repo/config.toml", &settings.replace("memory = 0", "memory = 99999999"));
    world.x(&["build"]).fails_with(&["too little memory", "99999999 GB are needed"]);
    assert!(!world.has("repo/build/rust"));
    let doctor = world.x(&["doctor"]);
    assert!(doctor.out.contains("MISSING  memory"), "{}", doctor.out);
}

#[test]
fn two_at_once() {
    let world = World::with_series();
    world.write(
        "repo/build/rust/x.py",
        "import sys\nprint('holding', flush=True)\nsys.stdin.read()\n",
    );
    let mut first = world
        .command(&["check", "a b"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut holding = [0; 7];
    first.stdout.as_mut().unwrap().read_exact(&mut holding).unwrap();
    let process = format!("process {}: x.py check a b", first.id());
    world.x(&["prepare"]).fails_with(&["another x.py is at work", &process]);
    // The lock is gone with the process, however it ends.
    first.kill().unwrap();
    first.wait().unwrap();
    world.x(&["prepare"]).ok();
}

#[test]
fn a_stage0_of_another_version() {
    let world = World::new();
    world.program("rustc", "echo 'rustc 1.80.0 (x)'");
    world.x(&["build"]).fails_with(&["build.rustc", "rustc 1.80.0", "1.95 or 1.96"]);
    let settings = world.settings("").replace("[build]\n", "[build]\n#");
    world.write("repo/config.toml", &settings);
    let mut command = world.command(&["build"]);
    let said = command.env("RUSTUP_HOME", world.path("nowhere")).output().unwrap();
    crate::world::Said::from(said).fails_with(&["rustup toolchain install 1.95.0"]);
}

#[test]
fn an_unknown_command() {
    World::new().x(&["bulid"]).fails_with(&["no command `bulid`", "--help"]);
}

use std::fs;

use crate::world::{World, text};

/// A second base, in which the first differs by what `edit` does.
fn other_base(world: &World, version: &str) {
    world.make_base("other", version);
    world.write("other/compiler/rustc_c/src/lib.rs", &text("c", 5));
}

#[test]
fn onto_a_base_whose_lines_moved() {
    let world = World::with_series();
    other_base(&world, "1.97.0");
    let moved = format!("new first line\n{}", text("a", 20));
    world.write("other/compiler/rustc_a/src/lib.rs", &moved);
    world.x(&["rebase", "--onto", "other"]).ok();
    assert!(world.read("repo/src/patches/base.toml").contains("version = \"1.97.0\""));
    let patch = world.read("repo/src/patches/0001-first-topic.patch");
    assert!(patch.contains("@@ -4,0 +5 @@\n+first\n"), "{patch}");
    assert!(world.has("repo/build/rust/compiler/rustc_c/src/lib.rs"));
    assert_eq!(world.subjects()[0], "rustc 1.97.0, the pristine base");
    world.is_in_step();
    // The series fits the other base from nothing, and the former one no more.
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    world.x(&["prepare"]).fails_with(&["is rustc 1.96.0", "made for 1.97.0"]);
    world.write("repo/config.toml", &world.settings("").replace("/base'", "/other'"));
    world.x(&["prepare"]).ok();
    world.is_in_step();
}

#[test]
fn a_patch_that_upstream_took_goes() {
    let world = World::with_series();
    other_base(&world, "1.96.0");
    let taken = text("b", 20).replace("b line 6\n", "second\nb line 6\n");
    world.write("other/compiler/rustc_b/src/lib.rs", &taken);
    world.x(&["rebase", "--onto", "other"]).ok();
    assert_eq!(world.patches(), ["0001-first-topic.patch"]);
    world.is_in_step();
}

fn in_conflict() -> World {
    let world = World::with_series();
    other_base(&world, "1.96.0");
    let conflicting = text("b", 20).replace("b line 5\nb line 6\n", "upstream went another way\n");
    world.write("other/compiler/rustc_b/src/lib.rs", &conflicting);
    let parts = ["Second topic", "compiler/rustc_b/src/lib.rs", "--continue", "--abort"];
    world.x(&["rebase", "--onto", "other"]).fails_with(&parts);
    world
}

#[test]
fn conflicts_are_resolved_in_the_tree() {
    let world = in_conflict();
    for command in [&["prepare"][..], &["export"], &["rebase", "--onto", "other"]] {
        world.x(command).fails_with(&["a rebase onto", "is under way"]);
    }
    world.x(&["rebase", "--continue"]).fails_with(&["rustc_b/src/lib.rs"]);
    world.write("repo/build/rust/compiler/rustc_b/src/lib.rs", "resolved\n");
    world.git(&["add", "-A"]);
    world.x(&["rebase", "--continue"]).ok();
    assert!(world.read("repo/src/patches/0002-second-topic.patch").contains("+resolved\n"));
    world.is_in_step();
}

#[test]
fn abort_goes_back() {
    let world = in_conflict();
    let before = world.repository();
    world.x(&["rebase", "--abort"]).ok();
    assert_eq!(world.repository(), before);
    assert_eq!(world.subjects()[2..], ["First topic", "Second topic"]);
    world.is_in_step();
    world.x(&["rebase", "--abort"]).fails_with(&["no rebase is under way"]);
    world.x(&["rebase", "--continue"]).fails_with(&["no rebase is under way"]);
}

#[test]
fn unexported_work_is_not_moved() {
    let world = World::with_series();
    other_base(&world, "1.96.0");
    world.x(&["rebase", "--onto", "nowhere"]).fails_with(&["nowhere"]);
    world.x(&["rebase", "--onto", "repo"]).fails_with(&["no rustc source tree"]);
    world.insert("compiler/rustc_b/src/lib.rs", 9, "mine\n");
    let parts = ["not exported", "compiler/rustc_b/src/lib.rs"];
    world.x(&["rebase", "--onto", "other"]).fails_with(&parts);
    let world = World::with_series();
    other_base(&world, "1.96.0");
    world.write("repo/tests/ui/inline-async/one.rs", "// edited\n");
    world.x(&["rebase", "--onto", "other"]).fails_with(&["x.py prepare"]);
}

#[test]
fn lock_files_that_cargo_changed_are_no_obstacle() {
    let world = World::with_series();
    other_base(&world, "1.96.0");
    world.write("other/Cargo.lock", "version = 4\n# other\n");
    world.write("repo/build/rust/Cargo.lock", "version = 4\n# by cargo\n");
    world.x(&["rebase", "--onto", "other"]).ok();
    assert!(world.read("repo/build/rust/Cargo.lock").contains("other"));
    world.is_in_step();
}

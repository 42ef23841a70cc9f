use std::fs;

use crate::world::{World, text};

#[test]
fn makes_the_tree_from_base_files_and_patches() {
    let world = World::with_series();
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    world.x(&["prepare"]).ok();
    assert_eq!(
        world.subjects(),
        ["rustc 1.96.0, the pristine base", "Files of the fork", "First topic", "Second topic"]
    );
    let a = world.read("repo/build/rust/compiler/rustc_a/src/lib.rs");
    assert_eq!(a, text("a", 20).replace("a line 4\n", "first\na line 4\n"));
    assert_eq!(world.read("repo/build/rust/tests/ui/inline-async/one.rs"), "// one\n");
    // What the package leaves out, and its links that lead nowhere.
    assert!(world.has("repo/build/rust/tests/ui/README.md"));
    assert!(world.has("repo/build/rust/tests/auxiliary/rust_test_helpers.c"));
    assert!(world.has("repo/build/rust/LICENSES/MIT.txt"));
    assert!(world.tree("src/LICENSE-MIT").is_symlink());
    world.is_in_step();
}

#[test]
fn ignores_what_a_base_was_built_with() {
    let world = World::new();
    world.write("base/build/huge", "");
    world.write("base/bootstrap.toml", "");
    world.write("base/src/.git/HEAD", "");
    world.write("base/src/build/kept", "");
    world.x(&["prepare"]).ok();
    assert!(!world.has("repo/build/rust/build") && !world.has("repo/build/rust/bootstrap.toml"));
    assert!(world.has("repo/build/rust/src/build/kept") && !world.tree("src/.git").exists());
}

#[test]
fn a_second_run_does_nothing() {
    let world = World::with_series();
    let (times, head) = (world.times(), world.git(&["rev-parse", "HEAD"]));
    let said = world.x(&["prepare"]).ok();
    assert_eq!((said.out, said.err), (String::new(), String::new()));
    assert_eq!((times, head), (world.times(), world.git(&["rev-parse", "HEAD"])));
}

#[test]
fn the_same_repository_gives_the_same_commits() {
    let (one, two) = (World::with_series(), World::with_series());
    assert_eq!(one.git(&["rev-parse", "HEAD"]), two.git(&["rev-parse", "HEAD"]));
}

#[test]
fn only_what_changed_is_written() {
    let world = World::with_series();
    let before = world.times();
    world.write("repo/compiler/rustc_a/src/inline_async.rs", "// changed\n");
    world.write("repo/library/core/src/new.rs", "// new\n");
    fs::remove_file(world.path("repo/tests/ui/inline-async/one.rs")).unwrap();
    fs::remove_file(world.path("repo/src/patches/0002-second-topic.patch")).unwrap();
    world.x(&["prepare"]).ok();
    let after = world.times();
    let changed: Vec<_> = before
        .iter()
        .filter(|time| !after.contains(time))
        .map(|(path, _)| path.strip_prefix(world.tree("")).unwrap().to_str().unwrap())
        .collect();
    assert_eq!(
        changed,
        [
            "compiler/rustc_a/src/inline_async.rs",
            "compiler/rustc_b/src/lib.rs",
            "tests/ui/inline-async/one.rs"
        ]
    );
    assert_eq!(world.read("repo/build/rust/compiler/rustc_b/src/lib.rs"), text("b", 20));
    assert_eq!(world.read("repo/build/rust/library/core/src/new.rs"), "// new\n");
    assert!(!world.has("repo/build/rust/tests/ui/inline-async"));
    world.is_in_step();
}

#[test]
fn modes_and_links_of_new_files_are_kept() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    world.write("repo/src/etc/fork.sh", "#!/bin/sh\n");
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(world.path("repo/src/etc/fork.sh"), executable).unwrap();
    std::os::unix::fs::symlink("fork.sh", world.path("repo/src/etc/link")).unwrap();
    world.x(&["prepare"]).ok();
    assert_eq!(
        fs::metadata(world.tree("src/etc/fork.sh")).unwrap().permissions().mode() & 0o111,
        0o111
    );
    assert_eq!(fs::read_link(world.tree("src/etc/link")).unwrap().to_str(), Some("fork.sh"));
    world.is_in_step();
}

#[test]
fn edits_that_are_not_exported_are_never_overwritten() {
    type Edit = fn(&World);
    let edits: [(&str, Edit); 5] = [
        ("compiler/rustc_b/src/lib.rs", |w| w.insert("compiler/rustc_b/src/lib.rs", 9, "mine\n")),
        ("compiler/rustc_a/src/inline_async.rs", |w| {
            w.insert("compiler/rustc_a/src/inline_async.rs", 0, "mine\n");
        }),
        ("library/core/src/mine.rs", |w| {
            w.write("repo/build/rust/library/core/src/mine.rs", "mine\n");
        }),
        ("commit", |w| w.edit_and_commit("compiler/rustc_b/src/lib.rs", 9, "mine\n", "Mine")),
        ("tests/ui/inline-async/one.rs", |w| {
            fs::remove_file(w.tree("tests/ui/inline-async/one.rs")).unwrap();
        }),
    ];
    for (named, edit) in edits {
        let world = World::with_series();
        edit(&world);
        let (head, status) = (world.git(&["rev-parse", "HEAD"]), world.git(&["status", "-s"]));
        world.write("repo/tests/ui/inline-async/two.rs", "// two\n");
        world.x(&["prepare"]).fails_with(&["not exported yet", named, "x.py export"]);
        assert_eq!(world.git(&["rev-parse", "HEAD"]), head, "{named}");
        assert_eq!(world.git(&["status", "-s"]), status, "{named}");
        assert!(!world.has("repo/build/rust/tests/ui/inline-async/two.rs"));
    }
}

#[test]
fn edits_that_nothing_would_overwrite_are_mentioned_and_built_with() {
    let world = World::with_series();
    world.insert("compiler/rustc_b/src/lib.rs", 9, "mine\n");
    let said = world.x(&["build", "library"]).ok();
    assert!(said.err.contains("1 files in") && said.err.contains("x.py export"), "{}", said.err);
    assert!(said.out.contains("base x.py: ['build', 'library']"), "{}", said.out);
}

#[test]
fn edits_made_on_both_sides_alike_are_no_obstacle() {
    let world = World::with_series();
    for place in ["repo", "repo/build/rust"] {
        world.write(&format!("{place}/tests/ui/inline-async/one.rs"), "// both\n");
    }
    world.x(&["prepare"]).ok();
    world.is_in_step();
}

#[test]
fn lock_files_are_left_to_cargo() {
    let world = World::with_series();
    world.write("repo/build/rust/Cargo.lock", "version = 4\n# by cargo\n");
    assert_eq!(world.git(&["status", "--porcelain"]), "");
    world.x(&["export", "--check"]).ok();
    world.write("repo/tests/ui/inline-async/two.rs", "// two\n");
    world.x(&["prepare"]).ok();
    assert!(world.read("repo/build/rust/Cargo.lock").contains("by cargo"));
}

#[test]
fn a_lock_file_of_the_fork_changes_with_it() {
    let world = World::with_series();
    for content in ["version = 4\n", "version = 4\n# with a package more\n"] {
        world.write("repo/src/tools/ours/Cargo.lock", content);
        world.x(&["prepare"]).ok();
        assert_eq!(world.read("repo/build/rust/src/tools/ours/Cargo.lock"), content);
        world.is_in_step();
    }
}

//! Trees that `prepare` did not make.

use std::fs;

use crate::world::World;

/// A tree as one makes it by hand: the base in the root commit, work with a merge on top.
fn by_hand(world: &World, path: &str) {
    fork::host::fsutil::copy_folder(
        &world.path("base"),
        &world.path(path),
        &|_| false,
        &mut |_| (),
    )
    .unwrap();
    let folder = world.path(path);
    let git = |arguments: &[&str]| world.git_in(&folder, arguments);
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "the base"]);
    git(&["checkout", "-qb", "side"]);
    world.write(&format!("{path}/compiler/rustc_a/src/machine.rs"), "// machine\n");
    git(&["add", "-A"]);
    fs::write(folder.join("compiler/rustc_b/src/lib.rs"), "one line\n").unwrap();
    git(&["commit", "-qam", "Side"]);
    git(&["checkout", "-q", "main"]);
    fs::write(folder.join("compiler/rustc_a/src/lib.rs"), "one line\n").unwrap();
    git(&["commit", "-qam", "Main"]);
    git(&["merge", "-q", "--no-ff", "side", "-m", "merge side"]);
}

#[test]
fn export_from_another_tree_leaves_it_alone() {
    let world = World::new();
    by_hand(&world, "hand");
    let head = world.git_in(&world.path("hand"), &["rev-parse", "HEAD"]);
    let said = world.x(&["export", "--from", "hand"]).ok();
    assert!(said.out.contains("one.rs is in the repository only"), "{}", said.out);
    assert_eq!(world.patches().len(), 2);
    assert_eq!(world.read("repo/compiler/rustc_a/src/machine.rs"), "// machine\n");
    assert_eq!(world.git_in(&world.path("hand"), &["rev-parse", "HEAD"]), head);
    world.x(&["prepare"]).ok();
    assert_eq!(world.read("repo/build/rust/compiler/rustc_b/src/lib.rs"), "one line\n");
    world.is_in_step();
}

#[test]
fn export_from_another_tree_takes_commits_alone() {
    let world = World::new();
    by_hand(&world, "hand");
    world.write("hand/compiler/rustc_a/src/lib.rs", "not committed\n");
    world.write("hand/compiler/rustc_a/src/machine.rs", "// not committed\n");
    world.write("hand/library/core/src/untracked.rs", "// not committed\n");
    world.x(&["export", "--from", "hand", "--head", "side", "--prune"]).ok();
    assert_eq!(world.patches(), ["0001-side.patch"]);
    assert_eq!(world.read("repo/compiler/rustc_a/src/machine.rs"), "// machine\n");
    assert!(!world.has("repo/library/core/src/untracked.rs"));
    assert!(!world.has("repo/tests/ui/inline-async/one.rs"));
    assert!(world.has("repo/src/tools/fork/Cargo.toml"));
    assert!(!world.has("hand/.git/fork-index"));
    world.x(&["export", "--check", "--from", "hand", "--head", "side"]).ok();
}

#[test]
fn a_linked_working_tree_will_do() {
    let world = World::new();
    by_hand(&world, "hand");
    world.git_in(&world.path("hand"), &["worktree", "add", "-q", "../linked", "side"]);
    world.x(&["export", "--from", "linked", "--base", "side~1"]).ok();
    assert_eq!(world.patches(), ["0001-side.patch"]);
}

#[test]
fn a_tree_made_by_hand_is_refused_then_taken_over() {
    let world = World::new();
    by_hand(&world, "repo/build/rust");
    world.x(&["prepare"]).fails_with(&["not made by x.py", "--adopt"]);
    fs::remove_file(world.path("repo/tests/ui/inline-async/one.rs")).unwrap();
    let times = world.times();
    world.x(&["export", "--adopt"]).ok();
    world.is_in_step();
    assert!(times.iter().all(|time| world.times().contains(time)));
    assert!(world.subjects().contains(&"Files of the fork".to_owned()));
    world.x(&["prepare"]).ok();
}

#[test]
fn stand_ins_come_once_everything_is_exported() {
    let world = World::new();
    by_hand(&world, "repo/build/rust");
    world.x(&["export", "--adopt"]).ok();
    world.insert("compiler/rustc_b/src/lib.rs", 0, "edited\n");
    let said = world.x(&["prepare"]).ok();
    assert!(said.err.contains("reads; once everything is exported"), "{}", said.err);
    assert!(!world.has("repo/build/rust/LICENSE-MIT"));

    world.git(&["commit", "-qam", "Edit"]);
    world.x(&["export"]).ok();
    let (times, subjects) = (world.times(), world.subjects());
    world.x(&["prepare"]).ok();
    assert!(world.has("repo/build/rust/LICENSE-MIT"));
    assert!(times.iter().all(|time| world.times().contains(time)));
    assert_eq!(world.subjects(), subjects);
    world.is_in_step();
    assert_eq!(world.x(&["prepare"]).ok().err, "");
}

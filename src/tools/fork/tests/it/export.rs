use std::fs;

use crate::world::World;

#[test]
fn round_trip() {
    let world = World::with_series();
    assert_eq!(world.patches(), ["0001-first-topic.patch", "0002-second-topic.patch"]);
    let patch = world.read("repo/src/patches/0001-first-topic.patch");
    let (header, diff) = patch.split_once("\n\ndiff --git ").unwrap();
    assert_eq!(header, "First topic\n\nWhy.");
    assert!(diff.ends_with("@@ -3,0 +4 @@\n+first\n"), "{diff}");
    let before = world.repository();
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    world.x(&["prepare"]).ok();
    let said = world.x(&["export"]).ok();
    assert!(said.out.contains("0 changes"), "{}", said.out);
    assert_eq!(world.repository(), before);
}

#[test]
fn fixups_go_to_their_patches_without_a_file_being_written() {
    let world = World::with_series();
    world.edit_and_commit("compiler/rustc_a/src/lib.rs", 12, "more\n", "fixup! First topic");
    let times = world.times();
    world.x(&["export"]).ok();
    assert_eq!(world.times(), times);
    assert_eq!(world.patches().len(), 2);
    let patch = world.read("repo/src/patches/0001-first-topic.patch");
    assert!(patch.contains("+first\n") && patch.contains("+more\n"), "{patch}");
    assert_eq!(world.subjects()[2..], ["First topic", "Second topic"]);
    world.is_in_step();
}

#[test]
fn a_fixup_that_cannot_be_moved_is_refused() {
    let world = World::with_series();
    world.edit_and_commit("compiler/rustc_b/src/lib.rs", 6, "on top\n", "fixup! First topic");
    let before = world.repository();
    let parts = ["fixup! First topic", "compiler/rustc_b/src/lib.rs", "rebase -i"];
    world.x(&["export"]).fails_with(&parts);
    assert_eq!(world.repository(), before);
}

#[test]
fn a_new_commit_becomes_a_new_patch_and_its_new_files_go_whole() {
    let world = World::with_series();
    world.write("repo/build/rust/library/core/src/machine.rs", "// machine\n");
    world.edit_and_commit("library/core/src/lib.rs", 1, "mod machine;\n", "Core: the machine");
    world.x(&["export"]).ok();
    assert_eq!(world.patches()[2], "0003-core-the-machine.patch");
    assert!(!world.read("repo/src/patches/0003-core-the-machine.patch").contains("machine.rs"));
    assert_eq!(world.read("repo/library/core/src/machine.rs"), "// machine\n");
    world.is_in_step();
}

#[test]
fn uncommitted_edits_of_new_files_are_copied_back() {
    let world = World::with_series();
    world.write("repo/build/rust/tests/ui/inline-async/one.rs", "// edited\n");
    world.write("repo/build/rust/tests/ui/inline-async/deep/two.rs", "// two\n");
    fs::remove_file(world.tree("compiler/rustc_a/src/inline_async.rs")).unwrap();
    let check = world.x(&["export", "--check"]);
    check.fails_with(&["one.rs differs", "two.rs is missing", "inline_async.rs is to be removed"]);
    assert_eq!(world.read("repo/tests/ui/inline-async/one.rs"), "// one\n");
    world.x(&["export"]).ok();
    assert_eq!(world.read("repo/tests/ui/inline-async/one.rs"), "// edited\n");
    assert_eq!(world.read("repo/tests/ui/inline-async/deep/two.rs"), "// two\n");
    assert!(!world.has("repo/compiler"));
    world.is_in_step();
}

#[test]
fn uncommitted_edits_of_base_files_are_refused_with_advice() {
    let world = World::with_series();
    world.insert("compiler/rustc_a/src/lib.rs", 8, "loose\n");
    let id = world.git(&["log", "-1", "--format=%h", "--grep=First topic"]);
    let fixup = format!("--fixup={id}: `First topic`");
    let parts = ["not committed", "compiler/rustc_a/src/lib.rs", &fixup];
    world.x(&["export"]).fails_with(&parts);
    world.x(&["export", "--check"]).fails_with(&parts);
}

#[test]
fn check_sees_commits_and_repository_edits() {
    let world = World::with_series();
    world.x(&["export", "--check"]).ok();
    world.edit_and_commit("compiler/rustc_b/src/lib.rs", 9, "x\n", "Third");
    world.x(&["export", "--check"]).fails_with(&["0003-third.patch is missing"]);
    let world = World::with_series();
    world.write("repo/tests/ui/inline-async/one.rs", "// in the repository\n");
    world.x(&["export", "--check"]).fails_with(&["one.rs is changed in the repository only"]);
}

#[test]
fn what_only_the_repository_changed_stays() {
    let world = World::with_series();
    world.write("repo/tests/ui/inline-async/one.rs", "// in the repository\n");
    world.write("repo/tests/ui/inline-async/three.rs", "// three\n");
    world.write("repo/build/rust/tests/ui/inline-async/two.rs", "// two\n");
    world.x(&["export"]).ok();
    assert_eq!(world.read("repo/tests/ui/inline-async/one.rs"), "// in the repository\n");
    assert_eq!(world.read("repo/tests/ui/inline-async/two.rs"), "// two\n");
    assert_eq!(world.read("repo/build/rust/tests/ui/inline-async/three.rs"), "// three\n");
    world.is_in_step();
}

#[test]
fn what_both_changed_is_refused() {
    let world = World::with_series();
    world.write("repo/tests/ui/inline-async/one.rs", "// in the repository\n");
    world.write("repo/build/rust/tests/ui/inline-async/one.rs", "// in the tree\n");
    fs::remove_file(world.path("repo/src/patches/0002-second-topic.patch")).unwrap();
    world.edit_and_commit("compiler/rustc_b/src/lib.rs", 12, "x\n", "Third");
    let before = world.repository();
    world.x(&["export"]).fails_with(&["changed both", "one.rs", "0003-third.patch"]);
    assert_eq!(world.repository(), before);
}

#[test]
fn files_without_a_place_are_named() {
    let world = World::with_series();
    world.write("repo/build/rust/notes.txt", "");
    world.write("repo/build/rust/src/patches/x", "");
    world.x(&["export"]).fails_with(&["no place", "notes.txt", "src/patches/x"]);
    // What editors leave behind is nobody's.
    let world = World::with_series();
    world.write("repo/build/rust/src/lib.rs~", "");
    world.x(&["export"]).ok();
    assert!(!world.has("repo/src/lib.rs~"));
}

#[test]
fn removed_files_and_lines_of_the_base() {
    let world = World::with_series();
    fs::remove_file(world.tree("library/core/src/lib.rs")).unwrap();
    let a = world.tree("compiler/rustc_a/src/lib.rs");
    let shorter = fs::read_to_string(&a).unwrap().replace("a line 17\n", "");
    fs::write(&a, shorter.trim_end()).unwrap();
    world.git(&["commit", "-qam", "Remove things"]);
    world.x(&["export"]).ok();
    world.is_in_step();
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    world.x(&["prepare"]).ok();
    assert!(!world.has("repo/build/rust/library/core/src/lib.rs"));
    assert_eq!(fs::read_to_string(&a).unwrap(), shorter.trim_end());
}

#[test]
fn reordered_and_reworded_commits_are_exported() {
    let world = World::with_series();
    let ids = world.git(&["log", "--reverse", "--format=%H", "-2"]);
    let (first, second) = ids.split_once('\n').unwrap();
    world.git(&["reset", "-q", "--hard", "HEAD~2"]);
    world.git(&["cherry-pick", second]);
    world.git(&["cherry-pick", first]);
    world.git(&["commit", "-q", "--amend", "-m", "First topic, better said"]);
    let check = world.x(&["export", "--check"]);
    check.fails_with(&["0003-first-topic-better-said.patch"]);
    world.x(&["export"]).ok();
    let expected = ["0002-second-topic.patch", "0003-first-topic-better-said.patch"];
    assert_eq!(world.patches(), expected);
    world.is_in_step();
}

#[test]
fn needs_a_tree() {
    World::new().x(&["export", "--check"]).fails_with(&["x.py prepare"]);
}

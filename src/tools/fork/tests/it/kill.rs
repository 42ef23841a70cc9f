//! kill -9 at every moment: the next run goes on or starts the step afresh.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

use crate::world::World;

/// xorshift: the moments are random, and the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// Runs the command, killed at its n-th step (when it has that many).
fn kill_at(world: &World, arguments: &[&str], moment: u64) {
    let mut command = world.command(arguments);
    let output = command.env("FORK_TEST_KILL_AT", moment.to_string()).output().unwrap();
    let killed = output.status.signal() == Some(9);
    assert!(killed || output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A handful of the command's moments: the last ones, where files are put in place, and
/// some anywhere.
fn moments(world: &World, arguments: &[&str], random: &mut Random) -> BTreeSet<u64> {
    let mut command = world.command(arguments);
    let output = command.env("FORK_TEST_KILL_AT", "never").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().filter(|line| line.starts_with("moment ")).count() as u64;
    assert!(output.status.success() && last > 8, "{said}");
    (last - 7..=last).chain((0..4).map(|_| 1 + random.below(last))).collect()
}

fn update() -> World {
    let world = World::with_series();
    world.write("repo/compiler/rustc_a/src/inline_async.rs", "// changed\n");
    world.write("repo/tests/ui/inline-async/two.rs", "// two\n");
    fs::remove_file(world.path("repo/tests/ui/inline-async/one.rs")).unwrap();
    fs::remove_file(world.path("repo/src/patches/0001-first-topic.patch")).unwrap();
    world
}

fn work() -> World {
    let world = World::with_series();
    world.edit_and_commit("compiler/rustc_a/src/lib.rs", 12, "more\n", "fixup! First topic");
    world.edit_and_commit("library/core/src/lib.rs", 2, "third\n", "Third");
    world.write("repo/build/rust/tests/ui/inline-async/two.rs", "// two\n");
    fs::remove_file(world.tree("tests/ui/inline-async/one.rs")).unwrap();
    world
}

#[test]
fn prepare_from_nothing() {
    let mut random = Random(1);
    for moment in moments(&World::new(), &["prepare"], &mut random) {
        let world = World::new();
        kill_at(&world, &["prepare"], moment);
        world.x(&["prepare"]).ok();
        world.is_in_step();
        let left: Vec<_> = fs::read_dir(world.path("repo/build"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains("tmp"))
            .collect();
        assert!(left.is_empty(), "killed at {moment}: {left:?}");
    }
}

/// A repository with patches, of which nothing is prepared.
fn afresh() -> World {
    let world = World::with_series();
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    world
}

#[test]
fn while_the_fork_is_applied() {
    let world = afresh();
    let mut command = world.command(&["prepare"]);
    let output = command.env("FORK_TEST_KILL_AT", "never").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let (before, applying) = said.split_once("[4/4] apply the fork").unwrap();
    let count = |text: &str| text.lines().filter(|line| line.starts_with("moment ")).count() as u64;
    let first = count(before) + 1;
    let last = first + count(applying) - 1;
    assert!(last > first + 10, "{said}");
    let head = world.git(&["rev-parse", "HEAD"]);
    // Every third one: they are files that are written one after the other.
    for moment in (first..=last).step_by(3) {
        let world = afresh();
        kill_at(&world, &["prepare"], moment);
        world.x(&["prepare"]).ok();
        world.is_in_step();
        assert_eq!(world.git(&["rev-parse", "HEAD"]), head, "killed at {moment}");
    }
}

#[test]
fn prepare_after_an_edit() {
    let mut random = Random(2);
    for moment in moments(&update(), &["prepare"], &mut random) {
        let world = update();
        kill_at(&world, &["prepare"], moment);
        world.x(&["prepare"]).ok();
        world.is_in_step();
        let subjects = world.subjects();
        assert_eq!(subjects[2..], ["Second topic"], "killed at {moment}");
        assert!(world.has("repo/build/rust/tests/ui/inline-async/two.rs"));
    }
}

#[test]
fn export() {
    let mut random = Random(3);
    for moment in moments(&work(), &["export"], &mut random) {
        let world = work();
        kill_at(&world, &["export"], moment);
        world.x(&["export"]).ok();
        world.is_in_step();
        assert_eq!(world.patches().len(), 3, "killed at {moment}");
        assert!(world.read("repo/src/patches/0001-first-topic.patch").contains("+more\n"));
        assert!(world.has("repo/tests/ui/inline-async/two.rs"));
        assert!(!world.has("repo/tests/ui/inline-async/one.rs"));
    }
}

#[test]
fn prepare_after_a_killed_export_loses_nothing() {
    let mut random = Random(4);
    for moment in moments(&work(), &["export"], &mut random).into_iter().rev().step_by(3) {
        let world = work();
        kill_at(&world, &["export"], moment);
        // Either it is all there, or prepare refuses; then export is what it says to run.
        if world.x(&["prepare"]).code != Some(0) {
            world.x(&["export"]).ok();
        }
        assert!(world.has("repo/build/rust/tests/ui/inline-async/two.rs"));
        let a = fs::read_to_string(world.tree("compiler/rustc_a/src/lib.rs")).unwrap();
        assert!(a.contains("more\n"), "killed at {moment}");
    }
}

fn before_rebase() -> World {
    let world = World::with_series();
    world.make_base("other", "1.96.0");
    world
        .write("other/compiler/rustc_a/src/lib.rs", &format!("x\n{}", crate::world::text("a", 20)));
    world
}

#[test]
fn rebase() {
    let arguments = ["rebase", "--onto", "other"];
    let mut random = Random(5);
    for moment in moments(&before_rebase(), &arguments, &mut random) {
        let world = before_rebase();
        kill_at(&world, &arguments, moment);
        let under_way = world.tree(".git/fork-rebase.json").exists();
        let next = if under_way { &["rebase", "--continue"][..] } else { &arguments };
        if world.x(next).code != Some(0) {
            world.x(&["rebase", "--abort"]).ok();
            world.x(&arguments).ok();
        }
        world.is_in_step();
        let patch = world.read("repo/src/patches/0001-first-topic.patch");
        assert!(patch.contains("@@ -4,0 +5 @@"), "killed at {moment}: {patch}");
    }
}

#[test]
fn killed_from_outside() {
    // The moment is the system's choice; what must hold does not depend on it.
    let world = update();
    let mut random = Random(6);
    for _ in 0..8 {
        world.write("repo/tests/ui/inline-async/three.rs", &format!("// {}\n", random.below(1000)));
        let mut child = world
            .command(&["prepare"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        for _ in 0..random.below(2000) {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        world.x(&["prepare"]).ok();
        world.is_in_step();
    }
}

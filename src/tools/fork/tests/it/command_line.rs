//! What the user types, and what is said of it.

use crate::world::World;

#[test]
fn usage_lines_are_what_a_user_types() {
    let world = World::new();
    for command in [
        &["--help"][..],
        &["prepare", "--help"],
        &["run", "--help"],
        &["export", "--help"],
        &["rebase", "--help"],
        &["bench", "--help"],
        &["stress", "--help"],
        &["sanitize", "--help"],
        &["compare-off", "--help"],
        &["crates", "--help"],
    ] {
        let said = world.x(command).ok();
        assert!(said.out.contains("Usage: ./x.py"), "{command:?}: {}", said.out);
        assert!(!said.out.to_lowercase().contains("--root"), "{command:?}: {}", said.out);
    }
    let said = world.x(&["rebase"]);
    assert!(said.err.contains("Usage: ./x.py rebase <--onto <PATH>|"), "{}", said.err);
}

#[test]
fn help_of_the_base_s_commands_starts_nothing() {
    let world = World::new();
    for command in ["miri", "perf", "setup", "suggest", "vendor", "build"] {
        let said = world.x(&[command, "--help"]).ok();
        assert!(said.out.contains(&format!("Usage: ./x.py {command} [ARGUMENTS")), "{}", said.out);
        assert!(said.out.contains("after the first build"), "{}", said.out);
    }
    assert!(!world.has("repo/build/rust"));
    world.x(&["nonsense"]).fails_with(&["no command `nonsense`"]);
    world.x(&["nonsense", "--help"]).fails_with(&["no command `nonsense`"]);
}

#[test]
fn t_is_test() {
    let world = World::with_series();
    let said = world.x(&["t", "tests/ui/inline-async", "--bless"]).ok();
    assert!(said.out.contains("['test', 'tests/ui/inline-async', '--bless']"), "{}", said.out);
    let said = world.x(&["t"]);
    assert!(said.err.contains("] tests of x.py"), "{}", said.err);
}

#[test]
fn a_toolchain_that_is_none_is_said_at_once() {
    let world = World::with_series();
    world.program("cargo", "echo started; exit 3");
    world.program("valgrind", "exit 1");
    let path = world.path("nowhere").display().to_string();
    world.x(&["test", "--toolchain"]).fails_with(&["`--toolchain` needs a path", "bin/rustc"]);
    world.x(&["test", "--toolchain", "--bless"]).fails_with(&["`--toolchain` needs a path"]);
    for command in
        [&["test"][..], &["bench"], &["stress"], &["crates"], &["sanitize", "--valgrind"]]
    {
        let said = world.x(&[command, &["--toolchain", &path]].concat());
        let said = said.fails_with(&["no compiler at", "nowhere/bin/rustc"]);
        assert!(!said.out.contains("started") && !said.err.contains("installing"), "{}", said.err);
    }
}

#[test]
fn a_machine_that_is_not_known_is_said_at_once() {
    let world = World::with_series();
    world.program("cargo", "echo started; exit 3");
    let said = world.x(&["test", "--target", "pdp11-unknown-unix"]);
    let said = said.fails_with(&["no machine is known for `pdp11", "s390x-unknown-linux-gnu"]);
    assert!(!said.out.contains("started"), "{}", said.out);
    let said = world.x(&["test", "--target", "x", "--link"]);
    assert!(said.code == Some(2) && said.err.contains("cannot be used with"), "{}", said.err);
    // Behind the base's own tests, it is the base's.
    let said = world.x(&["test", "tests/ui", "--target", "x"]).ok();
    assert!(said.out.contains("['test', 'tests/ui', '--target', 'x']"), "{}", said.out);
}

#[test]
fn a_slip_in_config_toml_is_found_before_anything_runs() {
    let world = World::new();
    for (slip, expected) in [
        ("[bulid]\njobs = 2\n", "there is no section [bulid]"),
        ("[rust]\nincremental = 'yes'\n", "`rust.incremental` must be `true` or `false`"),
        ("[install]\nprefix = 1\n", "`install.prefix` must be a text in quotes"),
    ] {
        world.write("repo/config.toml", &world.settings(slip));
        let said = world.x(&["run"]);
        said.fails_with(&["config.toml", expected]);
        assert!(!world.has("repo/build/rust"));
    }
    // Of a setting that only bootstrap knows, its source says whether it is there.
    world.write("base/src/bootstrap/src/core/config/toml/rust.rs", "jemalloc: x = \"jemalloc\",\n");
    world.write("repo/config.toml", &world.settings("[rust]\njemaloc = true\n"));
    world.x(&["check"]).fails_with(&["config.toml: the base has no setting `rust.jemaloc`"]);
    world.write("repo/config.toml", &world.settings("[rust]\njemalloc = true\n"));
    world.x(&["check"]).ok();
}

#[test]
fn doctor_says_why_a_named_rustc_does_not_do() {
    let world = World::with_series();
    world.program("rustc", "case $1 in --version) echo 'rustc 1.80.0 (x)';; esac");
    let said = world.x(&["doctor"]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("rustc 1.80.0, but 1.95 or 1.96 builds this base"), "{}", said.out);
    world.program("rustc", "exit 1");
    let said = world.x(&["doctor"]);
    assert!(said.out.contains("no working rustc"), "{}", said.out);
}

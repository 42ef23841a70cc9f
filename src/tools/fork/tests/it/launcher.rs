//! The repository's `x.py`, with a stand-in for cargo.

use std::path::Path;
use std::process::Command;

use crate::world::{Said, World};

fn with_launcher() -> World {
    let world = World::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    for name in ["x.py", "config.example.toml"] {
        std::fs::copy(root.join(name), world.path("repo").join(name)).unwrap();
    }
    world.write("repo/src/tools/fork/Cargo.lock", "");
    world.write("repo/src/tools/fork/src/main.rs", "");
    let log = world.path("calls").display().to_string();
    world.program("cargo", &format!(
        "echo cargo $1 >> {log}\nwhile [ $# -gt 0 ]; do [ $1 = --target-dir ] && target=$2; shift; done\n\
         mkdir -p $target/release; printf '#!/bin/sh\\necho tool \"$@\"; exit 3\\n' > $target/release/fork\n\
         chmod +x $target/release/fork"
    ));
    world
}

fn x(world: &World, arguments: &[&str]) -> Said {
    let mut x = Command::new("python3");
    let path = format!("{}:{}", world.path("bin").display(), std::env::var("PATH").unwrap());
    x.arg(world.path("repo/x.py")).args(arguments).env("PATH", path);
    x.env("RUSTUP_HOME", world.path("nowhere")).output().unwrap().into()
}

#[test]
fn builds_once_and_starts_with_the_arguments() {
    let world = with_launcher();
    for _ in 0..2 {
        let said = x(&world, &["build", "a b"]);
        let expected = format!("tool --root {} build a b\n", world.path("repo").display());
        assert_eq!((said.code, said.out), (Some(3), expected), "{}", said.err);
    }
    assert_eq!(world.read("calls"), "cargo build\n");
    world.write("repo/src/tools/fork/src/main.rs", "// edited\n");
    x(&world, &["build"]);
    assert_eq!(world.read("calls"), "cargo build\ncargo build\n");
}

#[test]
fn says_what_is_missing_and_how_to_get_it() {
    let world = with_launcher();
    world.program("rustc", "echo 'rustc 1.80.0 (x)'");
    let parts = ["1.95 or 1.96", "rustup toolchain install 1.95.0", "rustc-web", "config.toml"];
    x(&world, &["doctor"]).fails_with(&parts);
    world.program("rustc", "exit 1");
    let settings = world.settings("").replace("[build]\n", "[build]\n#");
    world.write("repo/config.toml", &settings);
    x(&world, &["doctor"]).fails_with(&parts);
}

#[test]
fn a_build_that_fails_is_tried_again() {
    let world = with_launcher();
    world.program("cargo", "exit 101");
    x(&world, &[]).fails_with(&["could not be built", "network"]);
    x(&world, &[]).fails_with(&["could not be built"]);
}

//! `x.py crates`, with a cargo that builds nothing.

use crate::world::World;

/// What cargo says: the original passes two tests, ours what the crate's source says.
const CARGO: &str = r#"
case $1 in
metadata)
    echo '{"packages":[{"name":"a","version":"1.0.0","manifest_path":"'$REGISTRY'/a/Cargo.toml"}]}' ;;
tree) echo "async-trait v0.1.92 ($OURS)" ;;
test)
    echo "     Running unittests src/lib.rs (target/debug/deps/a-0)" >&2
    case "$*" in
    *patch.crates-io.async-trait*)
        if grep -q boxed src/lib.rs; then echo "error[E0308]: mismatched types" >&2; exit 101; fi ;;
    esac
    echo "test one ... ok"; echo "test two ... ok" ;;
run)
    case "$*" in
    *patch.crates-io.async-trait*) echo "get: 0" ;;
    *) echo "get: 1" ;;
    esac ;;
esac
"#;

/// A world with one crate in the list.
fn with_crate(source: &str, more: &str) -> World {
    let world = World::new();
    let place = |path: &str| world.path(path).canonicalize().unwrap().display().to_string();
    world.write("registry/a/Cargo.toml", "[package]\nname = 'a'\n");
    world.write("registry/a/src/lib.rs", source);
    world.write("repo/src/tools/async-trait/crates/counting.rs", "");
    world.write("repo/src/tools/async-trait/crates/a.rs", "fn main() {}\n");
    let (registry, ours) = (place("registry"), place("repo/src/tools/async-trait"));
    world.program("cargo", &format!("REGISTRY={registry} OURS={ours}\n{CARGO}"));
    world.program("date", "echo 2026-01-02");
    world.write("toolchain/bin/rustc", "");
    let list = format!("[[crate]]\nname = 'a'\nversion = '1.0.0'\n{more}");
    world.write("repo/src/tools/async-trait/crates.toml", &list);
    world.write("repo/RESULTS.md", "# Results\n");
    world
}

fn crates(world: &World, more: &[&str]) -> crate::world::Said {
    let toolchain = world.path("toolchain").display().to_string();
    world.x(&[&["crates", "--toolchain", &toolchain], more].concat())
}

#[test]
fn a_crate_that_passes_is_counted() {
    let world = with_crate("", "outcome = 'passes'\ncount = { program = 'a.rs' }\n");
    let said = crates(&world, &["a"]).ok();
    assert!(said.out.contains("a 1.0.0: 2, 2 with ours: passes; get: 1 to 0"), "{}", said.out);
    let results = world.read("repo/RESULTS.md");
    assert!(results.starts_with("# Results\n\n<!-- crates: "), "{results}");
    assert!(results.contains("| a | 1.0.0 | 2 | 2 | passes | get: 1 to 0 | 2026-01-02 |\n"));
    // The next run puts its rows in the places of these.
    crates(&world, &[]).ok();
    assert_eq!(world.read("repo/RESULTS.md"), results);
    crates(&world, &["b"]).fails_with(&["no crate `b` in the list, which has a"]);
}

#[test]
fn what_is_not_as_listed_fails() {
    let world = with_crate("boxed\n", "outcome = 'passes'\n");
    let said = crates(&world, &[]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("does not build: error[E0308]"), "{}", said.err);
    assert!(said.err.contains("the list has `passes`"), "{}", said.err);
    assert!(world.read("repo/RESULTS.md").contains("**not as listed**"));
    let reason = "outcome = 'cannot: it names a box'\n";
    let world = with_crate("boxed\n", &format!("{reason}error = 'E0308'\n"));
    let said = crates(&world, &[]).ok();
    assert!(said.out.contains("2, 0 with ours: cannot: it names a box\n"), "{}", said.out);
    // Another error than that which is known, and none.
    let world = with_crate("boxed\n", &format!("{reason}error = 'E0277'\n"));
    assert_eq!(crates(&world, &[]).code, Some(1));
    let world = with_crate("", &format!("{reason}error = 'E0308'\n"));
    assert_eq!(crates(&world, &[]).code, Some(1));
}

#[test]
fn an_edit_is_made_where_it_is_needed() {
    let edit = "outcome = 'passes after the listed edit'\n\
        edit = [{ file = 'src/lib.rs', old = 'boxed', new = 'plain' }]\n";
    let said = crates(&with_crate("boxed\n", edit), &[]).ok();
    assert!(said.out.contains("2, 2 with ours: passes after the listed edit\n"), "{}", said.out);
    assert_eq!(crates(&with_crate("", edit), &[]).code, Some(1));
    let said = crates(&with_crate("boxed boxed\n", edit), &[]);
    let said = said.fails_with(&["what is to be edited is not there once"]);
    assert!(said.err.contains("failed: a 1.0.0: nothing came out\n"), "{}", said.err);
}

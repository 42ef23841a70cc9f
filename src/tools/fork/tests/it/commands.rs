//! What is handed over, the suite, the examples, doctor.

use std::fs;
use std::process::Command;

use crate::world::{Said, World};

#[test]
fn arguments_are_handed_over_untouched_and_the_exit_code_back() {
    let world = World::with_series();
    let said = world.x(&["build", "--stage", "1", "library", "--", "--help", "a b"]).ok();
    let expected = "base x.py: ['build', '--stage', '1', 'library', '--', '--help', 'a b'] in rust";
    assert!(said.out.contains(expected), "{}", said.out);
    // Variables of a surrounding cargo or rustup do not get through.
    assert!(said.out.contains("False False False"), "{}", said.out);
    for command in ["check", "clippy", "dist", "install", "clean", "setup", "vendor"] {
        let said = world.x(&[command, "-v"]).ok();
        assert!(said.out.contains(&format!("base x.py: ['{command}', '-v']")), "{}", said.out);
    }
    let said = world.x(&["doc", "src/doc/guide", "--open"]).ok();
    assert!(said.out.contains("base x.py: ['doc', 'src/doc/guide', '--open']"), "{}", said.out);
    // Without a path the base would document nothing.
    let said = world.x(&["doc", "--open"]).ok();
    assert!(said.out.contains("['doc', 'library', 'src/doc/guide'"), "{}", said.out);
    let said = world.x(&["test", "tests/ui/inline-async", "--bless"]).ok();
    assert!(said.out.contains("['test', 'tests/ui/inline-async', '--bless']"), "{}", said.out);
    assert_eq!(world.x(&["bench", "library/core"]).code, Some(7));
}

#[test]
fn settings_are_merged_and_written_when_they_change() {
    let world = World::new();
    let more = "[rust]\nincremental = true\nchannel = 'dev'\n";
    world.write("repo/config.toml", &world.settings(more));
    world.x(&["check"]).ok();
    let written: toml::Table = world.read("repo/build/rust/bootstrap.toml").parse().unwrap();
    assert_eq!(written["rust"]["incremental"].as_bool(), Some(true));
    assert_eq!(written["rust"]["channel"].as_str(), Some("dev"));
    assert_eq!(written["rust"]["rpath"].as_bool(), Some(true));
    assert!(written["build"]["cargo"].as_str().unwrap().ends_with("bin/cargo"));
    assert!(written["target"]["mini-triple"]["llvm-config"].is_str());
    assert!(!written.contains_key("fork") && !written.contains_key("base"));
    let time = || fs::metadata(world.tree("bootstrap.toml")).unwrap().modified().unwrap();
    let before = time();
    world.x(&["check"]).ok();
    assert_eq!(time(), before);
    assert_eq!(world.git(&["status", "--porcelain"]), "");
}

#[test]
fn what_is_packed_is_of_the_first_stage_and_has_the_tools() {
    let world = World::new();
    world.write("repo/config.toml", &world.settings("[install]\nprefix = '/x'\n"));
    let settings = |command: &str| -> toml::Table {
        world.x(&[command]).ok();
        world.read("repo/build/rust/bootstrap.toml").parse().unwrap()
    };
    for command in ["dist", "install"] {
        let written = settings(command);
        assert_eq!(written["build"][&format!("{command}-stage")].as_integer(), Some(1));
        assert!(written["build"]["tools"].as_array().unwrap().contains(&"rustfmt".into()));
        assert_eq!(written["install"]["prefix"].as_str(), Some("/x"));
        assert_eq!(written["install"]["sysconfdir"].as_str(), Some("etc"));
    }
    let written = settings("build");
    assert_eq!(written["build"]["extended"].as_bool(), Some(false));
    assert!(!written["build"].as_table().unwrap().contains_key("tools"));
}

/// What the suite counted, which its last line must say.
fn sum_of_steps(said: &Said) -> (u64, u64) {
    let counts = |line: &str| {
        // What was skipped is neither.
        let line = match line.strip_suffix(" skipped") {
            Some(line) => line.rsplit_once(", ")?.0,
            None => line,
        };
        let (passed, failed) = line.strip_suffix(" failed")?.split_once(" passed, ")?;
        Some((passed.trim().parse::<u64>().ok()?, failed.parse::<u64>().ok()?))
    };
    let steps = said.err.lines().filter_map(counts);
    let sum = steps.fold((0, 0), |sum, step| (sum.0 + step.0, sum.1 + step.1));
    assert_eq!(said.out.lines().last().and_then(counts), Some(sum), "{}", said.out);
    sum
}

#[test]
fn the_whole_suite_ends_in_a_line_with_the_sum() {
    let world = World::with_series();
    world.write("repo/examples/wc/Cargo.toml", "[package]\nname = 'wc'\n");
    world.write("repo/src/tools/async-trait/Cargo.toml", "[package]\nname = 'async-trait'\n");
    world.program("cargo", "echo 'test result: ok. 2 passed; 0 failed; 0 ignored'");
    world.write("repo/tests/ui/inline-async/MUSTS.md", "| a rule | `one.rs` |\n");
    let block = "```rust\n```\n";
    let reference = "# Reference-level explanation\nA rule. [[test]](tests/ui/inline-async/1.rs)\n";
    world.write("repo/RFC.md", &format!("{block}{reference}"));
    for number in 1..150 {
        world.write(&format!("repo/tests/ui/inline-async/{number}.rs"), "");
    }
    for document in [
        "CONTRIBUTING.md",
        "README.md",
        "compiler/rustc_error_codes/src/error_codes/E0807.md",
        "examples/wc/README.md",
        "src/doc/guide/src/introduction.md",
        "src/tools/async-trait/README.md",
    ] {
        world.write(&format!("repo/{document}"), block);
    }
    let said = world.x(&["test"]).ok();
    let (passed, failed) = sum_of_steps(&said);
    assert!(passed > 10 && failed == 0, "{}\n{}", said.out, said.err);
    let blocks = said.err.split("] code blocks of ").nth(1).unwrap();
    assert!(blocks.contains(" 21 passed, 0 failed"), "{blocks}");
    let (first, last) = (said.err.find("] tests of x.py"), said.err.find("] tidy"));
    assert!(first.is_some() && first < last, "{}", said.err);
    assert!(said.out.contains("'tests/ui/inline-async'"), "{}", said.out);
}

#[test]
fn a_step_that_fails_does_not_stop_the_others() {
    let world = World::with_series();
    world.program("rustfmt", "sed s/first/FIRST/");
    let finding = "\x1b[31mtidy [style]\x1b[0m: /x/compiler/rustc_b/src/lib.rs:6: tab\n";
    world.write("repo/build/rust/src/findings", finding);
    let said = world.x(&["test"]);
    assert_eq!(said.code, Some(1));
    let (passed, failed) = sum_of_steps(&said);
    assert!(passed > 6 && failed > 3, "{}\n{}", said.out, said.err);
    assert!(said.err.contains("not formatted: compiler/rustc_a/src/lib.rs:4 "), "{}", said.err);
    for step in ["tests of x.py", "repository and tree say the same", "formatting", "tidy"] {
        assert!(said.err.contains(&format!("failed: {step}\n")), "{}", said.err);
    }
}

#[test]
fn formatting_is_of_the_fork_s_files_alone() {
    let world = World::with_series();
    world.program("rustfmt", "sed 's,// b,// B,'");
    world.write("repo/compiler/rustc_a/src/inline_async.rs", "// b\n");
    let check = world.x(&["fmt", "--check"]);
    assert_eq!(check.code, Some(1), "{}", check.err);
    assert_eq!(check.out, "not formatted: compiler/rustc_a/src/inline_async.rs\n");
    world.x(&["fmt"]).ok();
    assert_eq!(world.read("repo/build/rust/compiler/rustc_a/src/inline_async.rs"), "// B\n");
    // Of a file of the base only the lines that are ours.
    world.program("rustfmt", "sed 's/a line 12/A/; s/first/FIRST/'");
    world.x(&["fmt"]).ok();
    let a = world.read("repo/build/rust/compiler/rustc_a/src/lib.rs");
    assert!(a.contains("a line 3\nFIRST\na line 4\n") && a.contains("a line 12\n"), "{a}");
    world.x(&["fmt", "--all"]).fails_with(&["--check"]);
}

/// A cargo that "builds" the example `wc`: the real wc, or one that cannot count.
fn with_example(counts: bool) -> World {
    let world = World::with_series();
    world.write("repo/examples/wc/Cargo.toml", "[package]\nname = 'wc'\n");
    world.write("repo/README.md", "one two\nthree\n");
    world.write("repo/x.py", "print()\n");
    let program = if counts {
        "exec /usr/bin/env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 wc \"$@\""
    } else {
        "echo 1 2 3 \"$@\""
    };
    world.write("wc-script", &format!("#!/bin/sh\n{program}\n"));
    let folder = world.path("");
    world.program(
        "cargo",
        &format!(
            "echo cargo $* $RUSTC >> {0}/calls; mkdir -p $CARGO_TARGET_DIR/release; \
         cp {0}/wc-script $CARGO_TARGET_DIR/release/wc; chmod +x $CARGO_TARGET_DIR/release/wc",
            folder.display()
        ),
    );
    world
}

#[test]
fn run_builds_links_and_compares() {
    let world = with_example(true);
    let said = world.x(&["run"]).ok();
    assert!(said.out.contains("3 total") || said.out.contains(" total\n"), "{}", said.out);
    assert!(said.out.ends_with("equal to the counts of `wc`\n"), "{}", said.out);
    let calls = world.read("calls");
    let stage1 = world.tree("build/host/stage1").display().to_string();
    assert!(calls.contains(&format!("rustup toolchain link inline-async {stage1}\n")), "{calls}");
    assert!(calls.contains(&format!("cargo build --release {stage1}/bin/rustc\n")), "{calls}");
    // The compiler is not built again until something changes.
    assert!(said.out.contains("base x.py"));
    assert!(!world.x(&["run"]).ok().out.contains("base x.py"));
    world.insert("compiler/rustc_a/src/lib.rs", 0, "edited\n");
    assert!(world.x(&["run"]).ok().out.contains("base x.py"));
}

#[test]
fn run_says_when_the_counts_differ() {
    let said = with_example(false).x(&["run"]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("NOT equal"), "{}", said.out);
}

#[test]
fn run_hands_arguments_to_a_named_example() {
    let world = with_example(false);
    let said = world.x(&["run", "wc", "--", "--stats", "a b"]).ok();
    assert!(said.out.contains("1 2 3 --stats a b"), "{}", said.out);
    world.x(&["run", "other"]).fails_with(&["no example `other`", "wc"]);
}

/// An example that builds for another processor, where QEMU is not installed.
fn with_firmware() -> World {
    let world = World::with_series();
    world.write("repo/examples/sensors/Cargo.toml", "[package]\nname = 'sensors'\n");
    world.write("llvm/bin/ld.lld", "");
    let folder = world.path("");
    let folder = folder.display();
    let program = "echo sensors $*: $CARGO $RUSTC $LLD $CARGO_TARGET_DIR";
    world.program(
        "cargo",
        &format!(
            "echo cargo $* in $(basename $PWD) >> {folder}/calls
             case $1 in
                 build)
                     mkdir -p $CARGO_TARGET_DIR/release
                     echo '{program}' > $CARGO_TARGET_DIR/release/sensors
                     chmod +x $CARGO_TARGET_DIR/release/sensors;;
                 test) echo 'test result: ok. 5 passed; 0 failed; 0 ignored';;
             esac"
        ),
    );
    world.write("system/etc/debian_version", "12\n");
    world.program("dpkg", "true");
    world.program("sudo", "exit 1");
    world.program(
        "apt-get",
        &format!(
            "echo apt-get $* >> {folder}/calls; cd {folder}/bin; \
             echo '#!/bin/sh' > qemu-system-arm; chmod +x qemu-system-arm"
        ),
    );
    world
}

#[test]
fn an_example_brings_what_it_alone_needs() {
    let world = with_firmware();
    let parts = ["missing on this machine: QEMU for ARM", "apt-get install", "qemu-system-arm"];
    world.x(&["run", "sensors"]).fails_with(&parts);
    // Other commands do without.
    world.x(&["doctor"]).ok();
    world.x(&["build"]).ok();
    assert!(!world.has("calls") || !world.read("calls").contains("apt-get"));

    world.write("system/root", "");
    let said = world.x(&["run", "sensors", "--", "--table"]).ok();
    assert!(said.err.contains("installing qemu-system-arm"), "{}", said.err);
    let paths = ["bin/cargo", "repo/build/rust/build/host/stage1/bin/rustc", "llvm/bin/ld.lld"];
    let paths = paths.map(|path| world.path(path).display().to_string()).join(" ");
    assert!(said.out.contains(&format!("sensors --table: {paths} ")), "{}", said.out);
    assert!(said.out.ends_with("/repo/build/examples\n"), "{}", said.out);
    // Once.
    assert!(!world.x(&["run", "sensors"]).ok().err.contains("installing"));
}

#[test]
fn an_emulator_for_which_others_would_have_to_go_is_unpacked() {
    let world = with_firmware();
    world.write("system/root", "");
    let status = "Package: git\nStatus: x\n\nPackage: qemu-utils\nStatus: x\n\n\
                  Package: zstd\nStatus: x\n\n";
    world.write("system/var/lib/dpkg/status", status);
    let folder = world.path("");
    let folder = folder.display();
    world.program(
        "apt-get",
        &format!(
            "echo apt-get $* >> {folder}/calls
             case \"$*\" in
                 *--simulate*) echo 'Remv qemu-utils [1:10]';;
                 *--download-only*)
                     for word; do
                         case $word in
                             Dir::State::status=*) cp \"${{word#*=}}\" {folder}/seen;;
                             Dir::Cache::archives=*) touch \"${{word#*=}}/qemu_1.deb\";;
                         esac
                     done;;
                 *install*)
                     echo 'The following packages will be REMOVED:'
                     echo '  qemu-utils'
                     echo 'E: Packages need to be removed but remove is disabled.'
                     exit 100;;
             esac"
        ),
    );
    world.program(
        "dpkg-deb",
        "mkdir -p \"$3/usr/bin\" \"$3/lib/x86_64-linux-gnu\"
         printf '#!/bin/sh\\necho $LD_LIBRARY_PATH $*' > \"$3/usr/bin/qemu-system-arm\"
         chmod +x \"$3/usr/bin/qemu-system-arm\"",
    );
    let said = world.x(&["run", "sensors"]).ok();
    let parts = ["would have to go (qemu-utils)", "unpacking qemu-system-arm in build/apart"];
    assert!(parts.iter().all(|part| said.err.contains(part)), "{}", said.err);
    assert_eq!(world.read("seen"), status.replace("Package: qemu-utils\nStatus: x\n\n", ""));

    // It finds its libraries, and is found from then on.
    let program = world.path("repo/build/apart/bin/qemu-system-arm");
    let output = Command::new(&program).arg("-M").env("LD_LIBRARY_PATH", "/mine").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("/lib/x86_64-linux-gnu:") && said.ends_with(":/mine -M\n"), "{said}");
    let calls = world.read("calls").matches("apt-get").count();
    world.x(&["run", "sensors"]).ok();
    assert_eq!(world.read("calls").matches("apt-get").count(), calls);
    let left = fs::read_dir(world.path("repo/build/apart")).unwrap();
    assert_eq!(left.count(), 2);
    assert!(!world.has("repo/build/installing"));
}

#[test]
fn an_example_that_cannot_be_run_here_is_left_out_of_the_suite() {
    let world = with_firmware();
    let said = world.x(&["test"]);
    let skipped = "skipped: the example `sensors`: what is missing is had with";
    assert!(said.err.contains(skipped), "{}", said.err);
    assert!(!world.read("calls").contains("cargo test --locked in sensors"));
    world.program("qemu-system-arm", "");
    assert!(!world.x(&["test"]).err.contains("skipped: the example"));
    assert!(world.read("calls").contains("cargo test --locked in sensors"));
}

#[test]
fn doctor_finds_everything_here() {
    let world = World::with_series();
    let said = world.x(&["doctor"]).ok();
    assert!(said.out.ends_with("everything is there\n"), "{}", said.out);
    assert!(said.out.contains("ok       stage0: rustc 1.95.0"), "{}", said.out);
    fs::remove_file(world.path("llvm/bin/FileCheck")).unwrap();
    let said = world.x(&["doctor"]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("apt-get install --no-install-recommends llvm-22-tools"));
}

#[test]
fn every_command_has_help() {
    let world = World::new();
    let said = world.x(&["--help"]).ok();
    for command in [
        "prepare", "run", "test", "export", "rebase", "doctor", "build", "check", "clippy", "fix",
        "fmt", "doc", "dist", "install",
    ] {
        assert!(said.out.contains(&format!("\n  {command} ")), "{command}: {}", said.out);
        let help = world.x(&[command, "--help"]).ok();
        assert!(help.out.contains("Usage: ./x.py"), "{command}: {}", help.out);
    }
    assert!(!world.has("repo/build/rust"));
}

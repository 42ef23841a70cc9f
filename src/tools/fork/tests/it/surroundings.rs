//! What a user has set for other programs, and where the user's folders are of no use: no build
//! of ours may depend on it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::world::{Said, World};

/// A base's `x.py` that prints these variables of its environment.
fn prints(names: &[&str]) -> String {
    format!("import os\nfor name in {names:?}:\n    print(name, os.environ.get(name))\n")
}

fn run(command: &mut Command) -> Said {
    command.output().unwrap().into()
}

#[test]
fn settings_of_the_environment_reach_no_build() {
    let world = World::with_series();
    let cleared = [
        "RUSTFLAGS",
        "RUSTDOCFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "CARGO_BUILD_RUSTC_WRAPPER",
        "CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER",
        "CARGO_BUILD_RUSTFLAGS",
        "CARGO_BUILD_TARGET",
        "CARGO_BUILD_TARGET_DIR",
        "CARGO_TARGET_MINI_TRIPLE_LINKER",
        "CARGO_PROFILE_DEV_LTO",
        "SUDO_USER",
        "GIT_DIR",
    ];
    let kept = ["CARGO_BUILD_JOBS", "HTTPS_PROXY"];
    world.write("repo/build/rust/x.py", &prints(&[&cleared[..], &kept].concat()));
    let mut command = world.command(&["build"]);
    let said = run(command.envs(cleared.iter().chain(&kept).map(|name| (name, "never")))).ok();
    for name in cleared {
        assert!(said.out.contains(&format!("{name} None\n")), "{}", said.out);
    }
    for name in kept {
        assert!(said.out.contains(&format!("{name} never\n")), "{}", said.out);
    }
}

#[test]
fn cargo_s_own_configuration_reaches_no_build() {
    let world = World::with_series();
    world.write("repo/build/rust/x.py", &prints(&["CARGO_HOME"]));
    let home = world.path("home");
    let build =
        || run(world.command(&["build"]).env("HOME", &home).env_remove("CARGO_HOME")).ok().out;
    // What says how the network is reached stays as it is.
    world.write("home/.cargo/config.toml", "[http]\nproxy = 'x'\n");
    assert_eq!(build(), "CARGO_HOME None\n");
    world.write(
        "home/.cargo/config.toml",
        "[http]\nproxy = 'x'\n[build]\ntarget = 'a'\nrustc-wrapper = 'b'\n",
    );
    let ours = world.path("repo/build/cargo");
    assert_eq!(build(), format!("CARGO_HOME {}\n", ours.display()));
    let kept: toml::Table = world.read("repo/build/cargo/config.toml").parse().unwrap();
    assert_eq!(kept["http"]["proxy"].as_str(), Some("x"));
    assert!(!kept.contains_key("build"));
}

/// A home in which git is set to sign, to run hooks that fail, to convert line ends and to
/// overlook files.
fn with_git_of_a_user(world: &World) {
    let home = world.path("home").display().to_string();
    world.write(
        "home/.gitconfig",
        &format!(
            "[commit]\n gpgsign = true\n[tag]\n gpgsign = true\n[gpg]\n program = false\n\
             [core]\n hooksPath = {home}/hooks\n excludesFile = {home}/ignored\n autocrlf = true\n\
             attributesFile = {home}/attributes\n pager = false\n editor = false\n\
             [init]\n defaultBranch = other\n templateDir = {home}/template\n\
             [diff]\n external = false\n noprefix = true\n mnemonicPrefix = true\n\
             [user]\n useConfigOnly = true\n[status]\n showUntrackedFiles = no\n"
        ),
    );
    world.write("home/ignored", "*.rs\nCargo.lock\n");
    // Where git looks without being told to.
    world.write("home/.config/git/ignore", "*.rs\n");
    world.write("home/.config/git/attributes", "*.rs text eol=crlf\n");
    world.write("home/attributes", "*.rs text eol=crlf\n");
    for folder in ["hooks", "template/hooks"] {
        for hook in [
            "pre-commit",
            "commit-msg",
            "post-checkout",
            "reference-transaction",
            "post-index-change",
        ] {
            let path = format!("home/{folder}/{hook}");
            world.write(&path, "#!/bin/sh\nexit 1\n");
            fs::set_permissions(world.path(&path), fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
}

#[test]
fn git_s_own_configuration_has_no_effect() {
    let world = World::with_series();
    let subjects = world.subjects();
    let head = world.git(&["rev-parse", "HEAD"]);
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    with_git_of_a_user(&world);
    let home = world.path("home");
    let x = |arguments: &[&str]| {
        let mut command = world.command(arguments);
        command.env("HOME", &home).env_remove("XDG_CONFIG_HOME");
        run(command.env("GIT_DIR", "/nowhere").env("GIT_INDEX_FILE", "/nowhere"))
    };
    x(&["prepare"]).ok();
    assert_eq!((world.subjects(), world.git(&["rev-parse", "HEAD"])), (subjects, head));
    world.edit_and_commit("compiler/rustc_a/src/lib.rs", 12, "more\n", "fixup! First topic");
    world.write("repo/build/rust/tests/ui/inline-async/two.rs", "// two\n");
    x(&["export"]).ok();
    assert!(world.read("repo/src/patches/0001-first-topic.patch").contains("+more\n"));
    assert!(world.has("repo/tests/ui/inline-async/two.rs"));
    world.make_base("other", "1.96.0");
    world.write("other/library/core/src/lib.rs", "x\n");
    x(&["rebase", "--onto", "other"]).ok();
    world.is_in_step();
    // Every git below the base's x.py too.
    let script = "import subprocess\nfor name in ['core.autocrlf', 'commit.gpgsign', 'core.hooksPath']:\n    \
                  print(subprocess.check_output(['git', 'config', name], text=True).strip())\n";
    world.write("repo/build/rust/x.py", script);
    assert_eq!(x(&["build"]).ok().out, "false\nfalse\n/dev/null\n");
    // The user's own git in the tree sees what we see.
    let mut git = Command::new("git");
    git.arg("-C").arg(world.tree("")).args(["status", "--porcelain", "-uno"]).env("HOME", &home);
    assert_eq!(run(&mut git).ok().out, " M x.py\n");
}

#[test]
fn a_clone_has_the_bytes_of_upstream() {
    let world = World::new();
    world.make_base("upstream", "1.96.0");
    let upstream = world.path("upstream");
    for arguments in
        [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", "upstream"], &["tag", "1.96.0"]]
    {
        world.git_in(&upstream, arguments);
    }
    let settings = world.settings("");
    let settings: Vec<_> = settings.lines().filter(|line| !line.starts_with("path")).collect();
    world.write("repo/config.toml", &settings.join("\n"));
    with_git_of_a_user(&world);
    run(world.command(&["prepare"]).env("HOME", world.path("home"))).ok();
    let lib = "compiler/rustc_b/src/lib.rs";
    assert_eq!(fs::read(world.tree(lib)).unwrap(), fs::read(upstream.join(lib)).unwrap());
}

/// A repository that is cloned with `core.autocrlf` keeps its bytes.
#[test]
fn line_ends_of_the_repository_are_not_converted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let world = World::new();
    let (from, to) = (world.path("from"), world.path("to"));
    fs::create_dir(&from).unwrap();
    for name in [".gitattributes", "x.py", "config.example.toml"] {
        fs::copy(root.join(name), from.join(name)).unwrap();
    }
    for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", "all"]] {
        world.git_in(&from, arguments);
    }
    let paths = [from.display().to_string(), to.display().to_string()];
    let clone = ["-c", "core.autocrlf=true", "clone", "-q", &paths[0], &paths[1]];
    world.git_in(&from, &clone);
    assert_eq!(fs::read(to.join("x.py")).unwrap(), fs::read(from.join("x.py")).unwrap());
}

#[test]
fn settings_that_are_not_text() {
    let world = World::new();
    fs::write(world.path("repo/config.toml"), b"[base]\npath = '\xff'\n").unwrap();
    world.x(&["prepare"]).fails_with(&["config.toml is not UTF-8"]);
    world.x(&["doctor"]).fails_with(&["config.toml is not UTF-8"]);
}

#[test]
fn programs_are_named_from_the_folder_of_the_settings() {
    let world = World::new();
    let settings = world.settings("").replace(
        &format!("rustc = '{}", world.path("bin/rustc").display()),
        "rustfmt = '../bin/rustfmt'\nrustc = '../bin/rustc",
    );
    assert!(settings.contains("'../bin/rustc'"), "{settings}");
    let settings =
        format!("{settings}\n[target.mini-triple]\nllvm-config = '../bin/llvm-config'\n");
    world.write("repo/config.toml", &settings);
    // From wherever x.py is started.
    run(world.command(&["check"]).current_dir("/")).ok();
    let written: toml::Table = world.read("repo/build/rust/bootstrap.toml").parse().unwrap();
    for path in [
        &written["build"]["rustc"],
        &written["build"]["rustfmt"],
        &written["target"]["mini-triple"]["llvm-config"],
    ] {
        let path = Path::new(path.as_str().unwrap());
        assert!(path.is_absolute() && path.is_file(), "{path:?}");
    }
}

#[test]
fn a_home_and_a_temporary_folder_that_are_of_no_use() {
    let world = World::with_series();
    world.write("repo/build/rust/x.py", "");
    for place in ["/proc/nowhere", "/dev/null/nowhere"] {
        let mut command = world.command(&["build"]);
        run(command.env("HOME", place).env("TMPDIR", place).env("CARGO_HOME", place)).ok();
    }
    let mut command = world.command(&["build"]);
    run(command.env_remove("HOME").env_remove("TMPDIR").env_remove("CARGO_HOME")).ok();
    fs::remove_dir_all(world.path("repo/build")).unwrap();
    run(world.command(&["prepare"]).env("HOME", "/proc").env("TMPDIR", "/proc")).ok();
    world.is_in_step();
}

/// Gives a folder with all that is in it to a user.
fn give_away(folder: &Path, user: u32) {
    chown(folder, Some(user), Some(user)).unwrap();
    for path in fork::host::fsutil::walk(folder, &|_| false).unwrap() {
        std::os::unix::fs::lchown(folder.join(path), Some(user), Some(user)).unwrap();
    }
}

const NOBODY: u32 = 65534;

#[test]
fn root_after_a_user_and_a_user_after_root() {
    let world = World::with_series();
    if chown(world.path(""), Some(NOBODY), None).is_err() {
        eprintln!("only root can be one and the other");
        return;
    }
    fs::set_permissions(world.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    let program = world.path("fork");
    fs::copy(assert_cmd::cargo::cargo_bin!("fork"), &program).unwrap();
    let as_user = |arguments: &[&str]| {
        let like = world.command(arguments);
        let mut command = Command::new(&program);
        command.args(like.get_args()).current_dir("/").uid(NOBODY).gid(NOBODY).env("HOME", "/");
        command.envs(like.get_envs().filter_map(|(name, value)| Some((name, value?))));
        run(command.env_remove("CARGO_HOME"))
    };
    // What root has made, a user cannot write; whose it is is said.
    let path = world.path("repo/build").display().to_string();
    as_user(&["prepare"])
        .fails_with(&["the build folder is root's", &format!("chown -R NAME {path}")]);
    // What a user has made, root goes on with: git refuses the repositories of others otherwise.
    give_away(&world.path("repo"), NOBODY);
    world.write("repo/tests/ui/inline-async/two.rs", "// two\n");
    world.x(&["prepare"]).ok();
    assert!(world.has("repo/build/rust/tests/ui/inline-async/two.rs"));
    give_away(&world.path("repo"), NOBODY);
    as_user(&["prepare"]).ok();
}

//! A folder with a miniature base, a miniature repository and stand-ins for the
//! programs that a build uses.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex, Weak};
use std::time::SystemTime;

use tempfile::TempDir;

/// What the miniature base's `x.py` is: it tells how it was called, and plays tests.
const BASE_X: &str = r##"import os, sys
print("base x.py:", sys.argv[1:], "in", os.path.basename(os.getcwd()))
print("RUSTC" in os.environ, "CARGO_PKG_NAME" in os.environ, "RUSTUP_TOOLCHAIN" in os.environ)
if sys.argv[1] == "test":
    print("test result: ok. 3 passed; 0 failed; 0 ignored")
if sys.argv[1:3] == ["build", "--stage"]:
    os.makedirs("build/host/stage1/bin", exist_ok=True)
    with open("build/host/stage1/bin/rustc", "w") as file:
        print("#!/bin/sh", "test $1 != -vV || echo 'release: 1.96.0-dev'", sep="\n", file=file)
    os.chmod("build/host/stage1/bin/rustc", 0o755)
if "rustdoc" in sys.argv:
    with open("build/host/stage1/bin/rustdoc", "w") as file:
        print("#!/bin/sh", "echo 'test result: ok. 3 passed; 0 failed; 0 ignored'", sep="\n", file=file)
    os.chmod("build/host/stage1/bin/rustdoc", 0o755)
if "src/tools/tidy" in sys.argv:
    os.makedirs("build/host/stage1-tools-bin", exist_ok=True)
    with open("build/host/stage1-tools-bin/rust-tidy", "w") as file:
        print("#!/bin/sh", "test -x ${2#--cargo-path=} || exit 2", sep="\n", file=file)
        print("cat src/findings >&2; echo 'tidy: The following check failed: x' >&2", file=file)
    os.chmod("build/host/stage1-tools-bin/rust-tidy", 0o755)
sys.exit(7 if sys.argv[1] == "bench" else 0)
"##;

/// Programs that stand-ins, git and the tool run.
const OTHERS: [&str; 33] = [
    "basename", "bash", "cat", "chmod", "cp", "cut", "dirname", "env", "expr", "find", "git",
    "grep", "gzip", "head", "kill", "ln", "ls", "mkdir", "mv", "printf", "python3", "rm", "sed",
    "sh", "sleep", "sort", "tar", "touch", "tr", "true", "uname", "wc", "xz",
];

/// See the module.
pub struct World {
    folder: TempDir,
    /// What this one was copied from; gone with the last copy.
    _original: Option<Arc<World>>,
}

/// What a command did.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The command succeeded.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "{}\n{}", self.out, self.err);
        self
    }

    /// The command failed with an error that has all of these in it.
    #[track_caller]
    pub fn fails_with(self, parts: &[&str]) -> Self {
        assert!(!matches!(self.code, Some(0) | None), "{}\n{}", self.out, self.err);
        assert!(self.err.contains("x.py: error: "), "{}", self.err);
        for part in parts {
            assert!(self.err.contains(part), "`{part}` is not in:\n{}", self.err);
        }
        self
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Said {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Lines `NAME line N`, so that every line is its own.
pub fn text(name: &str, lines: usize) -> String {
    (1..=lines).map(|line| format!("{name} line {line}\n")).collect()
}

impl World {
    /// A base, a repository without patches and with two files, and `config.toml`.
    pub fn new() -> Self {
        let world = World { folder: tempfile::tempdir().unwrap(), _original: None };
        world.make_base("base", "1.96.0");
        world.write("repo/src/patches/base.toml", "version = \"1.96.0\"\n");
        world.write("repo/compiler/rustc_a/src/inline_async.rs", "// a\n");
        world.write("repo/tests/ui/inline-async/one.rs", "// one\n");
        world.write("repo/src/tools/fork/Cargo.toml", "");
        world.make_programs();
        world.write("repo/config.toml", &world.settings(""));
        world
    }

    /// The same, prepared, and with two patches in the repository.
    pub fn with_series() -> Self {
        static MADE: Mutex<Weak<World>> = Mutex::new(Weak::new());
        let original = {
            let mut made = MADE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            let original = made.upgrade().unwrap_or_else(|| Arc::new(World::make_series()));
            *made = Arc::downgrade(&original);
            original
        };
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (original.folder.path(), folder.path());
        fork::host::fsutil::copy_folder(from, to, &|_| false, &mut |_| ()).unwrap();
        let world = World { folder, _original: Some(original) };
        world.make_programs();
        world.write("repo/config.toml", &world.settings(""));
        world.git(&["status"]);
        world
    }

    fn make_series() -> Self {
        let world = World::new();
        world.x(&["prepare"]).ok();
        world.edit_and_commit("compiler/rustc_a/src/lib.rs", 3, "first\n", "First topic\n\nWhy.");
        world.edit_and_commit("compiler/rustc_b/src/lib.rs", 5, "second\n", "Second topic");
        world.x(&["export"]).ok();
        world
    }

    pub fn make_base(&self, name: &str, version: &str) {
        self.write(&format!("{name}/src/version"), &format!("{version}\n"));
        self.write(&format!("{name}/compiler/rustc_a/src/lib.rs"), &text("a", 20));
        self.write(&format!("{name}/compiler/rustc_b/src/lib.rs"), &text("b", 20));
        self.write(&format!("{name}/library/core/src/lib.rs"), &text("core", 20));
        self.write(&format!("{name}/Cargo.lock"), "version = 4\n");
        self.write(&format!("{name}/x.py"), BASE_X);
        let findings = "tidy [style]: /x/compiler/rustc_b/src/lib.rs:1: of the base\n";
        self.write(&format!("{name}/src/findings"), findings);
        let link = self.path(&format!("{name}/src/LICENSE-MIT"));
        if !link.is_symlink() {
            std::os::unix::fs::symlink("../nowhere", link).unwrap();
        }
    }

    fn make_programs(&self) {
        self.program(
            "rustc",
            "case $1 in --version) echo 'rustc 1.95.0 (x)';; \
             -vV) echo 'host: mini-triple'; echo 'release: 1.96.0';; esac",
        );
        self.program(
            "cargo",
            "echo \"cargo $*\"; echo 'test result: ok. 2 passed; 1 failed; 0 ignored'",
        );
        self.program("rustfmt", "cat");
        self.program(
            "llvm-config",
            &format!(
                "case $1 in --version) echo 22.1.8;; --prefix) echo {};; esac",
                self.path("llvm").display()
            ),
        );
        for path in ["bin/FileCheck", "bin/lld", "lib/clang/22/lib/x"] {
            self.write(&format!("llvm/{path}"), "");
        }
        for name in ["zlib", "zstd", "lzma"] {
            self.write(&format!("system/usr/include/{name}.h"), "");
        }
        for name in ["c++", "cmake", "ninja", "pkg-config", "rustup"] {
            self.program(name, &format!("echo {name} \"$*\" >> {}", self.path("calls").display()));
        }
    }

    /// A shell script in the folder that comes first in `PATH`.
    pub fn program(&self, name: &str, script: &str) {
        let path = format!("bin/{name}");
        self.write(&path, &format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(self.path(&path), fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// `PATH`: the stand-ins, and the few programs of this machine that they and we use. Which
    /// LLVM or apt this machine has must not matter.
    pub fn programs(&self) -> String {
        let others = self.path("others");
        if !others.exists() {
            fs::create_dir(&others).unwrap();
            let paths = std::env::var_os("PATH").unwrap();
            // The system's own first: what stands before it in a developer's `PATH` may be a
            // script that needs others.
            let folders: Vec<_> = [PathBuf::from("/usr/bin")]
                .into_iter()
                .chain(std::env::split_paths(&paths))
                .collect();
            for name in OTHERS {
                let mut places = folders.iter().map(|folder| folder.join(name));
                if let Some(place) = places.find(|place| place.is_file()) {
                    std::os::unix::fs::symlink(place, others.join(name)).unwrap();
                }
            }
        }
        format!("{}:{}", self.path("bin").display(), others.display())
    }

    /// The text of a `config.toml` that finds everything here.
    pub fn settings(&self, more: &str) -> String {
        format!(
            "[base]\npath = '{0}/base'\nsearch = []\ngit = '{0}/upstream'\n\
             [build]\nrustc = '{0}/bin/rustc'\n[fork]\ndisk = 0\nmemory = 0\n{more}",
            self.folder.path().display()
        )
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn tree(&self, path: &str) -> PathBuf {
        self.path("repo/build/rust").join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn has(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// The command `x.py ARGUMENTS`, not started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("fork"));
        command
            .arg("--root")
            .arg(self.path("repo"))
            .args(arguments)
            .env("PATH", self.programs())
            .env("FORK_TEST_SYSTEM", self.path("system"))
            .env("RUSTC", "never")
            .env("RUSTUP_TOOLCHAIN", "never")
            .env_remove("FORK_TEST_KILL_AT")
            .current_dir(self.folder.path());
        command
    }

    /// Runs `x.py ARGUMENTS`.
    pub fn x(&self, arguments: &[&str]) -> Said {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs git in the tree (or another folder) and gives what it says.
    #[track_caller]
    pub fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        let mut git = Command::new("git");
        git.arg("-C").arg(folder).args(["-c", "user.name=dev", "-c", "user.email=dev@localhost"]);
        let output = git.args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap();
        let said = Said::from(output).ok();
        said.out.trim_end().to_owned()
    }

    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.tree(""), arguments)
    }

    /// Puts text before a line of a file of the tree.
    pub fn insert(&self, path: &str, line: usize, text: &str) {
        let file = self.tree(path);
        let before = fs::read_to_string(&file).unwrap();
        let mut lines: Vec<_> = before.split_inclusive('\n').collect();
        lines.insert(line, text);
        fs::write(file, lines.concat()).unwrap();
    }

    pub fn edit_and_commit(&self, path: &str, line: usize, text: &str, message: &str) {
        self.insert(path, line, text);
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    /// The subjects of the tree's commits, the base first.
    pub fn subjects(&self) -> Vec<String> {
        self.git(&["log", "--reverse", "--format=%s"]).lines().map(str::to_owned).collect()
    }

    /// The names of the patch files.
    pub fn patches(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.path("repo/src/patches"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".patch"))
            .collect();
        names.sort();
        names
    }

    /// When each file of the tree was written.
    pub fn times(&self) -> Vec<(PathBuf, SystemTime)> {
        let listed = self.git(&["ls-files"]);
        let time = |path: &str| {
            let path = self.tree(path);
            let time = fs::symlink_metadata(&path).unwrap().modified().unwrap();
            (path, time)
        };
        listed.lines().map(time).collect()
    }

    /// Everything in the repository that is the fork's: patches and files.
    pub fn repository(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for top in ["compiler", "library", "tests", "src/patches"] {
            let top = self.path("repo").join(top);
            if !top.is_dir() {
                continue;
            }
            for path in fork::host::fsutil::walk(&top, &|_| false).unwrap() {
                let path = top.join(path);
                if path.is_file() {
                    let text = fs::read_to_string(&path).unwrap();
                    found.push((path.display().to_string(), text));
                }
            }
        }
        found
    }

    /// Repository and tree say the same, and nothing is left over from an interruption.
    #[track_caller]
    pub fn is_in_step(&self) {
        self.x(&["export", "--check"]).ok();
        assert_eq!(self.git(&["status", "--porcelain"]), "");
        for left in ["fork-pending.json", "fork-rebase.json", "index.lock", "fork-files"] {
            assert!(!self.tree(".git").join(left).exists(), "{left} is left over");
        }
    }
}

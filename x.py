#!/usr/bin/env python3
"""The fork's front door: builds the program in src/tools/fork and starts it.

Everything that the commands do is there; this file only sees to it that the program
is built, and built again when its source changed, on a machine that may have neither a
C compiler nor Rust. `./x.py --help` lists the commands.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(ROOT, "src", "tools", "fork")
BUILD = os.path.join(ROOT, "build")
TARGET = os.path.join(BUILD, "fork")
SUFFIX = ".exe" if os.name == "nt" else ""
PROGRAM = os.path.join(TARGET, "fork" + SUFFIX)
STAMP = os.path.join(TARGET, "x.py.stamp")

# The versions that can build the base, the better one first.
STAGE0 = ("1.95.", "1.96.")

C_COMPILER = ["gcc", "libc6-dev"]

# Debian's names for a compiler that is newer than the release, and for the release's own.
RUST_PACKAGES = (["rustc-web", "cargo-web", "rustfmt-web"], ["rustc", "cargo", "rustfmt"])

RUSTUP = ["rustup", "toolchain", "install", "1.95.0", "--profile", "minimal"]
RUSTUP += ["--component", "rustfmt"]

GET_RUSTUP = (
    "curl -sSf https://sh.rustup.rs | "
    "sh -s -- -y --profile minimal --default-toolchain 1.95.0 --component rustfmt"
)

# What cargo says when it was the network.
NETWORK = re.compile(
    r"[Cc]ould(n't| not) (resolve|connect)|Connection (refused|reset|timed out)|SSL connect error"
    r"|spurious network error|Timeout was reached|network failure|failed to connect"
    r"|unable to update registry|download of .* failed|failed to download from"
)


def fail(message):
    """Ends with an error."""
    sys.exit("x.py: error: " + message)


def say(message):
    """Tells what happens."""
    print("x.py: " + message, file=sys.stderr)
    sys.stderr.flush()


def system(path):
    """A path of this system; the tests have a stand-in for `/`."""
    return os.path.join(os.environ.get("FORK_TEST_SYSTEM", "/"), path)


def is_root():
    if "FORK_TEST_SYSTEM" in os.environ:
        return os.path.exists(system("root"))
    return hasattr(os, "geteuid") and os.geteuid() == 0


def is_debian():
    return os.path.exists(system("etc/debian_version")) and shutil.which("apt-get") is not None


def ask(*command):
    """What a program says, or None when it is absent or fails."""
    try:
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
            cwd=ROOT,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.decode(errors="replace").strip()


def follow(command, environment=None):
    """Runs with the output passed on line by line; gives the exit code and what was said."""
    said = []
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=ROOT,
        )
    except OSError as error:
        return 127, str(error)
    with child:
        for line in child.stdout:
            sys.stderr.write(line.decode(errors="replace"))
            sys.stderr.flush()
            said.append(line.decode(errors="replace"))
    return child.returncode, "".join(said)


def settings():
    """What config.toml sets of `build.rustc`, `build.cargo` and `fork.set-up`.

    A mistake in the file is found by the program, which reads all of it.
    """
    found = {}
    section = ""
    wanted = re.compile(
        r"""\s*([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(true|false))""",
    )
    try:
        path = os.path.join(ROOT, "config.toml")
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            for line in file:
                header = re.match(r"\s*\[([^\]]*)\]", line)
                if header:
                    section = header.group(1).strip() + "."
                setting = wanted.match(line)
                if setting:
                    name, values = section + setting.group(1), setting.groups()[1:]
                    found[name] = next(value for value in values if value is not None)
    except OSError:
        pass
    for name in ("build.rustc", "build.cargo"):
        if name in found:
            # As the program takes them: from the folder of config.toml.
            found[name] = os.path.join(ROOT, found[name])
    return found


def stage0_candidates():
    """Every rustc that may do, the likeliest first."""
    sysroot = ask("rustc", "--print", "sysroot")
    if sysroot:
        yield os.path.join(sysroot, "bin", "rustc" + SUFFIX)
    home = os.environ.get("RUSTUP_HOME") or os.path.join(os.path.expanduser("~"), ".rustup")
    toolchains = os.path.join(home, "toolchains")
    names = sorted(os.listdir(toolchains)) if os.path.isdir(toolchains) else []
    for wanted in ("1.95", "stable", "1.96"):
        for name in names:
            if name.startswith(wanted):
                yield os.path.join(toolchains, name, "bin", "rustc" + SUFFIX)


def find_stage0(chosen):
    """rustc and cargo to build with, or None."""
    rustcs = [chosen["build.rustc"]] if "build.rustc" in chosen else stage0_candidates()
    for rustc in rustcs:
        version = (ask(rustc, "--version") or "").split(" ")
        cargo = chosen.get("build.cargo") or os.path.join(os.path.dirname(rustc), "cargo" + SUFFIX)
        if len(version) > 1 and version[1].startswith(STAGE0) and os.path.exists(cargo):
            return rustc, cargo
    return None


def has_c_compiler():
    """Whether programs can be linked: with `cc`, and on Linux the start of every C program."""
    if shutil.which("cc") is None:
        return False
    start = ask("cc", "-print-file-name=crt1.o")
    return not sys.platform.startswith("linux") or bool(start and os.path.isabs(start))


def before_root(chosen):
    """The words before a command that installs packages, or None where we may not."""
    if not is_debian() or chosen.get("fork.set-up") == "false":
        return None
    as_root = ["env", "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive"]
    if is_root():
        return as_root
    if shutil.which("sudo") and ask("sudo", "-n", "true") is not None:
        return ["sudo", "-n"] + as_root
    return None


def apt_get(arguments):
    # Debian's own updates may hold the lock just after the machine was started.
    return ["apt-get", "-o", "DPkg::Lock::Timeout=600"] + arguments


def install_command(packages):
    return apt_get(["install", "--yes", "--quiet", "--no-install-recommends"] + packages)


def rust_packages(root):
    """Debian's packages of a Rust that will do, where their lists have it and nothing that
    is installed has to go for it."""
    for attempt in ("as they are", "new"):
        if attempt == "new":
            # The lists may be old, or not there at all.
            if root is None:
                break
            say("bringing apt's lists up to date")
            follow(root + apt_get(["update", "--quiet"]))
        for packages in RUST_PACKAGES:
            policy = ask("env", "LC_ALL=C", "apt-cache", "policy", packages[0]) or ""
            candidate = re.search(r"Candidate: (\S+)", policy)
            if not candidate or not candidate.group(1).startswith(STAGE0):
                continue
            simulated = ask("env", "LC_ALL=C", *install_command(["--simulate"] + packages))
            if simulated is not None and "\nRemv " not in "\n" + simulated:
                return packages
    return []


def install(root, packages):
    say("installing " + " ".join(packages))
    command = root + install_command(packages)
    # Interrupted half way, dpkg would leave a mess.
    interrupted = signal.signal(signal.SIGINT, signal.SIG_IGN)
    code, said = follow(command)
    if code != 0:
        if "dpkg was interrupted" in said:
            follow(root + ["dpkg", "--configure", "-a"])
        # The lists of packages may be old, or not there at all.
        follow(root + apt_get(["update", "--quiet"]))
        code, said = follow(command)
    signal.signal(signal.SIGINT, interrupted)
    if code != 0:
        if "Could not get lock" in said or "is another process using it" in said:
            why = "another program is installing packages; run the command again when it is done"
        elif "dpkg was interrupted" in said or "dpkg returned an error" in said:
            why = "dpkg has to be put in order first: `dpkg --configure -a`"
        elif "Unable to locate package" in said or "has no installation candidate" in said:
            why = "apt's lists do not have it: see the suites in /etc/apt/sources.list*"
        else:
            why = "its last lines say why; without a network, connect to one and run this again"
        fail("`{}` failed: {}".format(" ".join(command), why))


def get_ready():
    """rustc and cargo to build with, after what is missing was installed."""
    chosen = settings()
    stage0 = find_stage0(chosen)
    if stage0 is None and "build.rustc" in chosen:
        fail(
            "`build.rustc` in config.toml is {}: no working rustc 1.95 or 1.96 with a cargo "
            "beside it".format(chosen["build.rustc"])
        )
    missing = [] if has_c_compiler() else ["a C compiler"]
    packages = list(C_COMPILER) if missing else []
    root = before_root(chosen)
    rust = []
    if stage0 is None:
        missing.append("a rustc 1.95 or 1.96 with its cargo")
        rust = rust_packages(root) if is_debian() else []
    if not missing:
        return stage0
    say("missing on this machine: " + " and ".join(missing))
    with_rustup = stage0 is None and not rust and shutil.which("rustup")
    may_install = chosen.get("fork.set-up") != "false"
    if packages + rust and root is not None:
        install(root, packages + rust)
        packages, rust = [], []
    if with_rustup and may_install and not packages:
        say(" ".join(RUSTUP))
        code, _ = follow(RUSTUP)
        if code != 0:
            fail("`{}` failed: without a network, connect to one and run this again".format(
                " ".join(RUSTUP)))
    stage0 = stage0 or find_stage0(chosen)
    if packages or stage0 is None:
        fail("what is missing is had with\n  " + how_to_get(packages + rust, stage0, with_rustup))
    return stage0


def how_to_get(packages, stage0, with_rustup):
    """One command for everything that is missing."""
    commands = []
    if packages and is_debian():
        sudo = "" if is_root() else "sudo "
        commands.append(
            sudo + "apt-get install --no-install-recommends " + " ".join(packages)
        )
    if stage0 is None and "rustc-web" not in packages and "rustc" not in packages:
        commands.append(" ".join(RUSTUP) if with_rustup else GET_RUSTUP)
    command = " && ".join(commands)
    if packages and not is_debian():
        note = "your system's packages with a C compiler (`cc`, often of the package gcc)"
        command = note + (", and then\n  " + command if command else "")
    return command


def source_hash():
    """A hash of everything that the program is built from."""
    files = [os.path.join(ROOT, "config.example.toml"), os.path.join(ROOT, "LICENSE-APACHE")]
    for name in ("Cargo.toml", "Cargo.lock"):
        files.append(os.path.join(SOURCE, name))
    for folder, _, names in os.walk(os.path.join(SOURCE, "src")):
        files.extend(os.path.join(folder, name) for name in names)
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(os.path.relpath(path, ROOT).encode() + b"\0")
        try:
            with open(path, "rb") as file:
                digest.update(hashlib.sha256(file.read()).digest())
        except OSError as error:
            fail(str(error))
    return digest.hexdigest()


def is_built(wanted):
    """Whether the program is there and of this source."""
    try:
        with open(STAMP) as file:
            return file.read() == wanted and os.path.exists(PROGRAM)
    except OSError:
        return False


def owner(path):
    """Who owns a file, for people."""
    uid = os.stat(path).st_uid
    try:
        import pwd

        return pwd.getpwuid(uid).pw_name
    except (ImportError, KeyError):
        return "user {}".format(uid)


def refuse_others_folder():
    """Ends where the build folder is somebody else's, who built here before."""
    inside = (".lock", "fork", "fork/x.py.stamp", "base", "download", "rust", "rust/.git")
    paths = [BUILD] + [os.path.join(BUILD, path) for path in inside]
    for path in paths if os.path.exists(BUILD) else [ROOT]:
        if os.path.exists(path) and not os.access(path, os.W_OK):
            fail(
                "{0} belongs to {1} and cannot be written: run the command as {1}, or as root "
                "give {2} to whoever is to work in it (`chown -R NAME {2}`)".format(
                    path, owner(path), paths[0] if path in paths else ROOT
                )
            )


def room(folder):
    """Bytes that can be written in a folder; None where nothing can."""
    if not os.path.isdir(folder) or not os.access(folder, os.W_OK):
        return None
    return shutil.disk_usage(folder).free


def go_without_home_and_temporary_folder():
    """Puts what is unusable in the user's surroundings into the build folder."""
    home = os.environ.get("CARGO_HOME") or os.path.join(os.path.expanduser("~"), ".cargo")
    there = home
    while not os.path.exists(there) and os.path.dirname(there) != there:
        there = os.path.dirname(there)
    if not os.access(there, os.W_OK):
        os.environ["CARGO_HOME"] = os.path.join(BUILD, "cargo-home")
    folder = os.environ.get("TMPDIR", "/tmp")
    if os.name != "nt" and (room(folder) or 0) < 1 << 28:
        os.environ["TMPDIR"] = os.path.join(BUILD, "tmp")
        os.makedirs(os.environ["TMPDIR"], exist_ok=True)


def environment_of_the_build(rustc):
    """The environment, in which no setting of the user's for other programs has an effect."""
    environment = dict(os.environ, RUSTC=rustc)
    for name in list(environment):
        if re.match("RUSTUP_TOOLCHAIN$|RUSTFLAGS$|CARGO_BUILD_|CARGO_TARGET_", name):
            del environment[name]
    # Empty values win over cargo's configuration files.
    for name in ("RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "CARGO_ENCODED_RUSTFLAGS"):
        environment[name] = ""
    return environment


def why_it_failed(said):
    """What to do after cargo failed."""
    if re.search(r"No space left on device|os error 28\b", said):
        return "make room in {} and {}".format(BUILD, os.environ.get("TMPDIR", "/tmp"))
    if re.search(r"Permission denied|os error 13\b", said):
        for path in re.findall(r"/[^\s`'\":,)]+", said[said.find("error") :]):
            while not os.path.exists(path):
                path = os.path.dirname(path)
            if not os.access(path, os.W_OK):
                return "{} belongs to {}".format(path, owner(path))
        return "see who owns what it could not open (the build folder is {}'s)".format(owner(BUILD))
    if re.search(r"linker `[^`]*` not found|linking with `[^`]*` failed", said):
        return "the C compiler does not link; install it afresh"
    if "--offline" in said:
        return "cargo is set to be offline; set it otherwise for the first run"
    if re.search(r"SSL certificate|certificate verify|CA cert", said):
        return "the certificates of the system are missing (the package ca-certificates)"
    if NETWORK.search(said):
        return "connect to the network and run the command again"
    return "what cargo says above is the reason"


def build():
    """Builds the program."""
    rustc, cargo = get_ready()
    about = ask(rustc, "-vV") or ""
    host = re.search(r"^host: (\S+)", about, re.MULTILINE)
    if not host:
        fail("`{} -vV` does not say for which machine it is".format(rustc))
    host = host.group(1)
    say("building src/tools/fork with {}".format(rustc))
    command = [cargo, "build", "--release", "--locked", "--target", host, "--target-dir", TARGET]
    command += ["--manifest-path", os.path.join(SOURCE, "Cargo.toml")]
    code, said = follow(command, environment_of_the_build(rustc))
    if code != 0:
        fail("src/tools/fork could not be built; " + why_it_failed(said))
    temporary = "{}.{}".format(PROGRAM, os.getpid())
    shutil.copy2(os.path.join(TARGET, host, "release", "fork" + SUFFIX), temporary)
    os.replace(temporary, PROGRAM)


def main():
    if sys.version_info < (3, 9):
        fail("Python 3.9 or newer is needed, this is " + sys.version.split()[0])
    refuse_others_folder()
    go_without_home_and_temporary_folder()
    wanted = source_hash()
    if not is_built(wanted):
        build()
        temporary = "{}.{}".format(STAMP, os.getpid())
        with open(temporary, "w") as file:
            file.write(wanted)
        os.replace(temporary, STAMP)
    command = [PROGRAM, "--root", ROOT] + sys.argv[1:]
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(PROGRAM, command)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        fail("{}: {}".format(error.filename or "a file", error.strerror))

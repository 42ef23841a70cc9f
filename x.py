#!/usr/bin/env python3
"""The fork's front door: builds the program in src/tools/fork and starts it.

Everything that the commands do is there; this file only sees to it that the program
is built, and built again when its source changed. `./x.py --help` lists the commands.
"""

import hashlib
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(ROOT, "src", "tools", "fork")
TARGET = os.path.join(ROOT, "build", "fork")
SUFFIX = ".exe" if os.name == "nt" else ""
PROGRAM = os.path.join(TARGET, "release", "fork" + SUFFIX)
STAMP = os.path.join(TARGET, "x.py.stamp")

# The versions that can build the base, the better one first.
STAGE0 = ("1.95.", "1.96.")

HOW_TO_GET_STAGE0 = """x.py: error: no rustc 1.95 or 1.96 with its cargo on this machine
With one of them this program builds itself and the fork's compiler. To get it:
  with rustup (https://rustup.rs):  rustup toolchain install 1.95.0 --component rustfmt
  on Debian, as root:               apt-get install rustc-web cargo-web
or name one in config.toml:         [build]
                                    rustc = "/path/to/bin/rustc"
"""


def source_hash():
    """A hash of everything that the program is built from."""
    files = [os.path.join(ROOT, "config.example.toml")]
    for name in ("Cargo.toml", "Cargo.lock"):
        files.append(os.path.join(SOURCE, name))
    for folder, _, names in os.walk(os.path.join(SOURCE, "src")):
        files.extend(os.path.join(folder, name) for name in names if name.endswith(".rs"))
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(os.path.relpath(path, ROOT).encode() + b"\0")
        try:
            with open(path, "rb") as file:
                digest.update(hashlib.sha256(file.read()).digest())
        except OSError as error:
            sys.exit("x.py: error: {}".format(error))
    return digest.hexdigest()


def is_built(wanted):
    """Whether the program is there and of this source."""
    try:
        with open(STAMP) as file:
            return file.read() == wanted and os.path.exists(PROGRAM)
    except OSError:
        return False


def ask(*command):
    """What a program says, or None when it is absent or fails."""
    try:
        answer = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, cwd=ROOT
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.decode(errors="replace").strip()


def settings():
    """`rustc` and `cargo` of config.toml's section [build]."""
    found = {}
    section = None
    try:
        with open(os.path.join(ROOT, "config.toml"), encoding="utf-8") as file:
            for line in file:
                header = re.match(r"\s*\[([^\]]*)\]", line)
                if header:
                    section = header.group(1).strip()
                setting = re.match(r"""\s*(rustc|cargo)\s*=\s*["']([^"']*)["']""", line)
                if setting and section == "build":
                    found[setting.group(1)] = setting.group(2)
    except OSError:
        pass
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


def find_stage0():
    """rustc and cargo to build with."""
    chosen = settings()
    rustcs = [chosen["rustc"]] if "rustc" in chosen else stage0_candidates()
    for rustc in rustcs:
        version = (ask(rustc, "--version") or "").split(" ")
        cargo = chosen.get("cargo") or os.path.join(os.path.dirname(rustc), "cargo" + SUFFIX)
        if len(version) > 1 and version[1].startswith(STAGE0) and os.path.exists(cargo):
            return rustc, cargo
    sys.exit(HOW_TO_GET_STAGE0.rstrip())


def build():
    """Builds the program."""
    rustc, cargo = find_stage0()
    print("x.py: building src/tools/fork", file=sys.stderr)
    sys.stderr.flush()
    environment = dict(os.environ, RUSTC=rustc)
    for name in ("RUSTUP_TOOLCHAIN", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET", "RUSTC_WRAPPER"):
        environment.pop(name, None)
    command = [cargo, "build", "--release", "--locked", "--quiet"]
    command += ["--manifest-path", os.path.join(SOURCE, "Cargo.toml"), "--target-dir", TARGET]
    if subprocess.call(command, env=environment) != 0:
        sys.exit(
            "x.py: error: src/tools/fork could not be built; if crates could not be loaded, "
            "connect to the network and run the command again"
        )


def main():
    if sys.version_info < (3, 9):
        sys.exit("x.py: error: Python 3.9 or newer is needed, this is " + sys.version.split()[0])
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

#!/usr/bin/env python3
"""Talks to rust-analyzer as an editor does, about `inline async fn`.

    talk.py SERVER RUSTC [LIBRARY]

SERVER is the program, RUSTC the fork's compiler, and LIBRARY the source of its library, where the
toolchain has none. The crate beside this file is opened in both spellings, each of which the
compiler must accept. Cargo is the one that `CARGO` names, or else of the PATH.
"""

import json
import os
import pathlib
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading

CRATE = pathlib.Path(__file__).resolve().parent / "crate"

# No test waits for that: it is what ends one where the server hangs.
PATIENCE = 600

# What a call gives: the type of the variable that `let NAME = ` makes.
TYPES = {
    "call": "InlineCall<&mut dyn AsyncRead, (&mut [u8],), Result<usize, Error>>",
    "many": "usize",
    "size": "u64",
    "by_path": "InlineCall<&mut dyn AsyncRead, (&mut [u8],), Result<usize, Error>>",
    "again": "usize",
    "placed": "PlacedCall<InlineCall<&mut dyn AsyncRead, (&mut [u8],), Result<usize, Error>>, "
    "&mut HeapPlace>",
    "bound": "BoundCall<&mut Placed<Box<dyn AsyncRead>, Global>, (&mut [u8],), "
    "Result<usize, Error>>",
    "shared": "BoundCall<&Placed<Box<dyn AsyncRead>, Global>, (), u64>",
    "length": "usize",
    "consumed": "BoundCall<Placed<Box<dyn AsyncRead>, Global>, (), Result<(), Error>>",
    "closed": "Result<(), Error>",
    "items": "Vec<u16>",
    "item": "u16",
    "local": "InlineCall<&dyn Counted, Local<(u32,)>, u32>",
    "tracked": "InlineCall<&dyn Counted, Tracked<()>, u32>",
    "owned": "OwnedCall<Box<dyn AsyncRead>, Global, (), u64, &()>",
    "known": "usize",
    "unknown": "impl Future<Output = Result<usize, Error>>",
}

# Where calls lead: the call with a bar where the cursor is, and the line that is reached.
METHOD = "async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;"
DEFINITIONS = {
    "let call = object.re|ad(": METHOD,
    "AsyncRead::re|ad(object": METHOD,
    "let bound = binding.re|ad(": METHOD,
    "let unknown = reader.re|ad(": METHOD,
    "let consumed = binding.cl|ose()": "async fn close(self) -> io::Result<()>;",
    "binding.pin|ned().await": "async fn pinned(self: Pin<&mut Self>)",
    # Of a known type it is the implementation that is reached.
    "let known = zeroes.re|ad(": METHOD.replace(";", " {"),
}

# Mistakes, and what is said of them. That is how we know that something is said at all.
MISTAKES = {
    ("object.size().await;", "object.seize().await;"): "E0599: no method",
    ("let many = call.await?;", "let many: u8 = call.await?;"): "E0308: expected u8",
    ("let many = bound.await?;", "let many: u8 = bound.await?;"): "E0308: expected u8",
    ("on_object(&mut binding)", "on_objects(&mut binding)"): "E0425: no such value",
    ("async fn close(self) -> io::Result<()>;", "async fn close(self) -> io::Result<();"): (
        "syntax-error"
    ),
}


def other_spelling(text):
    """The attribute for the keyword, in traits; in an impl nothing needs to be said."""
    traits, rest = text.split("pub struct Zeroes")
    local = "#[inline_async(local)]\n    "
    traits = traits.replace(local + "inline async fn", local + "async fn")
    traits = traits.replace("    inline async fn", "    #[inline_async]\n    async fn")
    return traits + "pub struct Zeroes" + rest.replace("inline async fn", "async fn")


class Server:
    """A server with one file open."""

    def __init__(self, program, folder, environment, settings):
        self.uri = (folder / "src/lib.rs").as_uri()
        self.version = 0
        self.requests = 0
        self.messages = queue.Queue()
        self.log = open(folder / "log", "w+")
        self.process = subprocess.Popen(
            [program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            cwd=folder,
            env=environment,
        )
        threading.Thread(target=self.listen, daemon=True).start()
        self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder.as_uri(),
                "workspaceFolders": [{"uri": folder.as_uri(), "name": "editor"}],
                "capabilities": {
                    "general": {"positionEncodings": ["utf-8"]},
                    "textDocument": {
                        "diagnostic": {},
                        "hover": {"contentFormat": ["plaintext"]},
                    },
                    "experimental": {"serverStatusNotification": True},
                },
                "initializationOptions": settings,
            },
        )
        self.notify("initialized", {})

    def listen(self):
        """Reads messages until there are no more."""
        output = self.process.stdout
        while True:
            length = None
            while header := output.readline().strip():
                name, value = header.split(b":", 1)
                if name.lower() == b"content-length":
                    length = int(value)
            if length is None:
                self.messages.put(None)
                return
            self.messages.put(json.loads(output.read(length)))

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method, parameters):
        self.send({"method": method, "params": parameters})

    def receive(self):
        """The next message that is meant for us."""
        while True:
            message = self.messages.get(timeout=PATIENCE)
            if message is None:
                self.log.seek(0)
                sys.exit("the server ended; it said\n" + self.log.read())
            if "id" in message and "method" in message:
                # The server asks: for settings, which it has, or to register something.
                items = message.get("params", {}).get("items", [])
                answer = [None] * len(items) if "configuration" in message["method"] else None
                self.send({"id": message["id"], "result": answer})
            else:
                return message

    def request(self, method, parameters):
        """The answer to a question, asked again where the server had to begin anew."""
        while True:
            self.requests += 1
            self.send({"id": self.requests, "method": method, "params": parameters})
            while (answer := self.receive()).get("id") != self.requests:
                pass
            if "error" not in answer:
                return answer["result"]
            # ContentModified, ServerCancelled
            if answer["error"]["code"] not in (-32801, -32802):
                sys.exit(f"{method}: {answer['error']['message']}")

    def wait(self):
        """Waits until the crate and the library are loaded."""
        while True:
            message = self.receive()
            if message.get("method") == "experimental/serverStatus":
                status = message["params"]
                if status["health"] != "ok":
                    sys.exit(f"the server is not well: {status.get('message')}")
                if status["quiescent"]:
                    return

    def write(self, text):
        """What the file is from here on."""
        self.text = text
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        if self.version == 1:
            document |= {"languageId": "rust", "text": text}
            self.notify("textDocument/didOpen", {"textDocument": document})
        else:
            changes = {"textDocument": document, "contentChanges": [{"text": text}]}
            self.notify("textDocument/didChange", changes)

    def at(self, place):
        """The place in the file: text that is there once, with a bar where the cursor is."""
        before, after = place.split("|", 1)
        if self.text.count(before + after) != 1:
            sys.exit(f"`{before}{after}` is not once in the crate")
        lines = self.text[: self.text.index(before + after) + len(before)].split("\n")
        return {
            "textDocument": {"uri": self.uri},
            "position": {"line": len(lines) - 1, "character": len(lines[-1].encode())},
        }

    def hover(self, place):
        found = self.request("textDocument/hover", self.at(place))
        return found["contents"]["value"] if found else ""

    def line_of_definition(self, place):
        found = self.request("textDocument/definition", self.at(place)) or []
        found = found if isinstance(found, list) else [found]
        if len(found) != 1 or found[0]["uri"] != self.uri:
            return f"{found}"
        return self.text.split("\n")[found[0]["range"]["start"]["line"]]

    def completions(self, place):
        found = self.request("textDocument/completion", self.at(place)) or []
        items = found["items"] if isinstance(found, dict) else found
        return {re.match(r"\w*", item["label"]).group() for item in items}

    def diagnostics(self):
        document = {"textDocument": {"uri": self.uri}}
        found = self.request("textDocument/diagnostic", document)
        lines = self.text.split("\n")
        return [
            f"{item.get('code')}: {item['message']}: "
            f"{lines[item['range']['start']['line']].strip()}"
            for item in found["items"]
        ]

    def end(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        self.process.wait(timeout=PATIENCE)


class Count:
    """Checks, counted."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, what, is_right, otherwise):
        if is_right:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {what}: {otherwise}")


def short(ty):
    """A type without what says nothing: lifetimes, parentheses of `dyn`, allocators of boxes."""
    ty = re.sub(r"'(static|_|\w+) ?", "", ty)
    ty = re.sub(r" \+ (?=[)>,])", "", ty)
    ty = re.sub(r"\((dyn [\w<>, =]+?)\)", r"\1", ty)
    return re.sub(r"(Box<dyn \w+), Global>", r"\1>", ty)


def ask(server, count, spelling):
    """Everything that is asked about one spelling."""
    said = server.diagnostics()
    count.check(f"{spelling}: no diagnostics", not said, said)

    for name, ty in TYPES.items():
        wanted = f"{name}: {ty}"
        line = next(
            line
            for line in server.text.split("\n")
            if re.match(rf"\s*let (mut )?\(?{name} =", line)
        ).strip()
        cursor = line.index(name)
        hover = server.hover(line[:cursor] + "|" + line[cursor:])
        count.check(f"{spelling}: type of `{line}`", wanted in short(hover), f"{wanted}: {hover}")

    method = "inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>"
    for place in ("let call = object.re|ad(", "let bound = binding.re|ad("):
        hover = server.hover(place)
        is_right = method in hover and "Reads some bytes." in hover
        count.check(f"{spelling}: hover over `{place}`", is_right, hover)

    for place, line in DEFINITIONS.items():
        found = server.line_of_definition(place)
        count.check(f"{spelling}: definition of `{place}`", line in found, found)


def complete(server, count, text, spelling):
    """What is offered after a dot that was just typed."""
    wanted = {"read", "size", "close", "name"}
    for written, receiver in (
        ("let call = object.read(&mut buf);", "object"),
        ("let bound = binding.read(&mut buf);", "binding"),
    ):
        server.write(text.replace(written, f"{receiver}.\n    {written}"))
        found = server.completions(f"{receiver}.|\n    {written}")
        count.check(f"{spelling}: completions of `{receiver}.`", wanted <= found, found)
        # What a pointer has that is no object's must not be what we see.
        count.check(f"{spelling}: only its own of `{receiver}.`", "poll" not in found, found)

    # What a call gives has methods, too.
    written = "let many = call.await?;"
    server.write(text.replace(written, f"call.\n    {written}"))
    found = server.completions(f"call.|\n    {written}")
    count.check(f"{spelling}: completions of `call.`", {"in_place", "await"} <= found, found)


def is_compiled(folder, environment, text):
    """Whether the compiler accepts the crate: what it refuses is no false diagnostic."""
    (folder / "src/lib.rs").write_text(text)
    check = [environment["CARGO"], "check", "--quiet", "--offline"]
    check += ["--target-dir", folder / "target"]
    return subprocess.run(check, cwd=folder, env=environment).returncode == 0


def main(server, rustc, library=None):
    # The server asks the compiler where its library is, and cargo what the crate is made of.
    cargo = os.environ.get("CARGO") or shutil.which("cargo")
    environment = dict(os.environ, RUSTC=rustc, CARGO=cargo)
    settings = {
        # What the compiler says is not the question, and there is nothing to build.
        "checkOnSave": False,
        "cargo": {"buildScripts": {"enable": False}},
        "procMacro": {"enable": False},
        "cachePriming": {"enable": False},
        # Types that do not match are said only with these.
        "diagnostics": {"experimental": {"enable": True}},
    }
    if library:
        settings["cargo"]["sysrootSrc"] = library
    count = Count()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve() / "editor"
        shutil.copytree(CRATE, folder)
        keyword = (folder / "src/lib.rs").read_text()
        attribute = other_spelling(keyword)
        spellings = {"keyword": keyword, "attribute": attribute}
        for spelling, text in spellings.items():
            is_right = is_compiled(folder, environment, text)
            count.check(f"{spelling}: the compiler accepts the crate", is_right, "see above")

        session = Server(server, folder, environment, settings)
        session.write(keyword)
        session.wait()
        for spelling, text in spellings.items():
            session.write(text)
            ask(session, count, spelling)
            complete(session, count, text, spelling)
        for (right, wrong), code in MISTAKES.items():
            session.write(keyword.replace(right, wrong))
            said = session.diagnostics()
            is_right = any(it.startswith(code) for it in said)
            count.check(f"a mistake, `{wrong}`, is {code}", is_right, said)
        session.end()
    print(f"test result: {'FAILED' if count.failed else 'ok'}. {count.passed} passed; "
          f"{count.failed} failed")
    return 1 if count.failed else 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))

//! What the tests share: running both programs, and peers to read from.

#![allow(dead_code, reason = "no test uses all of it")]

use std::ffi::OsStr;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Output, Stdio};
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;

/// The three places of `--place`.
pub const PLACES: [&str; 3] = ["heap", "inline", "call"];

/// Locales in which bytes beyond ASCII are characters of their own, and parts of characters.
pub const LOCALES: [&str; 2] = ["C", "C.UTF-8"];

/// GNU's `wc`.
pub fn gnu(locale: &str) -> Command {
    let mut command = Command::new("wc");
    command.env("LC_ALL", locale);
    command
}

/// Ours, which counts words by the rule of the GNU `wc` that it is compared to.
pub fn ours(locale: &str, place: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wc"));
    command.env("LC_ALL", locale).args(["--place", place]).args(["--word-rule", word_rule()]);
    command
}

fn word_rule() -> &'static str {
    let output = run(gnu("C").arg("-w"), b"\x01");
    if output.stdout.trim_ascii() == b"0" { "printable" } else { "non-space" }
}

/// Runs `command` with `input` on a pipe to its standard input.
pub fn run(command: &mut Command, input: &[u8]) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program should start");
    let mut pipe = child.stdin.take().unwrap();
    thread::scope(|scope| {
        // A program that does not read what it is given closes the pipe.
        scope.spawn(move || drop(pipe.write_all(input)));
        child.wait_with_output().unwrap()
    })
}

/// Asserts that both programs print the same to standard output and standard error, and end with
/// the same exit code, in every place and locale.
#[track_caller]
pub fn assert_same<S: AsRef<OsStr>>(arguments: &[S], input: &[u8]) {
    for locale in LOCALES {
        for place in PLACES {
            assert_same_in(locale, place, arguments, input);
        }
    }
}

/// Asserts the same in one place and locale.
#[track_caller]
pub fn assert_same_in<S: AsRef<OsStr>>(locale: &str, place: &str, arguments: &[S], input: &[u8]) {
    let expected = run(gnu(locale).args(arguments), input);
    let actual = run(ours(locale, place).args(arguments), input);
    let [expected, actual] = [expected, actual].map(|output| {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(&output.stdout), text(&output.stderr), output.status.code())
    });
    assert_eq!(actual, expected, "in locale {locale}, place {place}");
}

/// The line that GNU's `wc` prints for `data` on a pipe, with `label` at its end.
pub fn expected_line(locale: &str, data: &[u8], label: &str) -> String {
    let output = run(&mut gnu(locale), data);
    format!("{} {label}\n", str::from_utf8(&output.stdout).unwrap().trim_end())
}

/// Listens on the loopback interface, and sends `pieces` to the first `connections` peers.
pub fn serve(pieces: Vec<Vec<u8>>, connections: usize) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for _ in 0..connections {
            let (mut peer, _) = listener.accept().unwrap();
            peer.set_nodelay(true).unwrap();
            for piece in &pieces {
                peer.write_all(piece).unwrap();
            }
        }
    });
    address
}

/// An address where nobody listens.
pub fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Compresses `data`.
pub fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// Text with words of all lengths, empty lines, white space of all kinds, and characters of one to
/// four bytes, some of them neither printable nor white space. The same for every call.
pub fn text(length: usize) -> Vec<u8> {
    const WORDS: [&str; 16] = [
        "a",
        "counts ",
        "lines\n",
        "\n",
        "\t",
        "words, ",
        "Größe ",
        "— ",
        "日本語",
        "🦀 ",
        "\u{a0}",
        "\u{200b}",
        "\r\n",
        "\x0b\x0c",
        "\x01",
        "through `dyn` ",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut text = Vec::with_capacity(length + 16);
    while text.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        text.extend_from_slice(WORDS[(state >> 60) as usize].as_bytes());
    }
    text
}

/// Bytes that are no text. The same for every call.
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes
}

//! Bad input: a complaint, the other inputs counted, and exit code 1.

mod common;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::process::Output;

use common::{PLACES, assert_same, gnu, gzip, nobody, ours, run, text};
use tempfile::TempDir;

/// A folder with a good file in it.
fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good");
    fs::write(&good, "one two\n").unwrap();
    (folder, good)
}

/// Asserts that `bad` is complained about because of `reason`, and the good file behind it counted.
#[track_caller]
fn assert_complaint(bad: &str, reason: &str, counted: Option<&str>) {
    let (_folder, good) = folder();
    for place in PLACES {
        let Output { status, stdout, stderr } = run(ours("C", place).arg(bad).arg(&good), b"");
        assert_eq!(String::from_utf8_lossy(&stderr), format!("wc: {bad}: {reason}\n"));
        let stdout = String::from_utf8_lossy(&stdout);
        let mut lines = stdout.lines();
        if let Some(counted) = counted {
            let line = lines.next().unwrap();
            assert!(line.ends_with(&format!("{counted} {bad}")), "{line}");
        }
        let line = lines.next().unwrap();
        assert!(line.ends_with(good.to_str().unwrap()), "{line}");
        assert!(lines.next().unwrap().ends_with(" total"));
        assert_eq!(lines.next(), None);
        assert_eq!(status.code(), Some(1));
    }
}

#[test]
fn missing_file() {
    assert_complaint("/nowhere/at/all", "No such file or directory", None);
    let (_folder, good) = folder();
    let missing = OsStr::new("missing");
    assert_same(&[missing], b"");
    assert_same(&[missing, good.as_os_str()], b"");
    assert_same(&[good.as_os_str(), missing, good.as_os_str()], b"");
}

#[test]
fn directory() {
    assert_complaint("/", "Is a directory", Some("      0       0       0"));
    let (folder, good) = folder();
    assert_same(&[folder.path()], b"");
    assert_same(&[folder.path(), &good], b"");
    assert_same(&[&good, folder.path(), &good], b"");
}

#[test]
fn file_as_directory() {
    let (_folder, good) = folder();
    assert_same(&[good.join("inside")], b"");
}

#[test]
fn directory_as_standard_input() {
    let [expected, actual] = [gnu("C"), ours("C", "heap")]
        .map(|mut command| command.stdin(File::open("/").unwrap()).output().unwrap());
    assert_eq!(actual, expected);
}

#[test]
fn names_are_quoted_as_gnu_quotes_them() {
    let names: [&[u8]; 23] = [
        b"a b",
        b"it's",
        b"a\nb",
        b"a:b",
        b"{",
        b"a{b",
        b"#x",
        b"x#y",
        b"~",
        b"x~",
        b"\xc3\xa9",
        b"\xc3",
        b"a\xffb",
        b"#it's",
        b"it's~",
        b"it's $HOME",
        b"x\\y",
        b"x=1",
        b"a\"b",
        b"tab\there",
        b"\x01\x7f",
        b"\xe2\x80\x8b",
        b"what?",
    ];
    assert_same(&names.map(OsStr::from_bytes), b"");
}

#[test]
fn refused_connection() {
    assert_complaint(&format!("tcp://{}", nobody()), "Connection refused", None);
}

#[test]
fn address_that_is_none() {
    assert_complaint("tcp://127.0.0.1", "invalid socket address", None);
}

#[test]
fn gzip_that_ends_too_soon() {
    let (folder, _good) = folder();
    let compressed = gzip(&text(300_000));
    let path = folder.path().join("cut.gz");
    for length in [0, 5, 10, compressed.len() / 2, compressed.len() - 4] {
        fs::write(&path, &compressed[..length]).unwrap();
        let Output { status, stdout, stderr } = run(ours("C", "inline").arg(&path), b"");
        let stderr = String::from_utf8_lossy(&stderr);
        let reason = stderr.strip_prefix(&format!("wc: {}: ", path.display())).unwrap();
        assert!(["unexpected end of file\n", "incomplete deflate stream\n"].contains(&reason));
        // What came out before is counted.
        assert_eq!(stdout.starts_with(b"      0 "), length <= 10);
        assert_eq!(status.code(), Some(1));
    }
}

#[test]
fn gzip_that_is_none() {
    let (folder, _good) = folder();
    let path = folder.path().join("none.gz");
    fs::write(&path, "this is no gzip stream").unwrap();
    assert_complaint(path.to_str().unwrap(), "invalid gzip header", Some("0       0       0"));
}

#[test]
fn gzip_with_a_wrong_checksum() {
    let (folder, _good) = folder();
    let path = folder.path().join("wrong.gz");
    let mut compressed = gzip(b"one two three\n");
    let checksum = compressed.len() - 8;
    compressed[checksum] ^= 1;
    fs::write(&path, compressed).unwrap();
    let path = path.to_str().unwrap();
    assert_complaint(path, "corrupt gzip stream does not have a matching checksum", Some(""));
}

#[test]
fn missing_gzip() {
    assert_complaint("/nowhere.gz", "No such file or directory", None);
}

#[test]
fn output_that_cannot_be_written() {
    let (_folder, good) = folder();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = ours("C", "heap").arg(&good).stdout(full).output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "wc: write error: No space left on device\n",
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn option_that_there_is_not() {
    let output = run(ours("C", "heap").arg("--nothing"), b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--nothing"));
}

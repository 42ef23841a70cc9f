//! Decompression: what `gzip -dc | wc` prints.

mod common;

use std::fs;

use common::{LOCALES, PLACES, expected_line, gzip, noise, ours, run, text};

#[track_caller]
fn assert_counts(compressed: &[u8], data: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.gz");
    fs::write(&path, compressed).unwrap();
    let name = path.to_str().unwrap();
    for locale in LOCALES {
        for place in PLACES {
            let output = run(ours(locale, place).arg(name), b"");
            assert_eq!(String::from_utf8_lossy(&output.stderr), "");
            assert_eq!(String::from_utf8_lossy(&output.stdout), expected_line(locale, data, name),);
            assert!(output.status.success());
        }
    }
}

#[test]
fn nothing() {
    assert_counts(&gzip(b""), b"");
}

#[test]
fn text_of_many_buffers() {
    let data = text(1_000_000);
    assert_counts(&gzip(&data), &data);
}

#[test]
fn more_out_than_in() {
    let data = vec![b'\n'; 10_000_000];
    assert_counts(&gzip(&data), &data);
}

#[test]
fn members_one_behind_another() {
    let (first, second) = (text(100_000), b"joined to the last word\n".repeat(3));
    assert_counts(&[gzip(&first), gzip(&second)].concat(), &[first, second].concat());
}

#[test]
fn incompressible() {
    // One locale's rules would do for this, but bytes that cut a character off count nowhere.
    let data: Vec<u8> = noise(200_000).into_iter().filter(u8::is_ascii).collect();
    assert_counts(&gzip(&data), &data);
}

#[test]
fn standard_input() {
    let data = text(100_000);
    for place in PLACES {
        let output = run(ours("C", place).args(["-z", "-"]), &gzip(&data));
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected_line("C", &data, "-"));
    }
}

#[test]
fn without_the_suffix_nothing_is_decompressed() {
    let compressed = gzip(b"one two three\n");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.gzip");
    fs::write(&path, compressed).unwrap();
    common::assert_same_in("C", "heap", &[path], b"");
}

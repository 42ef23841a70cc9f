//! Files and standard input: the same output as GNU's `wc`, byte for byte.

mod common;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use common::{LOCALES, PLACES, assert_same, assert_same_in, gnu, noise, ours, text};

/// Every file of this repository, which may be a tarball without git, but for what was built.
fn repository() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let is_built =
                [".git", "build", "target"].iter().any(|name| entry.file_name() == *name);
            let kind = entry.file_type().unwrap();
            if kind.is_dir() && !is_built {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    assert!(files.iter().any(|path| path.ends_with("RFC.md")));
    files
}

#[test]
fn repository_at_once() {
    assert_same(&repository(), b"");
}

#[test]
fn repository_one_by_one() {
    for (file, place) in repository().iter().zip(PLACES.into_iter().cycle()) {
        assert_same_in("C.UTF-8", place, &[file], b"");
    }
}

#[test]
fn hundred_megabytes() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("large");
    fs::write(&path, text(100_000_000)).unwrap();
    assert_same(&[path], b"");
}

#[test]
fn binary() {
    let folder = tempfile::tempdir().unwrap();
    let every_byte: Vec<u8> = (0..=255).collect();
    for (name, data) in [("noise", noise(300_000)), ("bytes", every_byte)] {
        let path = folder.path().join(name);
        fs::write(&path, data).unwrap();
        // In a locale of characters GNU's `wc` depends on its buffer where a character is cut off.
        for place in PLACES {
            assert_same_in("C", place, &[&path], b"");
        }
    }
}

#[test]
fn column_widths() {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for length in [0, 1, 9, 10, 99, 100, 999_999, 1_000_000] {
        let path = folder.path().join(length.to_string());
        fs::write(&path, vec![b'x'; length]).unwrap();
        assert_same(&[&path], b"");
        paths.push(path);
        assert_same(&paths, b"");
    }
}

#[test]
fn picked_columns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text");
    fs::write(&path, text(20_000)).unwrap();
    for flags in ["-l", "-w", "-c", "-lw", "-cl", "-cwl"] {
        assert_same(&[OsStr::new(flags), path.as_os_str()], b"");
        assert_same(&[OsStr::new(flags), path.as_os_str(), path.as_os_str()], b"");
        assert_same(&[flags], &text(500));
    }
}

#[test]
fn last_line_without_newline() {
    assert_same::<&str>(&[], b"two\nlines");
    assert_same::<&str>(&[], b"an end in the middle of a character \xe2\x82");
}

#[test]
fn odd_names() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a b", "it's", "new\nline", "größe", "tab\t", "-dash"] {
        let path = folder.path().join(name);
        fs::write(&path, "one two\n").unwrap();
        assert_same(&[path], b"");
    }
}

#[test]
fn standard_input_from_pipe() {
    assert_same::<&str>(&[], b"");
    assert_same::<&str>(&[], &text(200_000));
    assert_same(&["-"], &text(200_000));
    assert_same(&["-", "-"], b"the second time there is nothing left\n");
}

#[test]
fn standard_input_from_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text");
    fs::write(&path, text(12_345)).unwrap();
    for locale in LOCALES {
        for place in PLACES {
            for arguments in [&[][..], &["-"], &["-", "/dev/null"]] {
                let [expected, actual] = [gnu(locale), ours(locale, place)].map(|mut command| {
                    let input = fs::File::open(&path).unwrap();
                    command.args(arguments).stdin(input).output().unwrap()
                });
                assert_eq!(actual, expected);
            }
        }
    }
}

#[test]
fn files_beside_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text");
    fs::write(&path, text(500)).unwrap();
    assert_same(&[path.as_os_str(), OsStr::new("-")], b"on a pipe\n");
}

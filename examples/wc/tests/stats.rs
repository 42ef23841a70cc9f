//! What `--stats` prints, and what it shows: a binding allocates nothing when it is called.
//!
//! A file and standard input are read on other threads, which tokio allocates tasks for. A socket is
//! not: what is allocated while one is read is a call's machine, or nothing.

mod common;

use common::{gzip, ours, run, serve, text};

struct Stats {
    calls: u64,
    reading: u64,
    total: u64,
}

#[track_caller]
fn stats(place: &str, arguments: &[&str]) -> Stats {
    let output = run(ours("C", place).arg("--stats").args(arguments), b"some input\n");
    assert!(output.status.success());
    let stderr = str::from_utf8(&output.stderr).unwrap();
    let mut lines = stderr.lines();
    let mut number = |label: &str| {
        let line = lines.next().unwrap();
        line.strip_prefix(label).and_then(|rest| rest.strip_prefix(": ")).unwrap().parse().unwrap()
    };
    let calls = number("calls");
    let reading = number("allocations while reading");
    let total = number("allocations in total");
    assert_eq!(lines.next(), None);
    Stats { calls, reading, total }
}

/// The stats of reading `data` from a peer, in more calls than one.
#[track_caller]
fn peer(place: &str, flags: &[&str], data: Vec<u8>) -> Stats {
    let name = format!("tcp://{}", serve(vec![data], 1));
    let stats = stats(place, &[flags, &[&name]].concat());
    assert!(stats.calls > 2);
    assert!(stats.total > stats.reading);
    stats
}

#[test]
fn bindings_allocate_nothing() {
    for place in ["heap", "inline"] {
        assert_eq!(peer(place, &[], text(1_000_000)).reading, 0, "{place}");
    }
}

#[test]
fn bindings_in_bindings_allocate_nothing() {
    for place in ["heap", "inline"] {
        assert_eq!(peer(place, &["-z"], gzip(&text(1_000_000))).reading, 0, "{place}");
    }
}

#[test]
fn bare_calls_allocate_a_machine_each() {
    let stats = peer("call", &[], text(1_000_000));
    assert_eq!(stats.reading, stats.calls);
}

#[test]
fn bare_calls_in_bare_calls_allocate_more() {
    let stats = peer("call", &["-z"], gzip(&text(1_000_000)));
    assert!(stats.reading > stats.calls);
}

#[test]
fn file_and_standard_input() {
    for place in common::PLACES {
        // One call for each end, and at least one for the bytes before it.
        assert!(stats(place, &["Cargo.toml", "-"]).calls >= 4);
    }
}

#[test]
fn nothing_without_the_flag() {
    let output = run(ours("C", "heap").arg("Cargo.toml"), b"");
    assert!(output.stderr.is_empty());
}

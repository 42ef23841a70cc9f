//! A TCP peer, on the loopback interface.

mod common;

use std::net::SocketAddr;

use common::{LOCALES, PLACES, expected_line, gzip, ours, run, serve, text};

const RUNS: usize = LOCALES.len() * PLACES.len();

#[track_caller]
fn assert_counts(flags: &[&str], address: SocketAddr, data: &[u8]) {
    let name = format!("tcp://{address}");
    for locale in LOCALES {
        for place in PLACES {
            let output = run(ours(locale, place).args(flags).arg(&name), b"");
            assert_eq!(String::from_utf8_lossy(&output.stderr), "");
            assert_eq!(String::from_utf8_lossy(&output.stdout), expected_line(locale, data, &name),);
            assert!(output.status.success());
        }
    }
}

#[test]
fn peer_that_says_nothing() {
    assert_counts(&[], serve(vec![], RUNS), b"");
}

#[test]
fn peer_that_says_much() {
    let data = text(2_000_000);
    assert_counts(&[], serve(vec![data.clone()], RUNS), &data);
}

#[test]
fn peer_that_says_it_byte_by_byte() {
    let data = text(5_000);
    let pieces = data.iter().map(|&byte| vec![byte]).collect();
    assert_counts(&[], serve(pieces, RUNS), &data);
}

#[test]
fn peer_that_compresses() {
    let data = text(500_000);
    let pieces = gzip(&data).chunks(1_000).map(<[u8]>::to_vec).collect();
    assert_counts(&["-z"], serve(pieces, RUNS), &data);
}

#[test]
fn peers_beside_a_file() {
    let address = serve(vec![b"one two\n".to_vec()], 2);
    let name = format!("tcp://{address}");
    let output = run(ours("C", "heap").args([&name, "/dev/null", &name]), b"");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        format!(
            "      1       2       8 {name}
      0       0       0 /dev/null
      1       2       8 {name}
      2       4      16 total
"
        ),
    );
}

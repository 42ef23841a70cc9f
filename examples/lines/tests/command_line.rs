//! The command line, and `lines send`.

mod common;

use std::io::Read;
use std::net::TcpListener;
use std::thread;

use common::{Server, lines, send};

#[test]
fn answers_are_printed() {
    let server = Server::start(&[]);
    let address = server.address;
    let printed = |text: &str| (Some(0), text.to_owned(), String::new());
    assert_eq!(send(address, &["echo", "a", "b  c"]), printed("a b  c\n"));
    assert_eq!(send(address, &["sum", "-1", "3"]), printed("2\n"));
    let complained = |text: &str| (Some(1), String::new(), format!("lines: {text}\n"));
    let reason = "the server says: `x` is not a number that can be used here";
    assert_eq!(send(address, &["sum", "x"]), complained(reason));
    let reason = "there is a line break in what is to be sent as one line";
    assert_eq!(send(address, &["echo", "a\nb"]), complained(&format!("{address}: {reason}")));
    let long = "x".repeat(5_000);
    let reason = "the server says: the line is longer than 4096 bytes";
    assert_eq!(send(address, &["echo", &long]), complained(reason));
}

#[test]
fn nobody_there() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let reason = format!("lines: {address}: Connection refused (os error 111)\n");
    assert_eq!(send(address, &["echo"]), (Some(1), String::new(), reason));
}

#[test]
fn server_that_hangs_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // All is read, so that the stream is closed and not reset.
        stream.read_exact(&mut [0; 5]).unwrap();
    });
    let reason = format!("lines: {address}: the server closed the connection without an answer\n");
    assert_eq!(send(address, &["echo"]), (Some(1), String::new(), reason));
}

#[test]
fn addresses_that_cannot_be_listened_on() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = listener.local_addr().unwrap().to_string();
    let reason = "Address already in use (os error 98)";
    for (address, reason) in [(&*taken, reason), ("127.0.0.1", "invalid socket address")] {
        let output = lines().args(["serve", address]).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(stderr, format!("lines: {address}: {reason}\n"));
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    }
}

#[test]
fn options_that_make_no_sense() {
    for option in ["--workers", "--longest", "--pace", "--at-once"] {
        let output = lines().args(["serve", "127.0.0.1:0", option, "0"]).output().unwrap();
        assert!(String::from_utf8(output.stderr).unwrap().contains(option));
        assert_eq!(output.status.code(), Some(1));
    }
}

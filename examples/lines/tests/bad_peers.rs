//! Peers that do not behave: a complaint, and everybody else is served as before.

mod common;

use common::{Client, Server};

/// Asserts that the server says `reason` to `bad`, and complains about it once, and that somebody
/// who was connected all the time is served before and after.
#[track_caller]
fn assert_complaint(server: Server, reason: &str, bad: impl FnOnce(&mut Client)) {
    let mut good = server.connect();
    assert_eq!(good.ask("echo before"), "ok before");
    let mut client = server.connect();
    let address = client.local_address();
    bad(&mut client);
    assert_eq!(client.read(), format!("error {reason}\n"));
    assert_eq!(client.read(), "");
    drop(client);
    assert_eq!(good.ask("echo after"), "ok after");
    drop(good);
    server.terminate();
    let ended = server.wait();
    assert_eq!(ended.stderr, format!("lines: {address}: {reason}\n"));
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.count("connections"), 2);
}

#[test]
fn end_in_the_middle_of_a_line() {
    let reason = "the connection ended in the middle of a line";
    assert_complaint(Server::start(&[]), reason, |client| {
        assert_eq!(client.ask("echo x"), "ok x");
        client.write(b"echo y");
        client.finish();
    });
}

/// The peer gets to read why, although it has sent far more than the server cared to read.
#[test]
fn line_that_is_too_long() {
    let reason = "the line is longer than 4096 bytes";
    assert_complaint(Server::start(&[]), reason, |client| {
        assert_eq!(client.ask("echo x"), "ok x");
        client.write(&[b'x'; 100_000]);
        client.write(b"\n");
        client.finish();
    });
}

#[test]
fn line_that_is_one_byte_too_long() {
    let reason = "the line is longer than 20 bytes";
    for end in ["\n", "\r\n", "xx"] {
        assert_complaint(Server::start(&["--longest", "20"]), reason, |client| {
            client.write(format!("echo {}{end}", "x".repeat(16)).as_bytes());
            client.finish();
        });
    }
}

#[test]
fn line_that_is_no_text() {
    let reason = "invalid utf-8 sequence of 1 bytes from index 5";
    for options in [&[][..], &["--pace", "1000"]] {
        assert_complaint(Server::start(options), reason, |client| {
            client.write(b"echo \xff\n");
            client.finish();
        });
    }
}

/// Clients that vanish while their calls are under way, without a word of farewell.
#[test]
fn peers_that_are_gone() {
    let server = Server::start(&[]);
    for _ in 0..20 {
        let mut client = server.connect();
        client.write(b"wait 50\necho ");
        drop(client);
    }
    assert_eq!(server.connect().ask("echo x"), "ok x");
    server.terminate();
    let ended = server.wait();
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.count("connections"), 21);
}

//! What the commands answer, however the lines arrive.

mod common;

use common::Server;

#[test]
fn commands() {
    let server = Server::start(&[]);
    let mut client = server.connect();
    for (line, answer) in [
        ("echo a  b", "ok a  b"),
        ("echo", "ok "),
        ("  echo x", "ok x"),
        ("sum", "ok 0"),
        ("sum 1 -2 40", "ok 39"),
        ("wait 1", "ok waited 1 ms"),
        ("tally a", "ok 1"),
        ("tally b", "ok 1"),
        ("tally a", "ok 2"),
    ] {
        assert_eq!(client.ask(line), answer, "{line}");
    }
    drop(client);
    let ended = server.stop();
    assert_eq!([ended.count("connections"), ended.count("lines")], [1, 9]);
}

/// A line that is not understood is no reason to end the connection.
#[test]
fn commands_that_fail() {
    let server = Server::start(&[]);
    let mut client = server.connect();
    let no_command = "error there is no command";
    for (line, answer) in [
        ("shout x", &format!("{no_command} `shout`; there are: echo, sum, wait, tally")[..]),
        ("", &format!("{no_command} ``; there are: echo, sum, wait, tally")[..]),
        ("sum 1 two 3", "error `two` is not a number that can be used here"),
        ("sum 9223372036854775807 1", "error the sum is too large"),
        ("wait -1", "error `-1` is not a number that can be used here"),
        ("echo still here", "ok still here"),
    ] {
        assert_eq!(client.ask(line), answer, "{line}");
    }
    drop(client);
    server.stop();
}

#[test]
fn lines_in_one_piece_and_byte_by_byte() {
    let server = Server::start(&[]);
    let mut client = server.connect();
    client.write("echo Größe\r\necho 2\nsum 1 2\n".as_bytes());
    for &byte in "echo 日本語\n".as_bytes() {
        client.write(&[byte]);
    }
    client.finish();
    let answers: Vec<_> = (0..5).map(|_| client.read()).collect();
    assert_eq!(answers, ["ok Größe\n", "ok 2\n", "ok 3\n", "ok 日本語\n", ""]);
    server.stop();
}

#[test]
fn longest_line() {
    let server = Server::start(&["--longest", "20"]);
    let mut client = server.connect();
    let text = "x".repeat(15);
    let expected = format!("ok {text}\n");
    for end in ["\n", "\r\n"] {
        for _ in 0..3 {
            client.write(format!("echo {text}{end}").as_bytes());
        }
    }
    for _ in 0..6 {
        assert_eq!(client.read(), expected);
    }
    drop(client);
    server.stop();
}

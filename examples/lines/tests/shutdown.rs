//! How a server ends.

mod common;

use std::net::TcpStream;
use std::time::{Duration, Instant};

use common::Server;

/// Peers that say nothing are told that it is over; so the calls that wait for them are dropped.
#[test]
fn idle_connections_are_closed() {
    for options in [&[][..], &["--pace", "1"]] {
        let server = Server::start(options);
        let mut clients: Vec<_> = (0..10).map(|_| server.connect()).collect();
        for client in &mut clients {
            assert_eq!(client.ask("echo x"), "ok x");
        }
        // Half a line is no line: nobody complains that it has no end.
        clients[0].write(b"echo ");
        server.terminate();
        for client in &mut clients {
            assert_eq!(client.read(), "");
        }
        let address = server.address;
        drop(clients);
        let ended = server.wait();
        assert_eq!((ended.code, &*ended.stderr), (Some(0), ""));
        assert_eq!((ended.count("connections"), ended.count("lines")), (10, 10));
        assert!(TcpStream::connect(address).is_err());
    }
}

/// The answer to a line that was read is still sent.
#[test]
fn calls_under_way_are_finished() {
    let server = Server::start(&["--grace", "60"]);
    let mut client = server.connect();
    client.begin("wait 3000");
    server.terminate();
    assert_eq!(client.read(), "ok waited 3000 ms\n");
    assert_eq!(client.read(), "");
    drop(client);
    let ended = server.wait();
    assert_eq!((ended.code, &*ended.stderr), (Some(0), ""));
}

#[test]
fn calls_that_take_too_long_are_cut_off() {
    for options in [&["--grace", "0"][..], &["--grace", "1", "--at-once", "1"]] {
        let server = Server::start(options);
        let mut clients = [server.connect(), server.connect()];
        for client in &mut clients {
            client.begin("wait 1000000");
        }
        let start = Instant::now();
        server.terminate();
        let ended = server.wait();
        assert!(start.elapsed() < Duration::from_secs(60));
        assert_eq!(ended.stderr, "lines: stopped: connections cut off: 2\n");
        assert_eq!(ended.code, Some(1));
        assert_eq!(ended.count("connections"), 2);
    }
}

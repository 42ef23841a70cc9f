//! Many clients at once: more tasks than worker threads, and calls that move between these.

mod common;

use std::thread;
use std::time::{Duration, Instant};

use common::Server;

const CLIENTS: u64 = 32;
const LINES: u64 = 50;

/// Has many clients talk at once, and asserts that each gets its own answers.
fn chatter(server: &Server) {
    thread::scope(|scope| {
        for number in 0..CLIENTS {
            scope.spawn(move || {
                let mut client = server.connect();
                for line in 0..LINES {
                    assert_eq!(client.ask(&format!("sum {number} {line}")), {
                        format!("ok {}", number + line)
                    });
                    assert_eq!(client.ask(&format!("wait {}", line % 3)), {
                        format!("ok waited {} ms", line % 3)
                    });
                    assert!(client.ask("tally all").starts_with("ok "));
                }
            });
        }
    });
}

/// Which thread polls a task is up to the runtime. With two of them and so many calls that wait,
/// some of these are sure to go on where they did not begin.
#[test]
fn calls_change_threads() {
    for options in [&[][..], &["--pace", "100000"], &["--at-once", "4"]] {
        let server = Server::start(options);
        chatter(&server);
        let all = CLIENTS * LINES + 1;
        assert_eq!(server.connect().ask("tally all"), format!("ok {all}"));
        let ended = server.stop();
        assert_eq!(ended.count("connections"), CLIENTS + 1);
        assert_eq!(ended.count("lines"), 3 * CLIENTS * LINES + 1);
        assert!(ended.count("calls that changed threads") > 0, "{ended:?}");
    }
}

/// Has `clients` clients wait for `time` at once, and says how long that takes for all of them.
fn wait_at_once(server: &Server, clients: usize, time: Duration) -> Duration {
    let line = format!("wait {}", time.as_millis());
    let line = &line;
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..clients {
            scope.spawn(move || assert!(server.connect().ask(line).starts_with("ok ")));
        }
    });
    start.elapsed()
}

/// A task that waits takes no thread away from the others.
#[test]
fn more_tasks_than_threads() {
    let server = Server::start(&[]);
    let time = Duration::from_secs(1);
    let taken = wait_at_once(&server, 100, time);
    assert!(taken >= time && taken < 50 * time, "{taken:?}");
    assert_eq!(server.stop().count("connections"), 100);
}

#[test]
fn calls_wait_for_one_another_where_they_are_limited() {
    let server = Server::start(&["--at-once", "1"]);
    let time = Duration::from_millis(100);
    let taken = wait_at_once(&server, 5, time);
    assert!(taken >= 5 * time, "{taken:?}");
    server.stop();
}

#[test]
fn lines_wait_for_one_another_where_they_are_paced() {
    let server = Server::start(&["--pace", "20"]);
    let mut client = server.connect();
    let start = Instant::now();
    client.write(&b"echo x\n".repeat(5));
    for _ in 0..5 {
        assert_eq!(client.read(), "ok x\n");
    }
    assert!(start.elapsed() >= 4 * Duration::from_millis(50));
    drop(client);
    assert_eq!(server.stop().count("lines delayed"), 4);
}

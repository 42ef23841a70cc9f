//! What a request allocates, with the scope that the program gives each connection and without one.
//!
//! Here the library runs in the test's process, on one thread, so that the connection's allocations
//! can be told from those of its peer.

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;

use clap::Parser;
use common::Client;
use lines::arguments::{Arguments, Command, Options};
use lines::connection::AnyConnection;
use lines::registry::Registry;
use lines::server::stack;
use lines::stats::Stats;
use lines::talk::{Surroundings, converse, talk};
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio_util::sync::CancellationToken;

/// The requests after which nothing is new any more.
const WARM: u64 = 20;

/// Those that are looked at.
const REQUESTS: u64 = 100;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// The system's allocator, which counts for each thread what it allocates, reallocations included.
struct Counting;

impl Counting {
    fn count() {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
    }
}

// SAFETY: everything is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Counting::count();
        // SAFETY: the caller promises what the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Counting::count();
        // SAFETY: as in `alloc`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Counting::count();
        // SAFETY: as in `alloc`; `memory` came from there.
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as in `realloc`.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn parse(options: &[&str]) -> Options {
    let arguments = ["lines", "serve", "127.0.0.1:0"].iter().chain(options);
    match Arguments::parse_from(arguments).command {
        Command::Serve(options) => options,
        Command::Send { .. } => unreachable!(),
    }
}

/// What the task of a connection allocates from its first poll to its end, when the peer sends
/// `line` so many times and waits for each answer.
fn allocations<F: Future<Output = Stats>>(
    task: impl FnOnce(AnyConnection, SocketAddr, Surroundings) -> F,
    options: &Options,
    line: &'static str,
    requests: u64,
) -> u64 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let client = thread::spawn(move || {
        let mut client = Client::connect(address);
        for _ in 0..requests {
            assert!(client.ask(line).starts_with("ok "));
        }
    });
    let (stream, peer) = listener.accept().unwrap();
    stream.set_nonblocking(true).unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let _guard = runtime.enter();
    let connection = stack(TcpStream::from_std(stream).unwrap(), options);
    let registry = Arc::new(Registry::new(options.at_once));
    let with = Surroundings { registry, stop: CancellationToken::new() };
    let before = ALLOCATIONS.get();
    let stats = runtime.block_on(task(connection, peer, with));
    let allocations = ALLOCATIONS.get() - before;
    client.join().unwrap();
    assert_eq!(stats.lines, requests);
    allocations
}

/// What one request more allocates, once the connection is warm.
#[track_caller]
fn each<F: Future<Output = Stats>>(
    task: impl Fn(AnyConnection, SocketAddr, Surroundings) -> F,
    options: &Options,
    line: &'static str,
) -> u64 {
    let [few, many] =
        [WARM, WARM + REQUESTS].map(|requests| allocations(&task, options, line, requests));
    assert_eq!((many - few) % REQUESTS, 0, "requests differ: {few}, {many}");
    (many - few) / REQUESTS
}

/// Without a scope a connection of two objects allocates for reading and for writing, on both; a
/// third object adds two, and a handler that waits one. `tally` always allocates the word.
#[test]
fn of_a_request() {
    let paced = &["--pace", "4000000000"][..];
    let limited = &["--pace", "4000000000", "--at-once", "4"];
    for (options, line, without_scope, with_scope) in [
        (&[][..], "echo x", 4, 0),
        (&[], "sum 1 2 39", 4, 0),
        (&[], "wait 0", 5, 0),
        (&[], "tally x", 5, 1),
        (paced, "echo x", 6, 0),
        (paced, "wait 0", 7, 0),
        (limited, "wait 0", 7, 0),
    ] {
        let parsed = parse(options);
        let allocations = [each(converse, &parsed, line), each(talk, &parsed, line)];
        assert_eq!(allocations, [without_scope, with_scope], "{options:?} {line}");
    }
}

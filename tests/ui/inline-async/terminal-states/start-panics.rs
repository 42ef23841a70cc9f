//@ run-pass
//@ edition: 2024
//@ aux-build: every_way.rs
//@ needs-unwind

// Where the implementation is no `async fn`, calling it may panic, which is when the call is polled
// for the first time, be it direct, in a place or on a binding. The machine is idle, nothing is
// dropped twice, and the panic goes on.

extern crate every_way;

use std::cell::Cell;
use std::future::ready;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::task::Poll;

use every_way::{Work, every_way, poll};

thread_local!(static DROPS: Cell<u32> = const { Cell::new(0) });

struct Local;

impl Drop for Local {
    fn drop(&mut self) {
        DROPS.set(DROPS.get() + 1);
    }
}

struct Worker<const ROOM: usize>(u32);

impl<const ROOM: usize> Work for Worker<ROOM> {
    fn work(&mut self) -> impl Future<Output = u32> {
        let local = Local;
        self.0 += 1;
        if self.0 % 2 == 1 {
            resume_unwind(Box::new(self.0));
        }
        let (room, output) = ([1u8; ROOM], self.0);
        async move {
            let _local = local;
            ready(()).await;
            output + room.len() as u32 - ROOM as u32
        }
    }
}

fn check<const ROOM: usize>() {
    let calls = Cell::new(0);
    every_way(Worker::<ROOM>(0), |way, make| {
        calls.set(calls.get() + 1);
        let before = DROPS.get();
        let mut call = make();
        let result = catch_unwind(AssertUnwindSafe(|| poll(&mut call)));
        match result {
            Ok(output) => assert_eq!(output, Poll::Ready(calls.get()), "{way}"),
            Err(panic) => assert_eq!(*panic.downcast::<u32>().unwrap(), calls.get(), "{way}"),
        }
        assert_eq!(DROPS.get(), before + 1, "{way}");
    });
    assert_eq!(calls.get(), 12);
}

fn main() {
    check::<0>();
    check::<300>();
}

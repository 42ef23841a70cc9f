//@ run-pass
//@ edition: 2024
//@ aux-build: every_way.rs
//@ needs-unwind

// Polling a call that is done panics with the message of an `async fn`, and touches neither the
// machine nor the object.

extern crate every_way;

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::task::Poll;

use every_way::{Large, Work, every_way, poll};

struct Worker(u32);

impl Work for Worker {
    async fn work(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

fn check(worker: impl Work) {
    every_way(worker, |way, make| {
        let mut call = make();
        assert!(matches!(poll(&mut call), Poll::Ready(1..)), "{way}");
        for _ in 0..2 {
            let panic = catch_unwind(AssertUnwindSafe(|| poll(&mut call))).unwrap_err();
            let message = panic.downcast::<&str>().unwrap();
            assert_eq!(*message, "`async fn` resumed after completion", "{way}");
        }
    });
}

fn main() {
    set_hook(Box::new(|_| {}));
    check(Worker(0));
    check(Large(Worker(0)));
    let _ = take_hook();
}

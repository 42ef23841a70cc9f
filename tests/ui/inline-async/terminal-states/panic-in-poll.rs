//@ run-pass
//@ edition: 2024
//@ aux-build: every_way.rs
//@ needs-unwind

// A panic in the implementation unwinds through the poll: the future is dropped, once, the machine
// is idle and the binding usable; the call itself is done.

extern crate every_way;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::task::Poll;

use every_way::{Large, Work, every_way, poll, suspend};

thread_local!(static DROPS: Cell<u32> = const { Cell::new(0) });

struct Local;

impl Drop for Local {
    fn drop(&mut self) {
        DROPS.set(DROPS.get() + 1);
    }
}

struct Worker(u32);

impl Work for Worker {
    async fn work(&mut self) -> u32 {
        let _local = Local;
        self.0 += 1;
        if self.0 % 2 == 0 {
            suspend().await;
        }
        resume_unwind(Box::new(self.0))
    }
}

fn check(worker: impl Work) {
    let calls = Cell::new(0);
    every_way(worker, |way, make| {
        calls.set(calls.get() + 1);
        let mut call = make();
        if calls.get() % 2 == 0 {
            assert_eq!(poll(&mut call), Poll::Pending, "{way}");
        }
        let before = DROPS.get();
        let panic = catch_unwind(AssertUnwindSafe(|| poll(&mut call))).unwrap_err();
        assert_eq!(*panic.downcast::<u32>().unwrap(), calls.get(), "{way}");
        assert_eq!(DROPS.get(), before + 1, "{way}");
        // It is done, as an `async fn` is.
        assert!(catch_unwind(AssertUnwindSafe(|| poll(&mut call))).is_err(), "{way}");
        drop(call);
        assert_eq!(DROPS.get(), before + 1, "{way}");
    });
}

fn main() {
    check(Worker(0));
    check(Large(Worker(0)));
}

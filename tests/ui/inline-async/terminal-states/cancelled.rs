//@ run-pass
//@ edition: 2024
//@ aux-build: every_way.rs

// A call that is dropped unfinished drops its future in place, where it stood while it was running,
// and leaves the machine idle: the object, the place and the binding are used again.

extern crate every_way;

use std::cell::Cell;
use std::marker::PhantomPinned;
use std::ptr;
use std::task::Poll;

use every_way::{Large, Work, every_way, poll, suspend};

thread_local! {
    static STANDS_AT: Cell<*const Local> = const { Cell::new(ptr::null()) };
    static DROPS: Cell<u32> = const { Cell::new(0) };
}

struct Local(u64, PhantomPinned);

impl Drop for Local {
    fn drop(&mut self) {
        assert_eq!(self.0, 0x1234);
        assert_eq!(STANDS_AT.get(), &raw const *self);
        DROPS.set(DROPS.get() + 1);
    }
}

struct Worker(u32);

impl Work for Worker {
    async fn work(&mut self) -> u32 {
        self.0 += 1;
        let local = Local(0x1234, PhantomPinned);
        STANDS_AT.set(&raw const local);
        loop {
            suspend().await;
        }
    }
}

fn check(worker: impl Work) {
    every_way(worker, |way, make| {
        let mut call = make();
        for _ in 0..3 {
            assert_eq!(poll(&mut call), Poll::Pending, "{way}");
        }
        let before = DROPS.get();
        drop(call);
        assert_eq!(DROPS.get(), before + 1, "{way}");
    });
}

fn main() {
    check(Worker(0));
    check(Large(Worker(0)));
    assert_eq!(DROPS.get(), 24);
}

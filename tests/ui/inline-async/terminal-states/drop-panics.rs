//@ run-pass
//@ edition: 2024
//@ aux-build: every_way.rs
//@ needs-unwind

// A panic as the future is dropped, be it because the call was cancelled or because it is done,
// goes on; the other locals are dropped once, and the machine is idle.

extern crate every_way;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use every_way::{Large, Work, every_way, poll};

thread_local!(static DROPS: Cell<u32> = const { Cell::new(0) });

struct Local;

impl Drop for Local {
    fn drop(&mut self) {
        DROPS.set(DROPS.get() + 1);
    }
}

/// Pending once; whether or not it is done, its drop panics.
struct Panics(bool, #[allow(dead_code)] Local);

impl Future for Panics {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<u32> {
        if self.0 {
            Poll::Ready(1)
        } else {
            self.0 = true;
            Poll::Pending
        }
    }
}

impl Drop for Panics {
    fn drop(&mut self) {
        resume_unwind(Box::new("dropped"))
    }
}

struct Worker;

impl Work for Worker {
    // The future is no coroutine, which would drop its locals before it is done.
    fn work(&mut self) -> impl Future<Output = u32> {
        Panics(false, Local)
    }
}

fn check(worker: impl Work) {
    every_way(worker, |way, make| {
        // Twice, since a place is checked by being used again.
        let mut call = make();
        assert_eq!(poll(&mut call), Poll::Pending, "{way}");
        let before = DROPS.get();
        let panic = if before % 2 == 0 {
            let panic = catch_unwind(AssertUnwindSafe(|| poll(&mut call))).unwrap_err();
            assert_eq!(DROPS.get(), before + 1, "{way}");
            drop(call);
            panic
        } else {
            catch_unwind(AssertUnwindSafe(|| drop(call))).unwrap_err()
        };
        assert_eq!(*panic.downcast::<&str>().unwrap(), "dropped", "{way}");
        assert_eq!(DROPS.get(), before + 1, "{way}");
    });
}

fn main() {
    check(Worker);
    check(Large(Worker));
    assert_eq!(DROPS.get(), 24);
}

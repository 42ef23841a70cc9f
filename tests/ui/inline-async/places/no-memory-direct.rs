//@ run-pass
//@ edition: 2024
//@ needs-unwind
//@ revisions: debug release
//@[release] compile-flags: -O
//@ no-prefer-dynamic
//@ aux-build: no-memory.rs

// Where a direct call needs memory and the allocator has none, its poll does not return. The handler of
// that may unwind: the call goes on waiting, with its arguments, and may be polled again or dropped.

#![feature(inline_async_fn)]

extern crate no_memory;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use no_memory::*;

trait Tr {
    inline async fn add(&self, argument: Counts) -> u64;
}

struct Object(Cell<u32>);

impl Tr for Object {
    async fn add(&self, argument: Counts) -> u64 {
        self.0.set(self.0.get() + 1);
        let large = std::hint::black_box([1_u8; LARGE]);
        std::future::ready(()).await;
        *argument.0 + u64::from(large[LARGE - 1])
    }
}

fn poll<F: Future>(call: Pin<&mut F>) -> Poll<F::Output> {
    call.poll(&mut Context::from_waker(Waker::noop()))
}

fn fails_to_poll<F: Future>(call: Pin<&mut F>) {
    FAILS.set(true);
    assert!(catch_unwind(AssertUnwindSafe(|| poll(call).is_ready())).is_err());
}

fn main() {
    unwind_without_memory();
    let known = Object(Cell::new(0));
    let object: &dyn Tr = &known;

    // Polled again, when there is memory.
    let mut call = pin!(object.add(Counts(Box::new(100))));
    for _ in 0..2 {
        fails_to_poll(call.as_mut());
        assert_eq!(format!("{call:?}"), "InlineCall { state: waiting }");
        assert_eq!((DROPPED.get(), known.0.get()), (0, 0));
    }
    assert_eq!(poll(call.as_mut()), Poll::Ready(101));
    assert_eq!((DROPPED.get(), known.0.get()), (100, 1));

    // Dropped.
    {
        let call = pin!(object.add(Counts(Box::new(10))));
        fails_to_poll(call);
        assert_eq!(DROPPED.get(), 100);
    }
    assert_eq!((DROPPED.get(), known.0.get()), (110, 1));
}

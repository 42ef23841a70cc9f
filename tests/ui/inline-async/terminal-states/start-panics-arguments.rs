//@ run-pass
//@ edition: 2024
//@ needs-unwind

// An implementation that panics as it is called, at the first poll, has receiver and arguments: each
// is dropped once.

#![feature(inline_async_fn, inline_async)]

use std::cell::Cell;
use std::future::inline_async::{HeapPlace, InlinePlace};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Waker};

thread_local!(static DROPS: Cell<u32> = const { Cell::new(0) });

struct Noisy;

impl Drop for Noisy {
    fn drop(&mut self) {
        DROPS.set(DROPS.get() + 1);
    }
}

trait Work {
    inline async fn work(self: Box<Self>, first: Noisy, second: Noisy);
}

struct Worker(#[allow(dead_code)] Noisy);

impl Work for Worker {
    #[allow(unreachable_code)]
    fn work(self: Box<Self>, _first: Noisy, _second: Noisy) -> impl Future<Output = ()> {
        std::panic::resume_unwind(Box::new(()));
        async {}
    }
}

fn object() -> Box<dyn Work> {
    Box::new(Worker(Noisy))
}

fn poll(call: impl Future<Output = ()>) {
    let _ = pin!(call).poll(&mut Context::from_waker(Waker::noop()));
}

fn main() {
    assert!(
        catch_unwind(|| {
            let call = object().work(Noisy, Noisy);
            assert_eq!(DROPS.get(), 0);
            poll(call)
        })
        .is_err()
    );
    assert_eq!(DROPS.take(), 3);

    let mut place = HeapPlace::new();
    for _ in 0..2 {
        let call = object().work(Noisy, Noisy).in_place(&mut place).unwrap();
        assert_eq!(DROPS.get(), 0);
        assert!(catch_unwind(AssertUnwindSafe(|| poll(call))).is_err());
        assert_eq!(DROPS.take(), 3);
    }

    let mut place = pin!(InlinePlace::<64>::new());
    for _ in 0..2 {
        let place = place.as_mut();
        let call = object().work(Noisy, Noisy).in_place(place).unwrap();
        assert_eq!(DROPS.get(), 0);
        assert!(catch_unwind(AssertUnwindSafe(|| poll(call))).is_err());
        assert_eq!(DROPS.take(), 3);
    }
}

//@ run-pass
//@ edition: 2024
//@ needs-unwind

// Start consumes receiver and arguments, whatever happens: each is dropped once when it panics.

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

fn main() {
    assert!(
        catch_unwind(|| {
            let call = pin!(object().work(Noisy, Noisy));
            assert_eq!(DROPS.get(), 0);
            let _ = call.poll(&mut Context::from_waker(Waker::noop()));
        })
        .is_err()
    );
    assert_eq!(DROPS.take(), 3);

    let mut place = HeapPlace::new();
    for _ in 0..2 {
        let call = AssertUnwindSafe(|| object().work(Noisy, Noisy).in_place(&mut place).is_ok());
        assert!(catch_unwind(call).is_err());
        assert_eq!(DROPS.take(), 3);
    }

    let mut place = pin!(InlinePlace::<64>::new());
    for _ in 0..2 {
        let place = place.as_mut();
        let call = AssertUnwindSafe(|| object().work(Noisy, Noisy).in_place(place).is_ok());
        assert!(catch_unwind(call).is_err());
        assert_eq!(DROPS.take(), 3);
    }
}

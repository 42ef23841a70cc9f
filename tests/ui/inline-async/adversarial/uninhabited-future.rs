//@ run-pass
//@ edition: 2024
//@ needs-unwind

// Futures that cannot exist, and types that cannot: an implementation that never gives its future
// leaves the machine idle.

#![feature(inline_async_fn, inline_async)]
#![allow(refining_impl_trait, unreachable_code)]

use std::convert::Infallible;
use std::future::inline_async::{HeapPlace, HeapPlaced, layout_for, placeable};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn work(&mut self, fail: bool) -> u8;
    inline async fn never(&self) -> Infallible;
}

enum Empty {}

impl Future for Empty {
    type Output = u8;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u8> {
        match *self {}
    }
}

struct Starts(u32);

impl Work for Starts {
    fn work(&mut self, fail: bool) -> Empty {
        self.0 += 1;
        if fail { panic!("as told") } else { panic!("otherwise") }
    }

    async fn never(&self) -> Infallible {
        std::future::pending().await
    }
}

impl Work for Infallible {
    async fn work(&mut self, _: bool) -> u8 {
        match *self {}
    }

    async fn never(&self) -> Infallible {
        *self
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

fn panics(run: impl FnOnce()) {
    assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
}

fn main() {
    let _ = layout_for::<Infallible, dyn Work>();
    let _: Option<Box<dyn Work>> = None::<Box<Infallible>>.map(|never| never as _);

    let mut starts = Starts(0);
    let object: &mut dyn Work = &mut starts;
    panics(|| {
        block_on(object.work(true));
    });
    let mut place = HeapPlace::new();
    panics(|| {
        block_on(object.work(false).in_place(&mut place).unwrap());
    });
    // The machine is idle again, or this would be refused.
    let mut binding = HeapPlaced::new(&mut *object);
    panics(|| {
        block_on(binding.work(true));
    });
    let mut call = binding.never();
    assert!(Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    drop(call);
    panics(|| {
        block_on(binding.work(false));
    });
    drop(binding);
    assert_eq!(starts.0, 4);
}

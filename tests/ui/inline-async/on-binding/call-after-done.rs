//@ run-pass
//@ edition: 2024
//@ needs-unwind

// A call on a binding that is polled after it is done panics as an `async fn` does, whether it has
// given its output or has panicked, and the binding is ready for the next.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlaced;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

trait Work {
    inline async fn exclusive(&mut self, fail: bool) -> u32;
    inline async fn shared(&self, fail: bool) -> u32;
    inline async fn consume(self, fail: bool) -> u32;
}

impl Work for u32 {
    async fn exclusive(&mut self, fail: bool) -> u32 {
        assert!(!fail, "asked for");
        *self
    }
    async fn shared(&self, fail: bool) -> u32 {
        assert!(!fail, "asked for");
        *self
    }
    async fn consume(self, fail: bool) -> u32 {
        assert!(!fail, "asked for");
        self
    }
}

fn poll<F: Future + Unpin>(call: &mut F) -> Option<F::Output> {
    let mut cx = Context::from_waker(Waker::noop());
    match catch_unwind(AssertUnwindSafe(|| Pin::new(call).poll(&mut cx))) {
        Ok(Poll::Ready(output)) => Some(output),
        Ok(Poll::Pending) => panic!("pending"),
        Err(_) => None,
    }
}

fn ends<F: Future<Output = u32> + Unpin>(mut call: F, fail: bool) {
    assert_eq!(poll(&mut call), (!fail).then_some(7));
    assert_eq!(poll(&mut call), None);
}

fn main() {
    std::panic::set_hook(Box::new(|_| ()));
    let make = || HeapPlaced::new(Box::new(7u32) as Box<dyn Work>);
    let mut binding = make();
    for fail in [false, true, false] {
        ends(binding.exclusive(fail), fail);
        ends(binding.shared(fail), fail);
        ends(make().consume(fail), fail);
    }
}

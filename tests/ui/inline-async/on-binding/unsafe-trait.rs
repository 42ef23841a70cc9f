//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An unsafe trait and unsafe methods: a call on a binding is as unsafe as one on the object.

#![feature(inline_async_fn, inline_async)]
#![deny(unused_unsafe)]

use std::future::inline_async::HeapPlaced;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

unsafe trait Buffer {
    inline async fn len(&self) -> usize;
    /// # Safety
    ///
    /// `at` must be less than the length.
    inline async unsafe fn get(&self, at: usize) -> u8;
}

// SAFETY: there is nothing to promise.
unsafe impl Buffer for Vec<u8> {
    async fn len(&self) -> usize {
        self.len()
    }
    async unsafe fn get(&self, at: usize) -> u8 {
        // SAFETY: the caller's promise.
        unsafe { *self.get_unchecked(at) }
    }
}

fn main() {
    let buffer = HeapPlaced::new(Box::new(vec![1u8, 2]) as Box<dyn Buffer>);
    assert_eq!(block_on(buffer.len()), 2);
    // SAFETY: it has two bytes.
    assert_eq!(block_on(unsafe { buffer.get(1) }), 2);
}

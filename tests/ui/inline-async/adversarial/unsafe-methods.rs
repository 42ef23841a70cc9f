//@ run-pass
//@ edition: 2024

// `inline async unsafe fn`: the call is unsafe on an object as on a type, also as it is forwarded by
// a hand-written implementation; polling it is not.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlace;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

trait Read {
    /// # Safety
    ///
    /// `at` must be in bounds.
    inline async unsafe fn at(&self, at: usize) -> u8;
}

impl Read for [u8; 3] {
    async unsafe fn at(&self, at: usize) -> u8 {
        // SAFETY: the caller's promise.
        unsafe { *self.get_unchecked(at) }
    }
}

impl Read for Box<dyn Read> {
    async unsafe fn at(&self, at: usize) -> u8 {
        // SAFETY: the caller's promise.
        unsafe { (**self).at(at).await }
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

fn main() {
    let boxed: Box<dyn Read> = Box::new([1, 2, 3]);
    // SAFETY: there are three.
    let call = unsafe { boxed.at(2) };
    assert_eq!(block_on(call), 3);
    let object: &dyn Read = &boxed;
    let mut place = HeapPlace::new();
    // SAFETY: there are three.
    let call = unsafe { object.at(1) }.in_place(&mut place).unwrap();
    assert_eq!(block_on(call), 2);
}

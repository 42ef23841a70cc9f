//@ run-pass
//@ edition: 2024

// The receiver of an object in a box with an allocator spelled out is a wide pointer too.

#![feature(inline_async_fn, allocator_api)]

use std::alloc::Global;
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

trait Owned {
    inline async fn take(self: Box<Self, Global>, n: u32) -> u32;
}

impl Owned for String {
    async fn take(self: Box<Self, Global>, n: u32) -> u32 {
        self.len() as u32 + n
    }
}

fn main() {
    let object: Box<dyn Owned, Global> = Box::new_in("four".to_owned(), Global);
    assert_eq!(block_on(object.take(1)), 5);
}

//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `Pin<&mut Self>` and `Pin<&Self>`: the object stays pinned, and is where it was.

#![feature(inline_async_fn)]

use std::marker::PhantomPinned;
use std::pin::{Pin, pin};
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

/// Is pending once.
async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

trait Pinned {
    inline async fn address(self: Pin<&mut Self>) -> usize;
    inline async fn shared(self: Pin<&Self>, name: &str) -> usize;
}

struct It(u8, PhantomPinned);

impl Pinned for It {
    async fn address(self: Pin<&mut Self>) -> usize {
        suspend().await;
        &raw const *self as usize
    }
    async fn shared(self: Pin<&Self>, name: &str) -> usize {
        suspend().await;
        name.len() + self.0 as usize
    }
}

async fn twice<P: Pinned + ?Sized>(mut it: Pin<&mut P>) -> [usize; 2] {
    let first = it.as_mut().address().await;
    [first, it.address().await]
}

fn main() {
    let mut it = pin!(It(1, PhantomPinned));
    let address = &raw const *it as usize;
    let mut object: Pin<&mut dyn Pinned> = it.as_mut();
    assert_eq!(block_on(object.as_mut().address()), address);
    assert_eq!(block_on(object.as_ref().shared("abc")), 4);
    assert_eq!(block_on(twice(object)), [address; 2]);

    let mut boxed: Pin<Box<dyn Pinned>> = Box::pin(It(2, PhantomPinned));
    let address = &raw const *boxed as *const () as usize;
    assert_eq!(block_on(twice(boxed.as_mut())), [address; 2]);
    assert_eq!(block_on(boxed.as_ref().shared("")), 2);
}

//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// What a method says of its calls goes before what its trait says: a `local` method of a trait whose
// other methods are `Send` asks nothing of a binding.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[placeable]
#[inline_async(send)]
trait Tr {
    #[inline_async(local)]
    async fn local(&self) -> u8;
    async fn sent(&mut self) -> u8;
}

impl Tr for u8 {
    async fn local(&self) -> u8 {
        *self
    }

    async fn sent(&mut self) -> u8 {
        *self += 1;
        *self
    }
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing waits"),
    }
}

async fn both<T: Tr>(mut object: T) -> (u8, u8) {
    (object.sent().await, object.local().await)
}

fn main() {
    // `dyn Tr + Send` is not `Sync`, which only calls of `local` that are sent would need.
    let object: Box<dyn Tr + Send> = Box::new(1_u8);
    assert_eq!(now(both(HeapPlaced::new(object))), (2, 2));
}

// Bounds in the trait's `where` clauses on the associated types of its supertraits are asked of the
// object's types.

//@ run-pass
//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Types {
    type Item;
    type Many;
}

#[placeable]
trait Collect: Types<Many = Vec<<Self as Types>::Item>>
where
    Self::Item: Clone + Default,
{
    inline async fn collect(&mut self, item: &Self::Item) -> Self::Many;
}

struct Bytes;

impl Types for Bytes {
    type Item = u8;
    type Many = Vec<u8>;
}

impl Collect for Bytes {
    async fn collect(&mut self, item: &u8) -> Vec<u8> {
        vec![*item, u8::default()]
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing here suspends"),
    }
}

fn main() {
    let bytes: Box<dyn Collect<Item = u8, Many = Vec<u8>>> = Box::new(Bytes);
    assert_eq!(block_on(HeapPlaced::new(bytes).collect(&3)), [3, 0]);
}

//@ run-pass
//@ edition: 2024

// A user may implement a trait for boxes of its object, and, where it is not `#[placeable]`, for
// bindings: bindings of such boxes and of such bindings are objects like others. In method syntax the
// method of a binding is that of its object all the same.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn work(&mut self) -> u32;
}

impl Work for u32 {
    async fn work(&mut self) -> u32 {
        *self += 1;
        *self
    }
}

impl Work for Box<dyn Work> {
    async fn work(&mut self) -> u32 {
        100 + (**self).work().await
    }
}

trait Manual {
    inline async fn manual(&mut self) -> u32;
}

impl Manual for u32 {
    async fn manual(&mut self) -> u32 {
        *self
    }
}

impl<'a> Manual for HeapPlaced<&'a mut (dyn Manual + 'a)> {
    async fn manual(&mut self) -> u32 {
        10 + self.manual().await
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
    let inner: Box<dyn Work> = Box::new(0u32);
    // A box of a box: the outer vtable is that of `Box<dyn Work>`.
    let outer: Box<dyn Work> = Box::new(inner);
    let mut binding = HeapPlaced::new(outer);
    assert_eq!(block_on(binding.work()), 101);
    assert_eq!(block_on(binding.work()), 102);
    let object: &mut dyn Work = &mut binding;
    let mut again = HeapPlaced::new(object);
    assert_eq!(block_on(again.work()), 103);

    let object: &mut dyn Manual = &mut 5u32;
    let mut binding = HeapPlaced::new(object);
    // A method of the object is one of the binding, before those of any trait.
    assert_eq!(block_on(binding.manual()), 5);
    assert_eq!(block_on(Manual::manual(&mut binding)), 15);
    let object: &mut dyn Manual = &mut binding;
    assert_eq!(block_on(HeapPlaced::new(object).manual()), 15);
}

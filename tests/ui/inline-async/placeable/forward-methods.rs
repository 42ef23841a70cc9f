//@ run-pass
//@ edition: 2024

// A binding implements the trait: inline async methods run in its place, the others go straight to
// the object.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, InlinePlace, Placed, placeable};
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

#[placeable]
trait Counter {
    inline async fn add(&mut self, by: u32) -> u32;
    inline async fn total(&self) -> u32;
    inline async fn nothing(&mut self);
    fn name(&self) -> &str;
    fn reset(&mut self, to: u32);
}

struct Plain(u32);

impl Counter for Plain {
    inline async fn add(&mut self, by: u32) -> u32 {
        self.0 += by;
        self.0
    }
    inline async fn total(&self) -> u32 {
        self.0
    }
    inline async fn nothing(&mut self) {}
    fn name(&self) -> &str {
        "plain"
    }
    fn reset(&mut self, to: u32) {
        self.0 = to;
    }
}

async fn use_it(counter: &mut impl Counter) {
    assert_eq!(counter.name(), "plain");
    counter.reset(3);
    assert_eq!(counter.add(4).await, 7);
    counter.nothing().await;
    assert_eq!(counter.total().await, 7);
}

fn main() {
    let object: Box<dyn Counter> = Box::new(Plain(0));
    let mut binding = HeapPlaced::new(object);
    block_on(use_it(&mut binding));

    let mut plain = Plain(0);
    let place = pin!(InlinePlace::<64>::new());
    let mut binding = Placed::new_in(&mut plain as &mut dyn Counter, place).ok().unwrap();
    block_on(use_it(&mut binding));
}

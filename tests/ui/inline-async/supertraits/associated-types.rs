//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// The associated type of a supertrait, fixed by the subtrait or by the object type, in outputs of
// both.

#![feature(inline_async_fn)]

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

trait Stream {
    type Item;
    inline async fn next(&mut self) -> Option<Self::Item>;
}

trait Bytes: Stream<Item = u8> {
    inline async fn sum(&mut self) -> u64 {
        let mut sum = 0;
        while let Some(byte) = self.next().await {
            sum += byte as u64;
        }
        sum
    }
}

trait Peek: Stream {
    inline async fn peek(&mut self) -> Option<&Self::Item>;
}

struct Down(u8);

impl Stream for Down {
    type Item = u8;
    async fn next(&mut self) -> Option<u8> {
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}
impl Bytes for Down {}
impl Peek for Down {
    async fn peek(&mut self) -> Option<&u8> {
        Some(&self.0)
    }
}

fn main() {
    let object: &mut dyn Bytes = &mut Down(5);
    assert_eq!(block_on(object.next()), Some(4));
    assert_eq!(block_on(object.sum()), 6);

    let object: &mut dyn Peek<Item = u8> = &mut Down(5);
    assert_eq!(block_on(object.peek()), Some(&5));
    assert_eq!(block_on(object.next()), Some(4));
    let object: &mut dyn Stream<Item = u8> = object;
    assert_eq!(block_on(object.next()), Some(3));
}

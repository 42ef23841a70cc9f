//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// The object's method is called where a blanket impl covers bindings as well, or the trait is
// implemented for them by hand: a path, or generic code, gets that one.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlaced;
use std::ops::DerefMut;
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

trait Sink {
    inline async fn put(&mut self, bytes: &[u8]) -> usize;
}

impl<W: std::io::Write> Sink for W {
    async fn put(&mut self, bytes: &[u8]) -> usize {
        self.write(bytes).unwrap()
    }
}

trait Handler {
    inline async fn handle(&self, n: u32) -> u32;
}

impl<F: AsyncFn(u32) -> u32> Handler for F {
    async fn handle(&self, n: u32) -> u32 {
        self(n).await
    }
}

trait Name {
    inline async fn name(&self) -> String;
    inline async fn consume(self) -> String;
}

impl<T: DerefMut<Target: Name>> Name for T {
    async fn name(&self) -> String {
        format!("pointer to {}", (**self).name().await)
    }
    async fn consume(self) -> String {
        "a pointer".into()
    }
}

struct It;

impl Name for It {
    async fn name(&self) -> String {
        "it".into()
    }
    async fn consume(self) -> String {
        "it itself".into()
    }
}

trait Number {
    inline async fn number(&self) -> u32;
}

impl Number for u32 {
    async fn number(&self) -> u32 {
        *self
    }
}

impl Number for HeapPlaced<Box<dyn Number>> {
    async fn number(&self) -> u32 {
        100 + self.number().await
    }
}

async fn number_of(number: &impl Number) -> u32 {
    number.number().await
}

fn main() {
    let mut bytes = vec![];
    let mut sink = HeapPlaced::new(&mut bytes as &mut dyn Sink);
    assert_eq!(block_on(sink.put(b"ab")), 2);
    drop(sink);
    assert_eq!(bytes, b"ab");
    let handler = HeapPlaced::new(Box::new(async |n: u32| n * 2) as Box<dyn Handler>);
    assert_eq!(block_on(handler.handle(2)), 4);

    let binding = HeapPlaced::new(Box::new(It) as Box<dyn Name>);
    assert_eq!(block_on(binding.name()), "it");
    assert_eq!(block_on(Name::name(&binding)), "pointer to it");
    assert_eq!(block_on(binding.consume()), "it itself");

    let binding = HeapPlaced::new(Box::new(7u32) as Box<dyn Number>);
    assert_eq!(block_on(binding.number()), 7);
    assert_eq!(block_on(Number::number(&binding)), 107);
    assert_eq!(block_on(number_of(&binding)), 107);
}

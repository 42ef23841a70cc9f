//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A `Box` implements a trait that has a by-value method by two impls: one for known types, and one
// for the object type, where a binding consumes the object.

#![feature(inline_async_fn, inline_async)]

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

trait Tr {
    inline async fn read(&mut self) -> u8;
    inline async fn close(self) -> u8;
}

impl<W: Tr> Tr for Box<W> {
    async fn read(&mut self) -> u8 {
        (**self).read().await
    }
    async fn close(self) -> u8 {
        (*self).close().await
    }
}

impl Tr for Box<dyn Tr> {
    async fn read(&mut self) -> u8 {
        HeapPlaced::new(&mut **self).read().await
    }
    async fn close(self) -> u8 {
        HeapPlaced::new(self).close().await
    }
}

struct Number(u8);

impl Tr for Number {
    async fn read(&mut self) -> u8 {
        self.0
    }
    async fn close(self) -> u8 {
        self.0 + 1
    }
}

async fn generic(mut value: impl Tr) -> (u8, u8) {
    (value.read().await, value.close().await)
}

fn main() {
    assert_eq!(block_on(generic(Box::new(Number(1)))), (1, 2));
    assert_eq!(block_on(generic(Box::new(Number(3)) as Box<dyn Tr>)), (3, 4));
    let nested: Box<dyn Tr> = Box::new(Box::new(Number(5)) as Box<dyn Tr>);
    assert_eq!(block_on(generic(nested)), (5, 6));
}

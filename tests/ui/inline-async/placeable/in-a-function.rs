//@ run-pass
//@ edition: 2024

// The trait may stand in a function, and come out of a macro.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
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

macro_rules! make {
    ($name:ident, $method:ident) => {
        #[placeable]
        trait $name {
            inline async fn $method(&mut self, value: u8) -> u8;
        }
    };
}

make!(Outer, outer);

fn main() {
    make!(Inner, inner);

    struct Both;

    impl Outer for Both {
        inline async fn outer(&mut self, value: u8) -> u8 {
            value + 1
        }
    }
    impl Inner for Both {
        inline async fn inner(&mut self, value: u8) -> u8 {
            value + 2
        }
    }

    let object: Box<dyn Outer> = Box::new(Both);
    assert_eq!(block_on(HeapPlaced::new(object).outer(1)), 2);
    let object: Box<dyn Inner> = Box::new(Both);
    assert_eq!(block_on(HeapPlaced::new(object).inner(1)), 3);
}

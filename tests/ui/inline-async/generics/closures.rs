//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Async closures behind an object, through a blanket impl, and calls inside an async closure.

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

trait Handler {
    inline async fn handle(&self, n: u8, then: &mut dyn FnMut(u8)) -> u8;
}

impl<F: AsyncFn(u8) -> u8> Handler for F {
    async fn handle(&self, n: u8, then: &mut dyn FnMut(u8)) -> u8 {
        let n = self(n).await;
        then(n);
        n
    }
}

fn main() {
    let captured = 5;
    let handlers: [Box<dyn Handler + '_>; 2] =
        [Box::new(async |n| n + captured), Box::new(async move |n| n * captured)];
    let mut seen = vec![];
    for handler in &handlers {
        block_on(handler.handle(2, &mut |n| seen.push(n)));
    }
    assert_eq!(seen, [7, 10]);
    let both = async |n| {
        let first = handlers[0].handle(n, &mut |_| ()).await;
        handlers[1].handle(first, &mut |_| ()).await
    };
    assert_eq!(block_on(both(1)), 30);
}

//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A decorator holds a `Box<dyn Tr>` and implements `Tr`, so calls nest as deep as the program
// makes them at run time. The machine of each level holds the call to the next, none the machine.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::layout_of_val;
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

/// Is pending once.
async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

trait Service {
    inline async fn call(&mut self, request: String) -> String;
}

struct Echo;

impl Service for Echo {
    async fn call(&mut self, request: String) -> String {
        suspend().await;
        request
    }
}

struct Wrap {
    inner: Box<dyn Service>,
    calls: usize,
}

impl Service for Wrap {
    async fn call(&mut self, request: String) -> String {
        self.calls += 1;
        let answer = self.inner.call(format!("<{request}")).await;
        suspend().await;
        format!("{answer}>")
    }
}

fn main() {
    let mut service: Box<dyn Service> = Box::new(Echo);
    let mut sizes = vec![];
    for _ in 0..50 {
        service = Box::new(Wrap { inner: service, calls: 0 });
        sizes.push(layout_of_val(&*service).size());
    }
    assert!(sizes.iter().all(|&size| size == sizes[0]));
    for request in ["a", "bc"] {
        let answer = block_on(service.call(request.to_owned()));
        assert_eq!(answer, format!("{}{request}{}", "<".repeat(50), ">".repeat(50)));
    }

    // Cancelled in the middle, all levels are dropped and can be called again.
    {
        let mut call = pin!(service.call("lost".to_owned()));
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert_eq!(block_on(service.call(String::new())).len(), 100);
}

//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `trait Tr: 'static`: the object is `'static`, and borrowed for as long as the call, or what it
// lends out, needs it.

#![feature(inline_async, inline_async_fn)]

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

/// Is pending once.
async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

#[placeable]
trait Owned: 'static {
    inline async fn lend(&self) -> &str;
    inline async fn pick<'a, 'b: 'a>(&'a self, text: &'b str) -> &'a str;
}

impl Owned for String {
    async fn lend(&self) -> &str {
        suspend().await;
        self
    }
    async fn pick<'a, 'b: 'a>(&'a self, text: &'b str) -> &'a str {
        suspend().await;
        if text.is_empty() { self } else { text }
    }
}

fn coerced<'o>(object: &'o String) -> &'o (dyn Owned + 'static) {
    object
}

fn main() {
    let text = String::from("text");
    let other = String::from("other");
    assert_eq!(block_on(coerced(&text).lend()), "text");
    assert_eq!(block_on(coerced(&text).pick(&other)), "other");
    let binding = HeapPlaced::new(Box::new(text) as Box<dyn Owned>);
    assert_eq!(block_on(binding.lend()), "text");
    assert_eq!(block_on(binding.pick(&other)), "other");
}

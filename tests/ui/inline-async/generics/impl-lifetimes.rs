//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// An implementation may ask for less of its lifetimes than the trait, and capture fewer.

#![feature(inline_async_fn)]
#![allow(refining_impl_trait)]

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
    inline async fn captures<'a>(&self, text: &'a str) -> &'a str;
    inline async fn static_self(&'static self) -> u8;
    inline async fn static_argument(&self, text: &'static str) -> usize;
    inline async fn outlives<'a, 'b: 'a>(&'a self, text: &'b str) -> &'a str;
}

struct It;

impl Tr for It {
    fn captures<'a>(&self, text: &'a str) -> impl Future<Output = &'a str> + use<'a> {
        async move { text }
    }
    async fn static_self(&self) -> u8 {
        1
    }
    async fn static_argument(&self, text: &str) -> usize {
        text.len()
    }
    async fn outlives<'a, 'b: 'a>(&'a self, text: &'b str) -> &'a str {
        text
    }
}

fn main() {
    let object: &'static dyn Tr = &It;
    assert_eq!(block_on(object.captures("a")), "a");
    assert_eq!(block_on(object.static_self()), 1);
    assert_eq!(block_on(object.static_argument("ab")), 2);
    let text = "b".to_owned();
    assert_eq!(block_on(object.outlives(&text)), "b");
}

//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Lifetimes of a method that have bounds are early-bound, and can be given in a call, on an object
// and on a binding, as long as the method has no others; a default body relies on the bounds.

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
trait Named {
    inline async fn early<'s: 's, 'a, 'b: 'a>(&'s self, a: &'a str, b: &'b str) -> &'a str {
        suspend().await;
        if a.is_empty() { b } else { a }
    }
    inline async fn late<'a, 'b>(&self, a: &'a str, b: &'b str) -> (&'a str, &'b str);
    inline async fn mixed<'a, 'b: 'a, 'c>(&self, a: &'a str, b: &'b str, c: &'c str) -> &'c str;
}

struct It;

impl Named for It {
    async fn late<'a, 'b>(&self, a: &'a str, b: &'b str) -> (&'a str, &'b str) {
        suspend().await;
        (a, b)
    }
    async fn mixed<'a, 'b: 'a, 'c>(&self, a: &'a str, b: &'b str, c: &'c str) -> &'c str {
        suspend().await;
        let related: [&'a str; 2] = [a, b];
        &c[related.concat().len()..]
    }
}

fn given<'x, 'y: 'x>(object: &dyn Named, x: &'x str, y: &'y str) -> &'x str {
    block_on(object.early::<'_, 'x, 'y>(x, y));
    block_on(object.early::<'_, 'x, 'x>(x, y));
    block_on(<dyn Named as Named>::early::<'_, 'x, 'y>(object, x, y));
    let binding = HeapPlaced::new(object);
    block_on(binding.early::<'_, 'x, 'y>(x, y));
    block_on(object.early::<'_, 'x, 'static>(x, "static"))
}

fn main() {
    let (x, y) = (String::from("x"), String::from("y"));
    assert_eq!(given(&It, &x, &y), "x");
    let c = String::from("abcd");
    let rest;
    {
        let (a, b) = (String::from("a"), String::from("b"));
        let object: &dyn Named = &It;
        assert_eq!(block_on(object.late(&a, &b)), ("a", "b"));
        rest = block_on(object.mixed(&a, &b, &c));
    }
    assert_eq!(rest, "cd");
}

//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `dyn for<'a> Tr<'a>` is a `dyn Tr<'x>` for any `'x`, behind a shared reference, a mutable one and
// a `Box`, before and after it was bound.

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
trait Pick<'x> {
    inline async fn pick(&self, text: &'x str) -> &'x str;
    inline async fn keep(&mut self, text: &'x str) -> (usize, &'x str);
}

struct It(usize);

impl<'x> Pick<'x> for It {
    async fn pick(&self, text: &'x str) -> &'x str {
        suspend().await;
        &text[self.0..]
    }
    async fn keep(&mut self, text: &'x str) -> (usize, &'x str) {
        suspend().await;
        self.0 += 1;
        (self.0, text)
    }
}

fn shared<'o, 'x>(object: &'o dyn for<'a> Pick<'a>) -> &'o dyn Pick<'x> {
    object
}

fn exclusive<'o, 'x>(object: &'o mut dyn for<'a> Pick<'a>) -> &'o mut dyn Pick<'x> {
    object
}

fn owned<'x>(object: Box<dyn for<'a> Pick<'a>>) -> Box<dyn Pick<'x>> {
    object
}

fn bound<'x>(binding: HeapPlaced<Box<dyn for<'a> Pick<'a>>>) -> HeapPlaced<Box<dyn Pick<'x>>> {
    binding
}

fn main() {
    let mut it = It(1);
    {
        let text = String::from("abc");
        assert_eq!(block_on(shared(&it).pick(&text)), "bc");
        assert_eq!(block_on(exclusive(&mut it).keep(&text)), (2, "abc"));
    }
    // For each lifetime anew, on an object and on a binding.
    let mut binding = HeapPlaced::new(Box::new(it) as Box<dyn for<'a> Pick<'a>>);
    for length in 3..6 {
        let text = "abcdef"[..length].to_owned();
        assert_eq!(block_on(binding.keep(&text)), (length, &*text));
    }
    let text = String::from("abcdef");
    let mut binding = bound(binding);
    assert_eq!(block_on(binding.keep(&text)), (6, "abcdef"));
    let mut binding = HeapPlaced::new(owned(Box::new(It(4))));
    assert_eq!(block_on(binding.pick(&text)), "ef");
    assert_eq!(block_on(binding.keep(&text)), (5, "abcdef"));
}

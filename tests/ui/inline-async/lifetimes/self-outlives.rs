//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// `where Self: 'a`, on types that own everything and on types that borrow: an output may hold what
// the object borrows.

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
trait Text {
    inline async fn longest<'a>(&'a self, other: &'a str) -> &'a str
    where
        Self: 'a;
    inline async fn of_argument<'a>(&self, other: &'a str) -> &'a str
    where
        Self: 'a;
}

struct Borrowed<'x>(&'x str);

impl<'x> Text for Borrowed<'x> {
    async fn longest<'a>(&'a self, other: &'a str) -> &'a str
    where
        Self: 'a,
    {
        suspend().await;
        if self.0.len() > other.len() { self.0 } else { other }
    }
    async fn of_argument<'a>(&self, other: &'a str) -> &'a str
    where
        Self: 'a,
    {
        suspend().await;
        // `Self: 'a` makes this text live long enough, longer than `&self`.
        if other.is_empty() { self.0 } else { other }
    }
}

impl Text for String {
    async fn longest<'a>(&'a self, other: &'a str) -> &'a str
    where
        Self: 'a,
    {
        suspend().await;
        if self.len() > other.len() { self } else { other }
    }
    async fn of_argument<'a>(&self, other: &'a str) -> &'a str
    where
        Self: 'a,
    {
        other
    }
}

fn main() {
    let text = String::from("text");
    let kept;
    {
        let borrowed = Borrowed(&text);
        let object: &dyn Text = &borrowed;
        assert_eq!(block_on(object.longest("a")), "text");
        kept = block_on(object.of_argument(&text[..0]));
    }
    assert_eq!(kept, "text");

    let kept;
    {
        let binding = HeapPlaced::new(Box::new(Borrowed(&text)) as Box<dyn Text + '_>);
        let other = String::from("longer text");
        assert_eq!(block_on(binding.longest(&other)), "longer text");
        kept = block_on(binding.of_argument(&text[..0]));
    }
    assert_eq!(kept, "text");

    let owned: Box<dyn Text> = Box::new(text);
    assert_eq!(block_on(owned.longest("a")), "text");
}

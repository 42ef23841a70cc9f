//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A method that consumes an object whose type names lifetimes: the output may hold what the object
// borrowed, and lives on when object and binding are gone.

#![feature(inline_async, inline_async_fn)]

use std::future::inline_async::{
    HeapPlaced, InlinePlace, MoveRef, Placed, move_ref, placeable,
};
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
trait Finish<'t> {
    inline async fn finish(self) -> &'t str;
    inline async fn with<'a, 'b: 'a>(self, a: &'a str, b: &'b str) -> (&'a str, &'b str);
    inline async fn bounded<'a>(self, a: &'a str) -> &'a str
    where
        Self: 'a;
}

struct Words<'t>(&'t str);

impl Drop for Words<'_> {
    fn drop(&mut self) {
        assert!(self.0.len() < 10);
    }
}

impl<'t> Finish<'t> for Words<'t> {
    async fn finish(self) -> &'t str {
        suspend().await;
        self.0
    }
    async fn with<'a, 'b: 'a>(self, a: &'a str, b: &'b str) -> (&'a str, &'b str) {
        suspend().await;
        (if a.is_empty() { b } else { a }, b)
    }
    async fn bounded<'a>(self, a: &'a str) -> &'a str
    where
        Self: 'a,
    {
        suspend().await;
        if a.is_empty() { self.0 } else { a }
    }
}

fn boxed<'t>(text: &'t str) -> HeapPlaced<Box<dyn Finish<'t> + 't>> {
    HeapPlaced::new(Box::new(Words(text)))
}

fn main() {
    let text = String::from("text");
    assert_eq!(block_on(boxed(&text).finish()), "text");
    let kept = {
        let short = String::from("short");
        let (a, b) = block_on(boxed(&text).with(&short, &text));
        assert_eq!(a, "short");
        b
    };
    assert_eq!(kept, "text");
    assert_eq!(block_on(boxed(&text).bounded(&text[..0])), "text");

    let place = pin!(InlinePlace::<128>::new());
    let words = move_ref!(Words(&text));
    let words: MoveRef<'_, dyn Finish<'_>> = words;
    let Ok(binding) = Placed::new_in(words, place) else { panic!() };
    assert_eq!(block_on(binding.finish()), "text");
}

//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Arguments that take a lifetime instead of giving one: a function of the trait's lifetime, one for
// all lifetimes, and an object that is called with the trait's lifetime.

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
trait Each<'x> {
    inline async fn each(&self, take: fn(&'x str) -> usize) -> usize;
    inline async fn any(&self, take: for<'a> fn(&'a str) -> &'a str) -> &'x str;
    inline async fn object(&self, take: &mut dyn FnMut(&'x str)) -> usize;
}

struct Words<'x>(&'x str);

impl<'x> Each<'x> for Words<'x> {
    async fn each(&self, take: fn(&'x str) -> usize) -> usize {
        suspend().await;
        self.0.split(' ').map(take).sum()
    }
    async fn any(&self, take: for<'a> fn(&'a str) -> &'a str) -> &'x str {
        suspend().await;
        let owned = String::from("ab");
        &take(self.0)[take(&owned).len()..]
    }
    async fn object(&self, take: &mut dyn FnMut(&'x str)) -> usize {
        suspend().await;
        self.0.split(' ').inspect(|word| take(word)).count()
    }
}

fn main() {
    let text = String::from("a bc def");
    let mut kept = vec![];
    {
        let words = Words(&text);
        let object: &dyn Each<'_> = &words;
        assert_eq!(block_on(object.each(|word| word.len())), 6);
        assert_eq!(block_on(object.any(|text| &text[1..])), "bc def");
        assert_eq!(block_on(object.object(&mut |word| kept.push(word))), 3);
        let binding = HeapPlaced::new(object);
        assert_eq!(block_on(binding.each(str::len)), 6);
        assert_eq!(block_on(binding.object(&mut |word| kept.push(word))), 3);
    }
    // What the object gives to the function lives as long as the trait says.
    assert_eq!(kept, ["a", "bc", "def", "a", "bc", "def"]);
}

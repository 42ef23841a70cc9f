//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// Outputs that borrow from the object, from an argument, or from the trait's own lifetime live as
// long as what they borrow from, and not only as long as the call.

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

/// Is pending once.
async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

trait Text<'t> {
    inline async fn of_trait(&self) -> &'t str;
}

trait Lend {
    type Item;
    inline async fn next(&mut self) -> Option<&Self::Item>;
    inline async fn next_mut(&mut self) -> Option<&mut Self::Item>;
    inline async fn of_argument<'a>(&self, text: &'a str, _: &str) -> &'a str;
    inline async fn of_both<'a, 'b: 'a>(&'a self, other: &'b Self::Item) -> [&'a Self::Item; 2];
}

struct Words<'t> {
    text: &'t str,
    item: String,
}

impl<'t> Text<'t> for Words<'t> {
    async fn of_trait(&self) -> &'t str {
        self.text
    }
}

impl<'t> Lend for Words<'t> {
    type Item = String;
    async fn next(&mut self) -> Option<&String> {
        suspend().await;
        let (word, rest) = self.text.split_once(' ')?;
        self.text = rest;
        self.item = word.to_owned();
        Some(&self.item)
    }
    async fn next_mut(&mut self) -> Option<&mut String> {
        self.next().await?;
        Some(&mut self.item)
    }
    async fn of_argument<'a>(&self, text: &'a str, _: &str) -> &'a str {
        suspend().await;
        &text[1..]
    }
    async fn of_both<'a, 'b: 'a>(&'a self, other: &'b String) -> [&'a String; 2] {
        [&self.item, other]
    }
}

async fn first<'r, L: Lend + ?Sized>(lend: &'r mut L) -> Option<&'r L::Item> {
    lend.next().await
}

fn main() {
    let mut words = Words { text: "one two three four ", item: String::new() };
    let text;
    {
        let object: &mut dyn Lend<Item = String> = &mut words;
        assert_eq!(block_on(object.next()).unwrap(), "one");
        let item = block_on(object.next_mut()).unwrap();
        item.push('!');
        assert_eq!(item, "two!");
        let other = "other".to_owned();
        assert_eq!(block_on(object.of_both(&other)), [&"two!".to_owned(), &other]);
        assert_eq!(block_on(first(object)).unwrap(), "three");
        // Borrows nothing of the object, nor of the second string.
        let rest = block_on(object.of_argument("xyz", &String::new()));
        assert_eq!(block_on(object.next()).unwrap(), "four");
        assert_eq!(rest, "yz");
        assert!(block_on(object.next()).is_none());
        words.text = "rest";
        let object: &dyn Text<'static> = &words;
        text = block_on(object.of_trait());
    }
    drop(words);
    assert_eq!(text, "rest");
}

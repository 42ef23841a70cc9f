//@ run-pass
//@ edition: 2024

// Associated types are the object's; an output may lend them.

#![feature(inline_async_fn, inline_async)]

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

#[placeable]
trait Stream
where
    Self::Item: std::fmt::Debug,
{
    type Item: Clone;
    type Summary: From<Self::Item>;

    inline async fn next(&mut self) -> Option<&Self::Item>;
    inline async fn summary(&self, item: Self::Item) -> Self::Summary;
    fn peek(&self) -> &Self::Item;
}

struct Words(Vec<String>, usize);

impl Stream for Words {
    type Item = String;
    type Summary = Box<str>;

    inline async fn next(&mut self) -> Option<&String> {
        self.1 += 1;
        self.0.get(self.1 - 1)
    }
    inline async fn summary(&self, item: String) -> Box<str> {
        format!("{} {}", self.0.len(), item).into()
    }
    fn peek(&self) -> &String {
        &self.0[self.1]
    }
}

fn main() {
    let words = Words(vec!["a".to_string(), "b".to_string()], 0);
    let object: Box<dyn Stream<Item = String, Summary = Box<str>>> = Box::new(words);
    let mut binding = HeapPlaced::new(object);
    assert_eq!(binding.peek(), "a");
    block_on(async {
        let first: &String = binding.next().await.unwrap();
        assert_eq!(first, "a");
        assert_eq!(binding.next().await.unwrap(), "b");
        assert_eq!(binding.next().await, None);
        assert_eq!(&*binding.summary("c".to_string()).await, "2 c");
    });
}

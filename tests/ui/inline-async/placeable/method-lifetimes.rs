//@ run-pass
//@ edition: 2024

// Early-bound and late-bound lifetimes of methods carry over, lifetimes between arguments and
// output included.

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
trait Choose {
    inline async fn longer<'a, 'b: 'a>(&self, a: &'a str, b: &'b str) -> &'a str;
    inline async fn keep<'s, 'a>(&'s mut self, text: &'a str) -> (&'s str, &'a str);
    fn shorter<'a, 'b: 'a>(&self, a: &'a str, b: &'b str) -> &'a str;
    fn own<'s>(&'s self) -> &'s str
    where
        Self: 's;
}

struct Chooser(String);

impl Choose for Chooser {
    inline async fn longer<'a, 'b: 'a>(&self, a: &'a str, b: &'b str) -> &'a str {
        if a.len() >= b.len() { a } else { b }
    }
    inline async fn keep<'s, 'a>(&'s mut self, text: &'a str) -> (&'s str, &'a str) {
        self.0 = text.to_uppercase();
        (&self.0, text)
    }
    fn shorter<'a, 'b: 'a>(&self, a: &'a str, b: &'b str) -> &'a str {
        if a.len() <= b.len() { a } else { b }
    }
    fn own<'s>(&'s self) -> &'s str
    where
        Self: 's,
    {
        &self.0
    }
}

fn main() {
    let object: Box<dyn Choose> = Box::new(Chooser(String::new()));
    let mut binding = HeapPlaced::new(object);
    let text = {
        let temporary = "much longer".to_string();
        let found = block_on(binding.longer(&temporary, "short"));
        assert_eq!(found, "much longer");
        block_on(binding.keep("kept")).1
    };
    assert_eq!(text, "kept");
    assert_eq!(binding.own(), "KEPT");
    assert_eq!(binding.shorter("a", "bc"), "a");
}

//@ run-pass
//@ edition: 2024

// Default methods are forwarded, so that an override of the object's counts. Those with
// `where Self: Sized` are nobody's but the binding's own.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

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
trait Greet {
    inline async fn hello(&self) -> &str {
        "hello"
    }
    fn bye(&self) -> &str {
        "bye"
    }
    fn twice(self) -> (Self, Self)
    where
        Self: Sized + Clone,
    {
        (self.clone(), self)
    }
    fn whoever() -> &'static str
    where
        Self: Sized,
    {
        "default"
    }
    async fn sized(&self) -> usize
    where
        Self: Sized,
    {
        self.hello().await.len()
    }
    fn map<T>(&self, f: impl FnOnce(&Self) -> T) -> T
    where
        Self: Sized,
    {
        f(self)
    }
}

struct Silent;

impl Greet for Silent {
    inline async fn hello(&self) -> &str {
        "..."
    }
    fn bye(&self) -> &str {
        "."
    }
    fn whoever() -> &'static str {
        "silent"
    }
}

struct Default;

impl Greet for Default {}

fn whoever<G: Greet>(_: &G) -> &'static str {
    G::whoever()
}

fn main() {
    let object: Box<dyn Greet> = Box::new(Silent);
    let binding = HeapPlaced::new(object);
    assert_eq!(block_on(binding.hello()), "...");
    assert_eq!(binding.bye(), ".");
    assert_eq!(whoever(&binding), "default");
    assert_eq!(block_on(binding.sized()), 3);
    assert_eq!(binding.map(|greet| greet.bye().len()), 1);

    let object: Box<dyn Greet> = Box::new(Default);
    let binding = HeapPlaced::new(object);
    assert_eq!(block_on(binding.hello()), "hello");
    assert_eq!(binding.bye(), "bye");
}

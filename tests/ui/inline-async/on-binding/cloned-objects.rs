//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A supertrait with a blanket impl for whatever implements the trait, by which objects are cloned:
// what is cloned is the object that is bound, and its copy is bound in turn.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlaced;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing waits"),
    }
}

trait Duplicate {
    fn duplicate(&self) -> Box<dyn Session>;
}

impl<S: Session + Clone + 'static> Duplicate for S {
    fn duplicate(&self) -> Box<dyn Session> {
        Box::new(self.clone())
    }
}

trait Session: Duplicate {
    inline async fn visit(&mut self, page: &str) -> usize;
    inline async fn pages(&self) -> &[String];
}

#[derive(Clone, Default)]
struct History(Vec<String>);

impl Session for History {
    async fn visit(&mut self, page: &str) -> usize {
        self.0.push(page.to_owned());
        self.0.len()
    }
    async fn pages(&self) -> &[String] {
        &self.0
    }
}

fn main() {
    let mut session = HeapPlaced::new(Box::new(History::default()) as Box<dyn Session>);
    assert_eq!(now(session.visit("a")), 1);
    let mut copy = HeapPlaced::new(session.duplicate());
    assert_eq!(now(copy.visit("b")), 2);
    assert_eq!(now(session.pages()), ["a"]);
    assert_eq!(now(copy.pages()), ["a", "b"]);
    let again = HeapPlaced::new((*copy).duplicate());
    drop(copy);
    assert_eq!(now(again.pages()), ["a", "b"]);
}

//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver

// Where the trait says that futures are `Send`, an object type implements it if its calls are. A method
// that asks for a `Self` which is `Sync` is none that an object without `Sync` has, so its calls do not
// count there: `#[inline_async(send)]` with default bodies leaves `dyn Tr + Send` an implementation.

#![feature(inline_async_fn)]

use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[inline_async(send)]
trait Tr {
    async fn count(&mut self) -> u32;

    async fn twice(&mut self) -> u32 where Self: Send {
        self.count().await;
        self.count().await
    }

    async fn name(&self) -> String
    where
        Self: Sync,
    {
        std::future::ready(()).await;
        "no name".to_owned()
    }
}

struct Counter(Cell<u32>);

impl Tr for Counter {
    async fn count(&mut self) -> u32 {
        self.0.update(|count| count + 1);
        self.0.get()
    }
}

struct Zero;

impl Tr for Zero {
    async fn count(&mut self) -> u32 {
        0
    }
}

fn run<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("pending"),
    }
}

fn must_be_send<T: Send>(value: T) -> T {
    value
}

/// Knows of the future that it is `Send` from the trait alone.
fn generic<T: Tr + Send + ?Sized>(counter: &mut T) -> u32 {
    run(must_be_send(counter.twice()))
}

fn generic_name<T: Tr + Sync + ?Sized>(named: &T) -> String {
    run(must_be_send(named.name()))
}

fn main() {
    let mut object: Box<dyn Tr + Send> = Box::new(Counter(Cell::new(0)));
    assert_eq!(generic(&mut *object), 2);
    let object: Box<dyn Tr + Send + Sync> = Box::new(Zero);
    assert_eq!(generic_name(&*object), "no name");
}

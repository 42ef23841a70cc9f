//@ run-pass
//@ edition: 2024

// `#[placeable]` reads the attribute as it does the keyword, of the trait and of a method.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[placeable]
#[inline_async]
trait OfTrait {
    async fn next(&mut self) -> u32;
    fn plain(&self) -> u32;
}

#[placeable]
trait OfMethod {
    #[inline_async]
    async fn next(&mut self) -> u32;
    #[inline_async(send)]
    async fn sent(&self) -> u32;
}

#[placeable]
#[inline_async(send)]
trait Sent: Send {
    async fn sent(&mut self) -> u32;
}

struct UpFrom(u32);

impl OfTrait for UpFrom {
    async fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    fn plain(&self) -> u32 {
        self.0
    }
}

impl OfMethod for UpFrom {
    async fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    async fn sent(&self) -> u32 {
        self.0
    }
}

impl Sent for UpFrom {
    async fn sent(&mut self) -> u32 {
        self.0
    }
}

async fn of_trait(counter: &mut impl OfTrait) -> u32 {
    counter.next().await + counter.plain()
}

async fn of_method(counter: &mut impl OfMethod) -> u32 {
    counter.next().await + is_send(counter.sent()).await
}

async fn sent(counter: &mut impl Sent) -> u32 {
    is_send(counter.sent()).await
}

fn is_send<T: Send>(value: T) -> T {
    value
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing waits"),
    }
}

fn main() {
    let object: Box<dyn OfTrait> = Box::new(UpFrom(1));
    assert_eq!(now(of_trait(&mut HeapPlaced::new(object))), 4);
    let object: Box<dyn OfMethod + Send + Sync> = Box::new(UpFrom(1));
    assert_eq!(now(of_method(&mut HeapPlaced::new(object))), 4);
    let object: Box<dyn Sent> = Box::new(UpFrom(1));
    assert_eq!(now(sent(&mut HeapPlaced::new(object))), 1);
}

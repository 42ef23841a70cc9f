//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ run-pass
//@ edition: 2024

// A trait may say what an associated type of its supertrait is, by a type of its own. The object's
// types are the binding's.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)] // Some of the traits are only declared.

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Output {
    type Out;
}

#[placeable]
trait Own: Output<Out = Vec<Self::Item>> {
    type Item;
    inline async fn collect(&self, item: Self::Item) -> Self::Out;
    fn first(&self, items: Self::Out) -> Self::Item;
}

#[placeable]
trait NotNamed: Output<Out = <Self as NotNamed>::Item> {
    type Item;
    inline async fn run(&self) -> Self::Item;
}

#[placeable]
trait InWhere
where
    Self: Output<Out = Self::Item>,
{
    type Item;
    inline async fn run(&self) -> Self::Out;
}

#[placeable]
trait Bounded: Output<Out: IntoIterator<Item = Self::Element>> {
    type Element;
    inline async fn run(&self) -> Self::Out;
}

trait Lend<'a> {
    type Lent;
}

#[placeable]
trait Higher: for<'a> Lend<'a, Lent = Self::Item> {
    type Item;
    inline async fn lend<'m>(&'m self) -> <Self as Lend<'m>>::Lent;
}

struct Bytes;

impl Output for Bytes {
    type Out = Vec<u8>;
}

impl Own for Bytes {
    type Item = u8;

    async fn collect(&self, item: u8) -> Vec<u8> {
        vec![item]
    }

    fn first(&self, items: Vec<u8>) -> u8 {
        items[0]
    }
}

impl NotNamed for Bytes {
    type Item = Vec<u8>;

    async fn run(&self) -> Vec<u8> {
        vec![2]
    }
}

async fn own<T: Own>(own: T, item: T::Item) -> T::Item {
    let items = own.collect(item).await;
    own.first(items)
}

async fn not_named<T: NotNamed>(not_named: T) -> T::Out {
    not_named.run().await
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing waits"),
    }
}

fn main() {
    let object: Box<dyn Own<Item = u8, Out = Vec<u8>>> = Box::new(Bytes);
    assert_eq!(now(own(HeapPlaced::new(object), 1)), 1);

    let object: Box<dyn NotNamed<Item = Vec<u8>, Out = Vec<u8>>> = Box::new(Bytes);
    assert_eq!(now(not_named(HeapPlaced::new(object))), [2]);
}

// A method that a binding lacks since its pointer cannot do what a method of the trait needs: the
// error says which pointers can.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::Pin;
use std::rc::Rc;

#[placeable]
trait Count {
    inline async fn count(&mut self) -> u32;
}

#[placeable]
trait Pinned {
    inline async fn pinned(self: Pin<&mut Self>);
}

#[placeable]
trait Close {
    inline async fn close(self);
}

async fn shared(reference: &dyn Count, counted: Rc<dyn Count>) {
    HeapPlaced::new(reference).count().await;
    //~^ ERROR trait bounds were not satisfied
    HeapPlaced::new(counted).count().await;
    //~^ ERROR trait bounds were not satisfied
}

async fn not_pinned(object: Box<dyn Pinned>) {
    HeapPlaced::new(object).pinned().await;
    //~^ ERROR no method named `pinned` found
}

async fn not_owned(object: &mut dyn Close) {
    HeapPlaced::new(object).close().await;
    //~^ ERROR trait bounds were not satisfied
}

fn main() {}

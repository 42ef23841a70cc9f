//@ edition: 2024

// A binding to a shared reference has no `&mut self` methods, and so not the trait; one to a pointer
// that is not pinned has no `Pin<&mut Self>` methods.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::Pin;

#[placeable]
trait Shared {
    inline async fn shared(&self) -> u8;
}

#[placeable]
trait Unique {
    inline async fn unique(&mut self) -> u8;
}

#[placeable]
trait Pinned {
    inline async fn pinned(self: Pin<&mut Self>) -> u8;
}

fn needs_shared(_: impl Shared) {}
fn needs_unique(_: impl Unique) {}
fn needs_pinned(_: impl Pinned) {}

fn bad(shared: &dyn Shared, unique: &dyn Unique, pinned: Box<dyn Pinned>) {
    needs_shared(HeapPlaced::new(shared));
    needs_unique(HeapPlaced::new(unique)); //~ ERROR the trait bound
    needs_pinned(HeapPlaced::new(pinned)); //~ ERROR does not pin its object
}

fn main() {}

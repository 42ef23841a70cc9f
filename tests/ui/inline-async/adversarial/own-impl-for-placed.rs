//@ edition: 2024

// With `#[placeable]` the trait is implemented for bindings of its objects, and nobody else can do
// so. An implementation for a box of the object is the user's own business.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::Global;
use std::future::inline_async::{HeapPlaced, ObjectPtr, Placed, placeable};

#[placeable] //~ ERROR conflicting implementations of trait `Work`
trait Work {
    inline async fn work(&mut self) -> u8;
}

impl Work for HeapPlaced<Box<dyn Work>> {
    async fn work(&mut self) -> u8 {
        0
    }
}

impl<P: ObjectPtr> Work for Placed<P, Global> {
    //~^ ERROR conflicting implementations of trait `Work`
    async fn work(&mut self) -> u8 {
        0
    }
}

impl Work for Box<dyn Work> {
    async fn work(&mut self) -> u8 {
        (**self).work().await
    }
}

fn main() {}

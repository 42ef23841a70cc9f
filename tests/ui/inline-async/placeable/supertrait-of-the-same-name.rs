//@ edition: 2024

// A supertrait with the trait's own name is another trait, and its associated type is not the
// trait's own: the binding's may differ from the object's, and the expansion does not type-check.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;

mod other {
    pub trait Tr {
        type Item;
    }
}

#[placeable]
trait Tr: other::Tr {
    type Item;
    inline async fn method(&mut self) -> <Self as other::Tr>::Item; //~ ERROR resolves to
}

fn main() {}

//@ edition: 2024

// An `impl Tr for dyn Other` does not make an object of `Other` one of `Tr`: there is no machine for
// `Tr` behind its vtable, and a binding to it has no methods of `Tr`.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Tr {
    inline async fn m(&mut self) -> u8;
}

trait Other {}

impl Tr for dyn Other {
    async fn m(&mut self) -> u8 {
        0
    }
}

fn needs_tr(_: &mut impl Tr) {}

fn bad(object: Box<dyn Other>) {
    let mut binding = HeapPlaced::new(object);
    needs_tr(&mut binding); //~ ERROR is not an object type of `Tr`
}

fn main() {}

//@ edition: 2024

// The binding must have the supertraits: one without `#[placeable]` is missing.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};

trait ErrorType {
    type Error;
}

#[placeable]
trait Read: ErrorType {
    inline async fn read(&mut self) -> Result<u8, Self::Error>;
}

fn needs_read(_: &mut impl Read) {}

fn bad(object: Box<dyn Read<Error = u8>>) {
    let mut binding = HeapPlaced::new(object);
    needs_read(&mut binding); //~ ERROR Read` is not satisfied
}

fn main() {}

//@ edition: 2024

// A binding whose supertrait is implemented by hand, with another associated type than the object's,
// is not forwarded: the output in the signature would not be the one that the object gives.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};

trait ErrorType {
    type Error;
}

#[placeable]
trait Read: ErrorType {
    inline async fn read(&mut self) -> Result<u8, Self::Error>;
}

impl ErrorType for HeapPlaced<Box<dyn Read<Error = u8>>> {
    type Error = String;
}

fn needs_read(_: &mut impl Read) {}

fn bad(object: Box<dyn Read<Error = u8>>) {
    let mut binding = HeapPlaced::new(object);
    needs_read(&mut binding); //~ ERROR type mismatch
}

fn main() {}

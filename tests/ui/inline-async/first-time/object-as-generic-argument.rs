// A pointer to a trait object is passed where a type that implements the trait is asked for.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;

#[placeable]
trait Read {
    inline async fn read(&mut self) -> u8;
}

fn first(reader: impl Read) {
    drop(reader);
}

fn main() {
    let reader: Option<Box<dyn Read>> = None;
    first(reader.unwrap()); //~ ERROR the trait bound `Box<dyn Read>: Read` is not satisfied
}

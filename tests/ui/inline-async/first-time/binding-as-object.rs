// A binding becomes a trait object itself, which needs `#[placeable]`, and lives no longer than its
// pointer and place do.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, InlinePlace, Placed, placeable};
use std::pin::pin;

trait Plain {
    inline async fn read(&mut self) -> u8;
}

fn not_placeable(reader: Box<dyn Plain>) -> Box<dyn Plain> {
    Box::new(HeapPlaced::new(reader))
    //~^ ERROR the trait bound `Placed<Box<dyn Plain>, std::alloc::Global>: Plain` is not satisfied
}

#[placeable]
trait Read {
    inline async fn read(&mut self) -> u8;
}

fn in_a_frame(reader: Box<dyn Read>) -> Box<dyn Read> {
    let place = pin!(InlinePlace::<64>::new());
    Box::new(Placed::new_in(reader, place).unwrap()) //~ ERROR cannot return value referencing
}

fn main() {}

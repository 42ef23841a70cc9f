// A call that is not awaited does nothing.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]
#![deny(unused_must_use)]

use std::future::inline_async::{HeapPlace, HeapPlaced, placeable};

#[placeable]
trait Read {
    inline async fn read(&mut self) -> u8;
}

async fn call(reader: &mut dyn Read) {
    reader.read(); //~ ERROR unused `InlineCall` that must be used
    reader.read().in_place(&mut HeapPlace::new()).unwrap();
    //~^ ERROR unused `PlacedCall` that must be used
}

async fn bound(reader: &mut HeapPlaced<Box<dyn Read>>) {
    reader.read(); //~ ERROR unused `BoundCall` that must be used
}

fn main() {}

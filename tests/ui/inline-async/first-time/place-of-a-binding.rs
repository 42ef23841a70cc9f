// A call that has a place is given another, and one on a known type, which needs none.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, placeable};

#[placeable]
trait Read {
    inline async fn read(&mut self) -> u8;
}

async fn binding(reader: Box<dyn Read>) -> u8 {
    let mut reader = HeapPlaced::new(reader);
    reader.read().in_place(HeapPlace::new()).unwrap().await
    //~^ ERROR no method named `in_place` found
}

async fn known_type<R: Read>(mut reader: R) -> u8 {
    reader.read().in_place(HeapPlace::new()).unwrap().await
    //~^ ERROR no method named `in_place` found
}

fn main() {}

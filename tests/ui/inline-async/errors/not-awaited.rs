// A call on a trait object is a future, and so is one that has a place: `.await` is suggested where
// it was forgotten, as it is for an `async fn`.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlace, HeapPlaced, placeable};

#[placeable]
trait Read {
    inline async fn read(&mut self) -> u8;
}

async fn value(reader: &mut dyn Read) -> u8 {
    let n: u8 = reader.read(); //~ ERROR mismatched types
    n
}

async fn method(reader: &mut dyn Read) -> u8 {
    reader.read().wrapping_add(1) //~ ERROR no method named `wrapping_add` found
}

async fn in_place(reader: &mut dyn Read) -> u8 {
    reader.read().in_place(&mut HeapPlace::new()).unwrap() //~ ERROR mismatched types
}

async fn bound(reader: &mut HeapPlaced<Box<dyn Read>>) -> u8 {
    let n: u8 = reader.read(); //~ ERROR mismatched types
    n
}

fn main() {}

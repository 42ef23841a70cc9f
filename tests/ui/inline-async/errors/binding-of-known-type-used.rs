//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver

// A binding that is none is one error, where it is made, whatever is done with it afterwards. Where
// it is not made, that is said where it is used.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlaced, InlinePlace, Placed, placeable};

#[placeable]
trait Read {
    inline async fn read(&mut self) -> u8;
}

struct Zeros;

impl Read for Zeros {
    async fn read(&mut self) -> u8 {
        0
    }
}

async fn known_type() -> u8 {
    let mut zeros = HeapPlaced::new(Box::new(Zeros));
    //~^ ERROR `Box<Zeros>` is not a pointer to a trait object
    let first = zeros.read().await;
    first + zeros.read().await
}

async fn not_pinned(reader: &mut dyn Read) -> u8 {
    let mut reader = Placed::new_in(reader, InlinePlace::<64>::new()).unwrap();
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
    reader.read().await
}

async fn in_signature(zeros: &mut HeapPlaced<Box<Zeros>>) -> u8 {
    //~^ ERROR `Box<Zeros>` is not a pointer to a trait object
    zeros.read().await
    //~^ ERROR `Box<Zeros>` is not a pointer to a trait object
}

fn main() {}

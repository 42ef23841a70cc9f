// A place in the frame that is not pinned.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{InlinePlace, Placed, placeable};

#[placeable]
trait Counter {
    inline async fn next(&mut self) -> u32;
}

async fn second(counter: &mut dyn Counter) -> u32 {
    let place = InlinePlace::<64>::new();
    let mut counter = Placed::new_in(counter, place).unwrap();
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
    counter.next().await
}

fn main() {}

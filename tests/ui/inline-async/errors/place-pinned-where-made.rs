//@ edition: 2024
//@ run-rustfix

// How a place that is not pinned is pinned, by where it is made.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{InlinePlace, Placed};

trait Read {
    inline async fn read(&mut self) -> u8;
}

fn local(reader: &mut dyn Read) {
    let place = InlinePlace::<64>::new();
    let _ = Placed::new_in(reader, place);
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn borrowed(reader: &mut dyn Read) {
    let mut place = InlinePlace::<64>::new();
    let _ = reader.read().in_place(&mut place);
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn shared(reader: &mut dyn Read) {
    let place = InlinePlace::<64>::new();
    let _ = reader.read().in_place(&place);
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn main() {}

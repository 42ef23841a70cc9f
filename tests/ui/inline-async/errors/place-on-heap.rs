//@ edition: 2024

// A place on the heap is a `HeapPlace`, which needs no pinning and no pointer.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlace, InlinePlace, Placed};
use std::pin::{Pin, pin};

trait Read {
    inline async fn read(&mut self) -> u8;
}

fn boxed(reader: &mut dyn Read) {
    let _ = Placed::new_in(reader, Box::new(InlinePlace::<64>::new()));
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn boxed_and_pinned(reader: &mut dyn Read, mut place: Pin<Box<InlinePlace<64>>>) {
    let _ = Placed::new_in(reader, place);
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn pinned(reader: &mut dyn Read) {
    let _ = Placed::new_in(reader, pin!(HeapPlace::new()));
    //~^ ERROR `Pin<&mut HeapPlace>` is not a place where a machine can run
}

fn shared(reader: &mut dyn Read, place: &HeapPlace) {
    let _ = reader.read().in_place(place);
    //~^ ERROR `&HeapPlace` is not a place where a machine can run
}

fn as_the_help_says(first: &mut dyn Read, second: &mut dyn Read, place: &mut HeapPlace) {
    let _ = Placed::new_in(first, place);
    let _ = Placed::new_in(second, HeapPlace::new());
}

fn main() {}

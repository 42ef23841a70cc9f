// An `InlinePlace` is used as `Pin<&mut InlinePlace<N>>`.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{InlinePlace, Placed};
use std::pin::pin;

trait Read {
    inline async fn read(&mut self) -> u8;
}

fn by_value(reader: &mut dyn Read) {
    let _ = Placed::new_in(reader, InlinePlace::<64>::new());
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn by_reference(reader: &mut dyn Read) {
    let mut place = InlinePlace::<64>::new();
    let _ = reader.read().in_place(&mut place);
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn as_the_note_says(reader: &mut dyn Read) {
    let mut place = pin!(InlinePlace::<64>::new());
    let _ = reader.read().in_place(place.as_mut());
    let _ = Placed::new_in(reader, place);
}

fn main() {}

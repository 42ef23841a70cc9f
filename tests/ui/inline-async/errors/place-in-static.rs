//@ edition: 2024

// A place in a static is given out by `take`, once.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{InlinePlace, Placed};
use std::pin::Pin;

trait Read {
    inline async fn read(&mut self) -> u8;
}

static PLACE: InlinePlace<64> = InlinePlace::new();

mod places {
    pub static OTHER: std::future::inline_async::InlinePlace<64> =
        std::future::inline_async::InlinePlace::new();
}

fn borrowed(reader: &mut dyn Read) {
    let _ = Placed::new_in(reader, &PLACE);
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn by_value(reader: &mut dyn Read) {
    let _ = Placed::new_in(reader, PLACE);
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn for_one_call(reader: &mut dyn Read) {
    let _ = reader.read().in_place(&places::OTHER);
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn argument(reader: &mut dyn Read, place: &'static InlinePlace<64>) {
    let _ = Placed::new_in(reader, place);
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn shared(reader: &mut dyn Read, place: &InlinePlace<64>) {
    let _ = Placed::new_in(reader, place);
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn pinned_and_shared(reader: &mut dyn Read, place: Pin<&'static InlinePlace<64>>) {
    let _ = Placed::new_in(reader, place);
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn as_the_suggestion_says(reader: &mut dyn Read) {
    let _ = Placed::new_in(reader, PLACE.take().unwrap());
}

fn main() {}

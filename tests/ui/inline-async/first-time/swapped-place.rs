// The place before the pointer.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlace, InlinePlace, Placed};
use std::pin::pin;

trait Counter {
    inline async fn next(&mut self) -> u32;
}

fn in_frame(counter: &mut dyn Counter) {
    let place = pin!(InlinePlace::<64>::new());
    let _ = Placed::new_in(place, counter);
    //~^ ERROR `Pin<&mut InlinePlace<64>>` is a place, not a pointer to a trait object
}

fn on_heap(counter: Box<dyn Counter>) {
    let _ = Placed::new_in(HeapPlace::new(), counter);
    //~^ ERROR `HeapPlace` is a place, not a pointer to a trait object
}

fn main() {}

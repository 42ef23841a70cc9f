// A place that is a field, and one that is pinned twice.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{InlinePlace, Placed};
use std::pin::pin;

trait Counter {
    inline async fn next(&mut self) -> u32;
}

struct Driver {
    place: InlinePlace<64>,
}

impl Driver {
    fn bind(&mut self, counter: &mut dyn Counter) {
        let _ = Placed::new_in(counter, &mut self.place);
        //~^ ERROR an `InlinePlace` is a place only while it is pinned
    }
}

async fn twice(counter: &mut dyn Counter) -> u32 {
    let mut place = InlinePlace::<64>::new();
    let place = pin!(&mut place);
    counter.next().in_place(place).ok().unwrap().await
    //~^ ERROR an `InlinePlace` is a place only while it is pinned
}

fn main() {}

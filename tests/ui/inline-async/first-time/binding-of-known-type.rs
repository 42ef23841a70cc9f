// A binding of a `Box` that has not become one of a trait object.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Counter {
    inline async fn next(&mut self) -> u32;
}

struct UpFrom(u32);

impl Counter for UpFrom {
    async fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

fn main() {
    let _ = HeapPlaced::new(Box::new(UpFrom(0)));
    //~^ ERROR `Box<UpFrom>` is not a pointer to a trait object
}

// The object itself is bound, not the pointer that it is behind.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::HeapPlaced;

trait Counter {
    inline async fn next(&mut self) -> u32;
}

fn owned(counter: Box<dyn Counter>) {
    let _ = HeapPlaced::new(*counter);
    //~^ ERROR `dyn Counter` is a trait object, not a pointer to one
    //~| ERROR the size for values of type `dyn Counter` cannot be known at compilation time
    //~| ERROR the size for values of type `dyn Counter` cannot be known at compilation time
}

fn main() {}

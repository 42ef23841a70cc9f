// A binding is an implementation of a trait that is `#[placeable]`.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::HeapPlaced;

mod inner {
    pub trait Read {
        inline async fn read(&mut self) -> u8;
    }
}

use inner::Read;

fn read(_: impl Read) {}

fn f(object: Box<dyn Read>) {
    read(HeapPlaced::new(object)); //~ ERROR the trait bound `Placed<Box<dyn inner::Read>
}

fn main() {}

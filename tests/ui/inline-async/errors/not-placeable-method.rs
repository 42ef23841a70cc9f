// A binding has the methods of a trait that is `#[placeable]`.

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

async fn f(object: Box<dyn Read>) -> u8 {
    let mut binding = HeapPlaced::new(object);
    binding.read().await //~ ERROR no method named `read` found for struct `Placed<Ptr, P>`
}

fn main() {}

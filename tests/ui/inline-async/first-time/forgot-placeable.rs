// A binding is passed on as an object, and the trait does not say that it is `#[placeable]`.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::HeapPlaced;

pub trait Read {
    inline async fn read(&mut self, buf: &mut [u8]) -> usize;
}

async fn count(reader: &mut dyn Read) -> usize {
    let (mut buf, mut total) = ([0; 64], 0);
    loop {
        match reader.read(&mut buf).await {
            0 => return total,
            n => total += n,
        }
    }
}

async fn count_boxed(reader: Box<dyn Read>) -> usize {
    count(&mut HeapPlaced::new(reader)).await //~ ERROR the trait bound `Placed<Box<dyn Read>
}

fn main() {}

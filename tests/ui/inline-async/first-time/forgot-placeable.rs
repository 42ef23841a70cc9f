// A binding of an object whose trait does not say that it is `#[placeable]`.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::HeapPlaced;

pub trait Read {
    inline async fn read(&mut self, buf: &mut [u8]) -> usize;
}

async fn count(reader: Box<dyn Read>) -> usize {
    let mut reader = HeapPlaced::new(reader);
    let (mut buf, mut total) = ([0; 64], 0);
    loop {
        match reader.read(&mut buf).await { //~ ERROR no method named `read` found
            0 => return total,
            n => total += n,
        }
    }
}

fn main() {}

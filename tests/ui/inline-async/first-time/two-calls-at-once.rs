// Two calls on one object at the same time, each of which has it borrowed mutably.

//@ edition: 2024

#![feature(future_join, inline_async_fn)]
#![allow(dead_code)]

trait Read {
    inline async fn read(&mut self, buf: &mut [u8]) -> usize;
}

async fn both(reader: &mut dyn Read, a: &mut [u8], b: &mut [u8]) -> (usize, usize) {
    std::future::join!(reader.read(a), reader.read(b)).await
    //~^ ERROR cannot borrow `*reader` as mutable more than once at a time
}

fn main() {}

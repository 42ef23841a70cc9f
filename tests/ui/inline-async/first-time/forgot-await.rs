// A call that is not awaited.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Read {
    inline async fn read(&mut self, buf: &mut [u8]) -> usize;
}

async fn fill(reader: &mut dyn Read, buf: &mut [u8]) -> usize {
    let n: usize = reader.read(buf); //~ ERROR mismatched types
    n
}

fn main() {}

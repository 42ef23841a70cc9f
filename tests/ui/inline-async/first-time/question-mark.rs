// The output of a call is asked for with `?` before the call is awaited.

//@ edition: 2024
//@ run-rustfix

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::io;

trait Read {
    inline async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;
}

async fn fill(reader: &mut dyn Read, buf: &mut [u8]) -> io::Result<bool> {
    let n = reader.read(buf)?; //~ ERROR the `?` operator can only be applied to values
    Ok(n == buf.len())
}

fn main() {}

// `#[placeable]` is not in the prelude.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

#[placeable] //~ ERROR cannot find attribute `placeable` in this scope
pub trait Read {
    inline async fn read(&mut self, buf: &mut [u8]) -> usize;
}

fn main() {}

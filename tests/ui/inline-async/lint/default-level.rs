// `implicit_async_allocation` is silent unless somebody asks for it.

//@ check-pass
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Read {
    inline async fn read(&mut self) -> u8;
}

async fn awaited(reader: &mut dyn Read) -> u8 {
    reader.read().await
}

fn main() {}

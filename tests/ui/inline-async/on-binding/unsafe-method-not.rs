//@ edition: 2024

// An unsafe method is unsafe on a binding, and the error names it.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlaced;

trait Buffer {
    inline async unsafe fn get(&self, at: usize) -> u8;
}

async fn first(buffer: &HeapPlaced<Box<dyn Buffer>>) -> u8 {
    buffer.get(0).await
    //~^ ERROR call to unsafe function `Buffer::get` is unsafe and requires unsafe
}

fn main() {}

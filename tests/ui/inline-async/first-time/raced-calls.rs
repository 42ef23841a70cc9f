// Calls are raced by a function that wants futures it may move, and by reference. What runs in a
// place may be moved.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlace;

trait Read {
    inline async fn read(&mut self) -> u8;
}

fn select<A: Future + Unpin, B: Future + Unpin>(_: A, _: B) {}

fn by_value(a: &mut dyn Read, b: &mut dyn Read) {
    let a = a.read().in_place(HeapPlace::new()).unwrap();
    select(a, b.read()); //~ ERROR `InlineCall<&mut dyn Read, (), u8>` cannot be unpinned
}

async fn by_reference(a: &mut dyn Read) -> u8 {
    let mut call = a.read();
    (&mut call).await //~ ERROR `InlineCall<&mut dyn Read, (), u8>` cannot be unpinned
}

fn main() {}

// The syntax has its feature, the library's names do not.

//@ edition: 2024

#![feature(inline_async_fn)]

use std::future::inline_async::HeapPlaced;
//~^ ERROR use of unstable library feature `inline_async`

trait Listener {
    inline async fn accept(&mut self) -> u16;
}

fn bind(listener: Box<dyn Listener>) {
    drop(listener);
}

fn main() {}

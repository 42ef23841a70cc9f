//@ run-rustfix
//@ edition: 2024

// A method of the object that has a similar name is suggested on a binding, too.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::HeapPlaced;

trait Source {
    inline async fn receive(&mut self) -> u8;
    fn room(&self) -> usize;
}

trait Pipe: Source {
    inline async fn transmit(&mut self, byte: u8);
    inline async fn shutdown(self);
}

async fn pipe(mut binding: HeapPlaced<Box<dyn Pipe>>) {
    binding.transmitt(1).await;
    //~^ ERROR no method named `transmitt` found
    binding.recieve().await;
    //~^ ERROR no method named `recieve` found
    let _ = binding.rooms();
    //~^ ERROR no method named `rooms` found
    binding.shut_down().await;
    //~^ ERROR no method named `shut_down` found
}

fn main() {}

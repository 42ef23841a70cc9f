//@ edition: 2024
//@ run-rustfix

// A constructor has no receiver and cannot have one: it is kept off trait objects.

#![feature(inline_async_fn)]
#![allow(dead_code, async_fn_in_trait)]

trait Connection {
    inline async fn open(address: &str) -> Self; //~ ERROR `inline async fn` must have a receiver
    inline async fn copies(of: &str) -> Vec<Self>
    //~^ ERROR `inline async fn` must have a receiver
    where
        Self: Clone;
    inline async fn read(&mut self) -> u8;
}

fn main() {}

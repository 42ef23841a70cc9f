// An impl of an inline async method must give a future, in one way or another.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn m(&self) -> u8;
}

impl Tr for u8 {
    fn m(&self) -> u8 {
        //~^ ERROR method should be `async` or return a future, but it is synchronous
        0
    }
}

impl Tr for u16 {
    inline fn m(&self) -> u8 {
        //~^ ERROR only an `async fn` can be `inline`
        //~| ERROR method should be `async` or return a future, but it is synchronous
        0
    }
}

impl Tr for u32 {
    async fn m(&self) -> u16 {
        //~^ ERROR to be a future that resolves to `u8`, but it resolves to `u16`
        0
    }
}

fn main() {}

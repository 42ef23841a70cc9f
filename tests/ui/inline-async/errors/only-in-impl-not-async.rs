// An impl cannot make a method `inline` that is not even `async` in the trait.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    fn m(&self);
}

impl Tr for u8 {
    inline async fn m(&self) {}
    //~^ ERROR method `m` is `inline` here but not in the trait `Tr`
}

fn main() {}

// The rule holds for the impl of one instance of a generic trait as well.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr<A> {
    inline async fn m(&self, a: A);
}

impl<A, T: ?Sized> Tr<Vec<A>> for T {
    //~^ ERROR an impl of `Tr` for every `T` must require `T: Sized`
    async fn m(&self, _: Vec<A>) {}
}

fn main() {}

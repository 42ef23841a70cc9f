// An impl cannot make a method `inline` that the trait does not declare so.

//@ run-rustfix
//@ rustfix-only-machine-applicable
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code, unused_features)]

use std::future::Future;

trait Tr {
    async fn m(&self);
    fn n(&self) -> impl Future<Output = ()>;
}

impl Tr for u8 {
    inline async fn m(&self) {}
    //~^ ERROR method `m` is `inline` here but not in the trait `Tr`
    inline async fn n(&self) {}
    //~^ ERROR method `n` is `inline` here but not in the trait `Tr`
}

fn main() {}

// A bound that is weaker than `Sized` does not keep object types away.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn, sized_hierarchy)]
#![allow(dead_code)]

use std::marker::MetaSized;

trait Tr {
    inline async fn m(&self);
}

impl<T: MetaSized> Tr for T {
    //~^ ERROR an impl of `Tr` for every `T` must require `T: Sized`
    async fn m(&self) {}
}

fn main() {}

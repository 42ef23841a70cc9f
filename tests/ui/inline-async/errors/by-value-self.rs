// A receiver by value is refused, however it is written.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn m(self);
    //~^ ERROR `inline async fn` that takes `self` by value is not implemented yet
    inline async fn n(self: Self);
    //~^ ERROR `inline async fn` that takes `self` by value is not implemented yet
    inline async fn o(self: Same<Self>);
    //~^ ERROR `inline async fn` that takes `self` by value is not implemented yet
}

type Same<T> = T;

fn main() {}

// A receiver that no trait object can be given as.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn m(self: &&Self);
    //~^ ERROR the receiver of an `inline async fn` must be dispatchable on a trait object
    inline async fn n(self: &Box<Self>);
    //~^ ERROR the receiver of an `inline async fn` must be dispatchable on a trait object
}

fn main() {}

//@ edition: 2024
//@ run-rustfix

// The receivers that are suggested where there is none, and where there is one that a call on a
// trait object cannot be dispatched on.

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn none(); //~ ERROR `inline async fn` must have a receiver
    inline async fn argument(a: u8); //~ ERROR `inline async fn` must have a receiver
    inline async fn reference(self: &&Self); //~ ERROR the receiver of an `inline async fn` must be
}

fn object(_: &dyn Tr) {}

fn main() {}

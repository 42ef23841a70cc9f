// A constructor among the methods, and one that gives another of its kind.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Connection {
    inline async fn open(address: &str) -> Self; //~ ERROR must have a receiver
    inline async fn duplicate(&self) -> Self; //~ ERROR `Self` is not allowed in the output
}

fn main() {}

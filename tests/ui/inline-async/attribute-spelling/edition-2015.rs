//@ edition: 2015

// `#[inline_async]` needs an `async fn`, and so its edition.

#![feature(inline_async_fn)]

#[inline_async]
trait Tr {
    async fn m(&self); //~ ERROR `async fn` is not permitted in Rust 2015
}

fn main() {}

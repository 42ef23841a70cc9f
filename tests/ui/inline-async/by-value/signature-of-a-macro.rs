//@ edition: 2024
//@ proc-macro: counting.rs

// `#[placeable]` copies the signature as it is written. A macro in it is expanded once for the trait
// and again for each copy, and may give another type each time: the impl for bindings is refused.

#![feature(inline_async_fn, inline_async)]

extern crate counting;

use std::future::inline_async::placeable;

#[placeable]
trait Tr {
    inline async fn close(self, bytes: counting::longer!());
    //~^ ERROR has an incompatible type for trait
    //~| ERROR mismatched types
}

fn main() {}

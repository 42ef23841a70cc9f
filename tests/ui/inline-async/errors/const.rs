// A `const fn` is not `async`, with `inline` or without.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    const inline async fn m(&self);
    //~^ ERROR functions in traits cannot be declared const
    //~| ERROR functions cannot be both `const` and `async`
}

fn main() {}

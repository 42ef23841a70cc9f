// `inline` does not stand right before `async`: the qualifiers are out of order.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline unsafe async fn m(&self); //~ ERROR found keyword `async`
}

fn main() {}

// One `inline` is enough.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline inline async fn m(&self); //~ ERROR `inline` is written more than once
    inline async inline fn n(&self); //~ ERROR `inline` is written more than once
}

fn main() {}

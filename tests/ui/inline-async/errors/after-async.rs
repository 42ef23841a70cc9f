// `inline` comes before `async`.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    async inline fn m(&self); //~ ERROR `inline` must come right before `async`
    async inline unsafe fn n(&self); //~ ERROR `inline` must come right before `async`
    async unsafe inline fn o(&self); //~ ERROR `inline` must come right before `async`
}

fn main() {}

// `inline async` comes before `unsafe`.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    unsafe inline async fn m(&self);
    //~^ ERROR `inline async` must come before the other qualifiers
}

fn main() {}

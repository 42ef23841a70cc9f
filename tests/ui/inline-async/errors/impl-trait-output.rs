// `impl Trait` in the output is another type for each implementation, nested or not.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn m(&self) -> impl Copy;
    //~^ ERROR `impl Trait` is not allowed in the output of an `inline async fn`
    inline async fn n(&self) -> Option<(u8, impl Copy)>;
    //~^ ERROR `impl Trait` is not allowed in the output of an `inline async fn`
}

fn main() {}

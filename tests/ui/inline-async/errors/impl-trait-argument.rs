// `impl Trait` in an argument is a type parameter, nested or not.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn m(&self, t: impl Copy);
    //~^ ERROR `impl Trait` is not allowed in an argument of an `inline async fn`
    inline async fn n(&self, t: &mut Vec<impl Copy>);
    //~^ ERROR `impl Trait` is not allowed in an argument of an `inline async fn`
}

fn main() {}

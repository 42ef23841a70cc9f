// A vtable has no entry for each type argument.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn m<T>(&self, t: T);
    //~^ ERROR `inline async fn` cannot have type parameters
    inline async fn n<'a, T, U>(&self, t: &'a T, u: U);
    //~^ ERROR `inline async fn` cannot have type parameters
    //~| ERROR `inline async fn` cannot have type parameters
}

fn main() {}

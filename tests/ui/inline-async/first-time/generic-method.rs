// A generic method, which no trait object has.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Bus {
    inline async fn publish<M: Into<String>>(&self, message: M);
    //~^ ERROR `inline async fn` cannot have type parameters
    inline async fn subscribe(&self, topic: impl AsRef<str>) -> String;
    //~^ ERROR `impl Trait` is not allowed in an argument of an `inline async fn`
}

fn main() {}

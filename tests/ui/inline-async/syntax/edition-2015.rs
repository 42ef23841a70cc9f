// Where `async fn` is not there yet, neither is `inline async fn`: the usual error.

//@ edition: 2015

#![feature(inline_async_fn)]

trait Tr {
    inline async fn m(&self);
    //~^ ERROR `async fn` is not permitted in Rust 2015 [E0670]
}

fn main() {}

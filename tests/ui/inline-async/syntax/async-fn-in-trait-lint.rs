// The lint that tells authors of public traits to say whether their futures are `Send` is silent
// for an `inline async fn`: that question is settled where an object is made.

//@ edition: 2024

#![feature(inline_async_fn)]
#![deny(async_fn_in_trait)]

pub trait Tr {
    inline async fn m(&self);
    async fn n(&self);
    //~^ ERROR use of `async fn` in public traits is discouraged
}

fn main() {}

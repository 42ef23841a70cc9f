// The pretty printer keeps `inline`.

//@ edition: 2024
//@ pp-exact

#![feature(inline_async_fn)]

trait Tr {
    inline async fn m(&self);
    inline async unsafe fn n(&self) {}
}

fn main() {}

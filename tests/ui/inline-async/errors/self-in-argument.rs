// A trait object does not know what `Self` is.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn m(&self, other: &Self);
    //~^ ERROR `Self` is not allowed in an argument of an `inline async fn`
    inline async fn n(&self, a: u8, other: Vec<Box<Self>>);
    //~^ ERROR `Self` is not allowed in an argument of an `inline async fn`
}

fn main() {}

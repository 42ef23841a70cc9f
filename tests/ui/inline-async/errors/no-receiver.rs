// With no receiver there is no trait object to call the method on.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn m(); //~ ERROR `inline async fn` must have a receiver
    inline async fn n(a: u8); //~ ERROR `inline async fn` must have a receiver
    inline async fn o<'a>(a: &'a u8); //~ ERROR `inline async fn` must have a receiver
}

fn main() {}

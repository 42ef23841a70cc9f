// A vtable has no entry for each const argument.

//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async fn m<const N: usize>(&self, array: [u8; N]);
    //~^ ERROR `inline async fn` cannot have const parameters
}

fn main() {}

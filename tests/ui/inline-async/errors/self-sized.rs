// With `Self: Sized`, said or implied, the method could never be called on `dyn Tr`.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code, unused_features)]

trait Tr {
    inline async fn m(&self)
    where
        Self: Sized; //~ ERROR `inline async fn` cannot require `Self: Sized`
    inline async fn n(&self)
    where
        Self: Clone; //~ ERROR `inline async fn` cannot require `Self: Sized`
}

fn main() {}

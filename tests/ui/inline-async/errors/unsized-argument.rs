//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call on a trait object owns its arguments, so their sizes must be known. That is said where the
// method is declared, whatever features would allow such an argument elsewhere.

#![feature(inline_async_fn, unsized_fn_params)]
#![allow(internal_features, dead_code)]

use std::fmt::Debug;
use std::ops::Deref;

trait Slices {
    inline async fn slice(&self, x: [u8]);
    //~^ ERROR an argument of an `inline async fn` must be of a size known at compile time
    inline async fn two(&self, x: u8, y: str, z: dyn Debug);
    //~^ ERROR an argument of an `inline async fn` must be of a size known at compile time
    //~| ERROR an argument of an `inline async fn` must be of a size known at compile time
}

trait Generic<T: ?Sized> {
    type Item: ?Sized;

    inline async fn parameter(&self, x: T);
    //~^ ERROR an argument of an `inline async fn` must be of a size known at compile time
    inline async fn associated(&self, x: Self::Item);
    //~^ ERROR an argument of an `inline async fn` must be of a size known at compile time
    inline async fn target(&self, x: <String as Deref>::Target);
    //~^ ERROR an argument of an `inline async fn` must be of a size known at compile time

    // These are of a known size.
    inline async fn bounded(&self, x: Self::Item)
    where
        Self::Item: Sized;
    inline async fn sized_target(&self, x: <Box<u8> as Deref>::Target, y: &T, z: Box<Self::Item>);
}

fn main() {}

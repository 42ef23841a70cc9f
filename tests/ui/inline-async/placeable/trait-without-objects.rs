//@ edition: 2024

// A trait that has no objects is none that a binding could be of: `#[placeable]` on it is an error at
// the method that is at fault.

#![feature(inline_async_fn, inline_async, return_type_notation)]

use std::future::inline_async::placeable;

trait Base {
    inline async fn base(&self);
}

#[placeable]
trait Derived: Base {
    inline async fn derived(&self) //~ ERROR the trait `Derived` is not dyn compatible
    where
        Self::base(..): Send;
}

fn main() {}

//@ edition: 2024

// A trait that has no objects is none that a binding could be of: `#[placeable]` on it is an error at
// the method that would be called on them, which says what is at fault.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;

#[placeable]
trait Compare {
    inline async fn load(&mut self); //~ ERROR the trait `Compare` is not dyn compatible
    fn is_less(&self, other: &Self) -> bool;
}

fn main() {}

//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ edition: 2024

// A binding's future is another than its object's, so a bound on the one is none on the other: one
// error at each bound, however it is spelled.

#![feature(inline_async_fn, inline_async, return_type_notation)]

use std::future::inline_async::placeable;

#[placeable]
trait Base {
    inline async fn base(&self);
}

#[placeable]
trait OfMethod: Base {
    inline async fn shorthand(&self)
    where
        Self::base(..): Send; //~ ERROR a bound on `Self::base(..)` cannot be forwarded
    inline async fn qualified(&self)
    where
        <Self as Base>::base(..): Send; //~ ERROR a bound on `<Self as Base>::base(..)` cannot be forwarded
    fn plain(&self)
    where
        Self::base(..): Send; //~ ERROR a bound on `Self::base(..)` cannot be forwarded
    // This one is left to its default body.
    fn sized(&self)
    where
        Self: Sized,
        Self::base(..): Send,
    {
    }
}

#[placeable]
trait OfTrait
where
    Self::run(..): Send, //~ ERROR a bound on `Self::run(..)` cannot be forwarded
{
    inline async fn run(&self);
}

fn main() {}

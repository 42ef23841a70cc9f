//@ edition: 2024

// A type alias can hide that a signature names a supertrait's associated type, and the binding's
// may be another than the object's. The expansion does not type-check then: the object's output
// would be taken for the binding's.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;

trait Super {
    type Error;
}

type ErrorOf<T> = <T as Super>::Error;

#[placeable]
trait Output: Super {
    inline async fn method(&mut self) -> ErrorOf<Self>; //~ ERROR resolves to
}

#[placeable]
trait Argument: Super {
    inline async fn method(&mut self, error: ErrorOf<Self>); //~ ERROR mismatched types
}

fn main() {}

//@ edition: 2024

// As in placeable/hidden-inherited-type.rs, for methods that take `self`: a type alias hides a
// supertrait's type, which is another one for the binding than for the object. The impl is refused,
// since what a call takes and gives is of the object's types.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};

trait Super {
    type Error;
}

type ErrorOf<T> = <T as Super>::Error;

#[placeable]
trait Output: Super {
    inline async fn close(self) -> ErrorOf<Self>;
    //~^ ERROR expected `BoundCall<Placed<Ptr, P>, (), <<Ptr as
}

#[placeable]
trait Argument: Super {
    inline async fn close(self, error: ErrorOf<Self>); //~ ERROR mismatched types
}

impl Super for HeapPlaced<Box<dyn Output<Error = u32>>> {
    type Error = Box<u8>;
}

fn main() {}

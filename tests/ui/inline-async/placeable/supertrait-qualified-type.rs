//@ check-pass
//@ edition: 2024

// An associated type that the trait names in full, since two supertraits declare one of that name,
// is the object's for the binding too.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;

#[placeable]
trait Input {
    type Item;
}

#[placeable]
trait Output<'a, T> {
    type Item;
    fn tag(&self) -> &'a T;
}

#[placeable]
trait Convert<'a, T>: Input + Output<'a, T> {
    fn direct(&mut self, item: <Self as Input>::Item) -> <Self as Output<'a, T>>::Item;
    inline async fn convert(&mut self, item: <Self as Input>::Item) -> <Self as Output<'a, T>>::Item;
}

trait Lend<'x> {
    type Lent;
}

#[placeable]
trait Lender: for<'x> Lend<'x> {
    fn direct<'m>(&'m mut self) -> <Self as Lend<'m>>::Lent;
    inline async fn lend<'m>(&'m mut self) -> <Self as Lend<'m>>::Lent;
}

fn main() {}

//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally
//@ check-pass
//@ edition: 2024

// A trait with `Self` in an argument of a supertrait has no object types, so there is nothing to
// forward. `#[placeable]` on it is no error, however the argument is spelled.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;

trait Sink<T> {
    fn put(&mut self, value: T);
}

trait Made {
    type By;
}

#[placeable]
trait Shorthand: Sink<Self::Item> {
    type Item;
    inline async fn take(&mut self) -> Self::Item;
}

#[placeable]
trait Qualified: Sink<<Self as Qualified>::Item> {
    type Item;
    inline async fn take(&mut self) -> Self::Item;
}

#[placeable]
trait InWhere
where
    Self: Sink<Vec<Self::Item>>,
{
    type Item;
    inline async fn take(&mut self) -> Self::Item;
}

#[placeable]
trait Higher: for<'a> Sink<&'a Self::Item> {
    type Item: 'static;
    inline async fn take(&mut self) -> Self::Item;
}

#[placeable]
trait OfOther: Made<By: Sink<Self::Item>> {
    type Item;
    inline async fn take(&mut self) -> Self::Item;
}

#[placeable]
trait Closure: Fn() -> Self::Item {
    type Item;
    inline async fn take(&mut self) -> Self::Item;
}

fn main() {}

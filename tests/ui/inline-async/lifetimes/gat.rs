//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A trait with a generic associated type has no object type, inline methods or not: an output that
// lends is written with a reference, or with the trait's own lifetime. Where the associated type
// needs `Self: Sized`, it is no part of the object type, and neither is a method that names it.

#![feature(inline_async_fn)]

trait Lend {
    type Item<'a>
    where
        Self: 'a;
    inline async fn next<'a>(&'a mut self) -> Self::Item<'a>;
}

trait SizedOnly {
    type Item<'a>
    where
        Self: Sized + 'a;
    inline async fn next(&mut self) -> u8;
    async fn item<'a>(&'a mut self) -> Self::Item<'a>
    where
        Self: Sized;
}

fn object(_: &mut dyn Lend) {}
//~^ ERROR the trait `Lend` is not dyn compatible

async fn without_item(object: &mut dyn SizedOnly) -> u8 {
    object.next().await
}

async fn item<'a>(object: &'a mut dyn SizedOnly) {
    object.item().await;
    //[current]~^ ERROR the `item` method cannot be invoked on a trait object
    //[next]~^^ ERROR the method `item` exists for mutable reference
}

fn main() {}

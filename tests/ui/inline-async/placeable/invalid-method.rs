//@ edition: 2024

// A method that cannot be `inline` is an error of its own. Where it has a body, the trait's other
// methods can be called on bindings all the same.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Tr {
    inline async fn valid(&self) -> u8;
    inline async fn sized(self) -> u8
    where
        Self: Sized, //~ ERROR `inline async fn` cannot require `Self: Sized`
    {
        2
    }
    inline async fn generic<T>(&self, _: T) {}
    //~^ ERROR `inline async fn` cannot have type parameters
}

async fn call(object: Box<dyn Tr>) -> u8 {
    HeapPlaced::new(object).valid().await
}

fn main() {}

// A method that a binding lacks since a supertrait of its trait is not `#[placeable]`: the supertrait
// is named.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};

trait Name {
    fn name(&self) -> &str;
}

#[placeable]
trait Write: Name {
    inline async fn write(&mut self, byte: u8);
}

async fn write(object: Box<dyn Write>) {
    HeapPlaced::new(object).write(0).await
    //~^ ERROR trait bounds were not satisfied
}

fn main() {}

// A binding that is no `impl Write` since a supertrait is not `#[placeable]`: the supertrait is named. A call
// of the method on the binding needs none of that.

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

fn write(_: impl Write) {}

async fn bound(object: Box<dyn Write>) {
    HeapPlaced::new(object).write(0).await
}

fn passed(object: Box<dyn Write>) {
    write(HeapPlaced::new(object));
    //~^ ERROR the trait bound
}

fn main() {}

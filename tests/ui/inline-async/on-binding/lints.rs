//@ edition: 2024

// Lints see a call on a binding as the method call that it is: the method is used, what it gives
// must be used, and it has a place. On the object behind the binding it has none.

#![feature(inline_async_fn, inline_async)]
#![deny(dead_code, unused_must_use, unused_mut, implicit_async_allocation)]

use std::future::inline_async::HeapPlaced;

trait Tr {
    inline async fn used(&mut self) -> u8;
    #[must_use = "it is a number"]
    inline async fn number(&self) -> u8;
    inline async fn consume(self);
}

async fn used(object: Box<dyn Tr>) {
    let mut binding = HeapPlaced::new(object);
    binding.used().await;
    let _ = binding.number().await;
    binding.consume().await;
}

async fn object(mut binding: HeapPlaced<Box<dyn Tr>>) {
    (*binding).used().await; //~ ERROR this call on `&mut dyn Tr` may allocate
}

async fn unused(binding: HeapPlaced<Box<dyn Tr>>) {
    binding.number();
    //~^ ERROR unused `BoundCall` that must be used
    //~| ERROR unused return value of `Tr::number` that must be used
    binding.consume(); //~ ERROR unused `BoundCall` that must be used
}

fn main() {
    let _ = (used, object, unused);
}

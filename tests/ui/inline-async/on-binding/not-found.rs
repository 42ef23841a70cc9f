//@ edition: 2024

// Methods that a binding does not have: one that two supertraits have, an `async fn` that is not
// inline, and one that is vacant for this object type.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlaced;

trait One {
    inline async fn twice(&self);
}

trait Two {
    inline async fn twice(&self);
}

trait Both: One + Two {}

trait Tr {
    async fn not_inline(&self)
    where
        Self: Sized;
    inline async fn vacant(&self)
    where
        Self: Sync;
}

async fn both(binding: HeapPlaced<Box<dyn Both>>) {
    binding.twice().await;
    //~^ ERROR multiple applicable items in scope
}

async fn not_inline(binding: HeapPlaced<Box<dyn Tr>>) {
    binding.not_inline().await;
    //~^ ERROR the `not_inline` method cannot be invoked on a trait object
}

async fn vacant(binding: HeapPlaced<Box<dyn Tr>>) {
    binding.vacant().await;
    //~^ ERROR `dyn Tr` cannot be shared between threads safely
}

fn main() {}

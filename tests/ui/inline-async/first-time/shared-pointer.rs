// A shared pointer is bound, and a method of the trait takes `&mut self`.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::sync::Arc;

#[placeable]
trait Cache {
    inline async fn load(&self, key: &str) -> Option<String>;
    inline async fn clear(&mut self);
}

async fn user(cache: Arc<dyn Cache>) -> Option<String> {
    HeapPlaced::new(cache).load("user").await
    //~^ ERROR the method `load` exists for struct `Placed<Arc<dyn Cache>, std::alloc::Global>`
}

async fn clear(cache: Arc<dyn Cache>) {
    cache.clear().await; //~ ERROR cannot borrow data in an `Arc` as mutable
}

fn main() {}

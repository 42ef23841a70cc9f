// A shared pointer is bound, and a method of the trait takes `&mut self`: that one cannot be called, the
// others can.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::HeapPlaced;
use std::sync::Arc;

trait Cache {
    inline async fn load(&self, key: &str) -> Option<String>;
    inline async fn clear(&mut self);
}

async fn bound(cache: Arc<dyn Cache>) -> Option<String> {
    let mut cache = HeapPlaced::new(cache);
    cache.clear().await; //~ ERROR `clear` takes `&mut self`, but `Arc<dyn Cache>` shares its object
    cache.load("user").await
}

async fn clear(cache: Arc<dyn Cache>) {
    cache.clear().await; //~ ERROR cannot borrow data in an `Arc` as mutable
}

fn main() {}

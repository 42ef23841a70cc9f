//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{BoundCall, HeapPlaced};

pub trait Counter<T> {
    inline async fn add(&mut self, n: T) -> u32;
    #[track_caller]
    inline async fn line(&self) -> u32;
    inline async fn close(self) -> u32;
}

pub type Binding<T> = HeapPlaced<Box<dyn Counter<T>>>;

/// Calls on a binding in generic code, which is instantiated elsewhere.
pub async fn twice<T: Copy + 'static>(counter: &mut Binding<T>, n: T) -> u32 {
    counter.add(n).await;
    counter.add(n).await
}

#[inline]
pub fn add<T: 'static>(counter: &mut Binding<T>, n: T) -> BoundCall<&mut Binding<T>, (T,), u32> {
    counter.add(n)
}

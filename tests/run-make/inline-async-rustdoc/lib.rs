#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;

#[placeable]
pub trait Read {
    inline async fn read(&mut self, bytes: &mut [u8]) -> usize;

    async fn check(&self) -> bool
    where
        Self: Sized,
    {
        true
    }
}

#[inline_async]
pub trait Write {
    async fn write(&mut self, bytes: &[u8]) -> usize;

    async fn create(path: &str) -> Self
    where
        Self: Sized;
}

pub trait Plain {
    fn plain(&self);
}

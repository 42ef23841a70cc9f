//@ edition: 2024

#![feature(inline_async_fn, async_fn_track_caller)]

use std::panic::Location;

#[inline_async(local)]
pub trait Service {
    async fn call(&self, n: u32) -> u32;

    #[track_caller]
    async fn called_from(&self) -> &'static Location<'static>;

    async fn set(&mut self, n: u32);

    async fn close(self) -> u32;
}

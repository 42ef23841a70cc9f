//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::placeable;

#[placeable]
pub trait Where {
    #[track_caller]
    inline async fn line(&self) -> u32;
}

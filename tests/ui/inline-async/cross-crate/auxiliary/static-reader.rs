//@ edition: 2024
//@ no-prefer-dynamic

#![feature(inline_async_fn)]
#![crate_type = "lib"]

use std::task::Poll;

/// Is pending once.
pub async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

pub trait Reader {
    inline async fn next(&mut self, add: u64) -> u64;
    inline async fn twice(&mut self) -> u64 {
        self.next(1).await + self.next(1).await
    }
}

pub struct Up(pub u64);

impl Reader for Up {
    async fn next(&mut self, add: u64) -> u64 {
        self.0 += add;
        self.0
    }
}

pub struct Doubled(pub Box<dyn Reader>);

impl Reader for Doubled {
    async fn next(&mut self, add: u64) -> u64 {
        suspend().await;
        self.0.next(add).await * 2
    }
    async fn twice(&mut self) -> u64 {
        self.0.twice().await * 2 + 2
    }
}

pub async fn first(readers: &mut [Box<dyn Reader>]) -> u64 {
    readers[0].next(1).await
}

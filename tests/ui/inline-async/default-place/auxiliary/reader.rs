//@ edition: 2024
//@ no-prefer-dynamic
//@[o0] compile-flags: -Copt-level=0
//@[o3] compile-flags: -Copt-level=3
//@[os] compile-flags: -Copt-level=s

//! A library that knows of no allocator and awaits calls on trait objects.

#![no_std]
#![feature(inline_async_fn)]
#![crate_type = "lib"]

use core::pin::pin;
use core::task::{Context, Poll, Waker};

pub trait Read {
    inline async fn read(&mut self) -> usize;
}

/// Its machine is `ROOM` bytes and a few words.
pub struct Reader<const ROOM: usize>(pub usize);

impl<const ROOM: usize> Read for Reader<ROOM> {
    async fn read(&mut self) -> usize {
        let room = [1u8; ROOM];
        core::future::ready(()).await;
        self.0 += room.len();
        self.0
    }
}

pub async fn twice(reader: &mut dyn Read) -> usize {
    reader.read().await + reader.read().await
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

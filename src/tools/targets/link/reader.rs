//! A library that knows of no allocator and awaits calls on trait objects.

#![no_std]
#![crate_type = "lib"]
#![feature(inline_async_fn)]

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

/// Not generic, so that all of it is in this crate's object file.
#[inline(never)]
pub fn twice(reader: &mut dyn Read) -> usize {
    let mut future = pin!(async { reader.read().await + reader.read().await });
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

/// Whether calls that fit and calls that do not give what they must.
pub fn works() -> bool {
    (twice(&mut Reader::<0>(2)), twice(&mut Reader::<1000>(2))) == (4, 3004)
}

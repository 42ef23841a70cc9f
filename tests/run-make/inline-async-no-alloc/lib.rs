//! A library without an allocator that runs calls in inline places.

#![no_std]
#![crate_type = "lib"]
#![feature(inline_async_fn, inline_async)]

use core::future::inline_async::{InlinePlace, layout_for};
use core::pin::pin;
use core::task::{Context, Poll, Waker};

pub trait Read {
    inline async fn read(&mut self, bytes: &mut [u8]) -> usize;
}

pub struct Zeros;

impl Read for Zeros {
    async fn read(&mut self, bytes: &mut [u8]) -> usize {
        let room = [0; 512];
        core::future::ready(()).await;
        bytes.copy_from_slice(&room[..bytes.len()]);
        bytes.len()
    }
}

#[unsafe(no_mangle)]
#[inline(never)]
pub extern "C" fn read_zeros(bytes: &mut [u8; 16]) -> usize {
    const SIZE: usize = layout_for::<Zeros, dyn Read>().size();
    let mut place = pin!(InlinePlace::<SIZE>::new());
    let mut zeros = Zeros;
    let object: &mut dyn Read = core::hint::black_box(&mut zeros);
    let mut sum = 0;
    for _ in 0..2 {
        let Ok(call) = object.read(bytes).in_place(place.as_mut()) else { return 0 };
        if let Poll::Ready(n) = pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
            sum += n;
        }
    }
    sum
}

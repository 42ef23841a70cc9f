//! On AVR a word is aligned to one byte, and what the vtable says of a machine keeps its alignment in the
//! same word as a bit. What LLVM reads back of the vtable is the result of each function here.

#![no_std]
#![crate_type = "lib"]
#![feature(inline_async_fn, inline_async)]

use core::future::inline_async::{layout_for, layout_of_val};
use core::pin::pin;
use core::task::{Context, Poll, Waker};

pub trait Read {
    inline async fn read(&mut self) -> u8;
}

pub struct Large(pub u8);

impl Read for Large {
    async fn read(&mut self) -> u8 {
        let room = [self.0; 200];
        core::future::ready(()).await;
        room[self.0 as usize % 200]
    }
}

const _: () = assert!(layout_for::<Large, dyn Read>().align() == 2);
const _: () = assert!(layout_for::<Large, dyn Read>().size() > 200);

/// 2.
#[unsafe(no_mangle)]
pub fn align_of_large() -> usize {
    layout_of_val(&Large(0) as &dyn Read).align()
}

/// 1.
#[unsafe(no_mangle)]
pub fn size_of_large_is_right() -> usize {
    let size = layout_of_val(&Large(0) as &dyn Read).size();
    (size == layout_for::<Large, dyn Read>().size()) as usize
}

/// Asks for memory: it does not fit the call.
#[unsafe(no_mangle)]
pub fn call_large() -> u8 {
    let large: &mut dyn Read = &mut Large(7);
    match pin!(large.read()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(byte) => byte,
        Poll::Pending => 0,
    }
}

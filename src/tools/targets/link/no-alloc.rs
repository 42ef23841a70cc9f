//! A program without an allocator: a call works where its machine fits, or has a place, and panics where
//! neither is so.

#![no_std]
#![no_main]
#![feature(inline_async)]

extern crate reader;

use core::ffi::c_int;
use core::future::inline_async::{InlinePlace, layout_for};
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use reader::{Read, Reader, twice};

mod end;

const NEEDED: usize = layout_for::<Reader<1000>, dyn Read>().size();

#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    if twice(&mut Reader::<0>(2)) != 4 {
        return 1;
    }
    let reader: &mut dyn Read = &mut Reader::<1000>(2);
    let place = pin!(InlinePlace::<NEEDED>::new());
    let Ok(call) = reader.read().in_place(place) else { return 2 };
    if pin!(call).poll(&mut Context::from_waker(Waker::noop())) != Poll::Ready(1002) {
        return 3;
    }
    // It does not come back: the process exits with 7.
    twice(reader);
    4
}

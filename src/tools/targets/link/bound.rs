//! A program without an allocator whose binding is of an object that has no inline async method.

#![no_std]
#![no_main]
#![feature(inline_async)]

use core::ffi::c_int;
use core::fmt::Display;
use core::future::inline_async::{InlinePlace, Placed};
use core::hint::black_box;
use core::pin::pin;

mod end;

#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    let number = black_box(3);
    let place = pin!(InlinePlace::<64>::new());
    let binding = Placed::new_in(&number as &dyn Display, place);
    black_box(&binding).is_err().into()
}

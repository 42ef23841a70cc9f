//! A program that knows of `alloc` and has none: its calls find no allocator.

#![no_std]
#![no_main]

#[no_link]
extern crate alloc;
extern crate reader;

use core::alloc::{GlobalAlloc, Layout};
use core::ffi::c_int;

mod end;

struct Empty;

// SAFETY: there is never any memory.
unsafe impl GlobalAlloc for Empty {
    unsafe fn alloc(&self, _layout: Layout) -> *mut u8 {
        core::ptr::null_mut()
    }

    unsafe fn dealloc(&self, _memory: *mut u8, _layout: Layout) {}
}

#[global_allocator]
static EMPTY: Empty = Empty;

#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    reader::works().into()
}

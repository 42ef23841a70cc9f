//! A program, or a static library for one in C, that names its allocator before or after the library
//! that makes calls. Its calls find the allocator either way.

#![no_std]
#![no_main]

#[cfg(heap_first)]
extern crate heap;

extern crate reader;

#[cfg(not(heap_first))]
extern crate heap;

use core::ffi::c_int;

mod end;

/// 0 where all is well.
#[cfg_attr(library, unsafe(export_name = "entry"))]
#[cfg_attr(not(library), unsafe(export_name = "main"))]
extern "C" fn entry() -> c_int {
    let works = reader::works();
    let allocations = heap::ALLOCATIONS.load(core::sync::atomic::Ordering::Relaxed);
    if works && allocations == 2 { 0 } else { 1 }
}

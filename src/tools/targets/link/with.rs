//! A shared library's Rust part that has an allocator of its own. There may be two in a process: with
//! `--cfg other` the functions have other names.

#![no_std]
#![crate_type = "staticlib"]

extern crate heap;
extern crate reader;

use core::ffi::c_int;
use core::sync::atomic::Ordering;

mod end;

/// Whether calls work.
#[cfg_attr(other, unsafe(export_name = "other_works"))]
#[cfg_attr(not(other), unsafe(export_name = "with_works"))]
extern "C" fn works() -> c_int {
    reader::works().into()
}

/// How often this library's allocator was asked.
#[cfg_attr(other, unsafe(export_name = "other_allocations"))]
#[cfg_attr(not(other), unsafe(export_name = "with_allocations"))]
extern "C" fn allocations() -> c_int {
    heap::ALLOCATIONS.load(Ordering::Relaxed) as c_int
}

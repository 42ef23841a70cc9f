//! A program with an allocator that it does not use, beside a shared library without: as without the
//! fork.

#![no_std]
#![no_main]

extern crate alloc;
extern crate heap;
extern crate shared;

use core::ffi::c_int;

#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    shared::one() as c_int - 1
}

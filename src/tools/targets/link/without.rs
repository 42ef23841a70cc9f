//! A shared library's Rust part that has no allocator.

#![no_std]
#![crate_type = "staticlib"]

extern crate reader;

use core::ffi::c_int;

mod end;

/// A call that fits: 0 where all is well.
#[unsafe(no_mangle)]
extern "C" fn without_small() -> c_int {
    (reader::twice(&mut reader::Reader::<0>(2)) != 4).into()
}

/// A call that does not fit, which panics.
#[unsafe(no_mangle)]
extern "C" fn without_large() -> c_int {
    reader::twice(&mut reader::Reader::<1000>(2));
    1
}

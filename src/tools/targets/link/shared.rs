//! A library of Rust's own kind that does not know the feature, nor `alloc`.

#![no_std]
#![crate_type = "dylib"]

mod end;

pub fn one() -> u8 {
    1
}

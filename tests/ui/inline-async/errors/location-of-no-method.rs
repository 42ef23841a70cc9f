//@ edition: 2024

// The same in constants.

#![feature(core_intrinsics, inline_async_fn)]
#![allow(internal_features)]

use std::intrinsics::{inline_async_defined_at, inline_async_is_tracked};

const TRACKED: bool = inline_async_is_tracked::<u8>();
//~^ ERROR `u8` is no function item
const DEFINED: u32 = inline_async_defined_at::<u8>().line();
//~^ ERROR `u8` is no function item

fn main() {
    println!("{TRACKED} {DEFINED}");
}

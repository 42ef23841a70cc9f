// `inline` is for `async fn` alone; what C programmers mean by it is an attribute.

//@ run-rustfix
//@ rustfix-only-machine-applicable
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code, unused_features)]

inline fn free() {} //~ ERROR only an `async fn` can be `inline`

pub inline unsafe fn public() {} //~ ERROR only an `async fn` can be `inline`

const inline fn after_const() {} //~ ERROR only an `async fn` can be `inline`

inline const fn before_const() {} //~ ERROR only an `async fn` can be `inline`

unsafe inline extern "C" fn between() {} //~ ERROR only an `async fn` can be `inline`

trait Tr {
    inline fn m(&self) {} //~ ERROR only an `async fn` can be `inline`
}

impl Tr for u8 {
    inline fn m(&self) {} //~ ERROR only an `async fn` can be `inline`
}

fn main() {}

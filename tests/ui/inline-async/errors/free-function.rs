// A free function is not called through a trait object.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code, unused_features)]

inline async fn f() {} //~ ERROR a free function cannot be `inline`

fn outer() {
    inline async fn nested() {} //~ ERROR a free function cannot be `inline`
    let _ = nested();
}

pub inline async unsafe fn g() {} //~ ERROR a free function cannot be `inline`

fn main() {}

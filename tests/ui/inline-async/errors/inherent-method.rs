// An inherent method is not called through a trait object.

//@ run-rustfix
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code, unused_features)]

struct S;

impl S {
    inline async fn m(&self) {} //~ ERROR an inherent method cannot be `inline`
    pub inline async fn n() {} //~ ERROR an inherent method cannot be `inline`
}

fn main() {}

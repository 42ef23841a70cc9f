// `inline async` stands where `async` stands: after the visibility, before `unsafe`.

//@ check-pass
//@ edition: 2024

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Tr {
    inline async unsafe fn m(&self);
    #[inline]
    #[must_use]
    inline async fn n(&self) {}
}

struct S;

impl Tr for S {
    #[inline]
    inline async unsafe fn m(&self) {}
}

fn main() {}

//@ run-pass
//@ edition: 2024
//@ aux-build: block-on.rs

// On a trait the attribute passes over every `async fn` with `where Self: Sized`, however that is
// written, and over what is no `async fn`. All of these can be what an inline method cannot.

#![feature(inline_async_fn)]
#![allow(async_fn_in_trait)]

extern crate block_on;

use std::fmt::Display;

use block_on::now;

#[inline_async]
trait Tr {
    async fn inline(&self) -> u32;
    async fn constructor(n: u32) -> Self
    where
        Self: Sized;
    async fn generic<T: Display>(&self, t: T) -> String
    where
        T: Clone,
        Self: Clone + core::marker::Sized,
    {
        t.to_string()
    }
    async fn opaque(&self, of: impl Display) -> impl Display
    where
        Self: Sized,
    {
        of.to_string()
    }
    fn plain(&self) -> u32 {
        8
    }
    // This requires something else.
    async fn relaxed<'a>(&'a self) -> u32
    where
        Self: 'a,
    {
        7
    }
}

#[derive(Clone)]
struct S(u32);

impl Tr for S {
    async fn inline(&self) -> u32 {
        self.0
    }
    async fn constructor(n: u32) -> Self {
        S(n)
    }
}

fn on_object(object: &dyn Tr) -> [u32; 3] {
    [now(object.inline()), now(object.relaxed()), object.plain()]
}

fn main() {
    let s: S = now(S::constructor(3));
    assert_eq!(now(s.generic(1)), "1");
    assert_eq!(now(s.opaque(2)).to_string(), "2");
    assert_eq!(on_object(&s), [3, 7, 8]);
}

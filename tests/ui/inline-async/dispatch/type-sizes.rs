//@ build-pass
//@ ignore-pass
//@ edition: 2024
//@ compile-flags: -Zprint-type-sizes --crate-type=lib
//@ only-64bit

// `-Zprint-type-sizes` lists a machine with one variant for each method.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::InlineCoroutine;

pub trait Tr {
    inline async fn small(&self);
    inline async fn large(&self, bytes: [u8; 100]);
}

pub struct It;

impl Tr for It {
    async fn small(&self) {}
    async fn large(&self, _bytes: [u8; 100]) {}
}

pub const SIZE: usize = size_of::<InlineCoroutine<It, dyn Tr>>();

pub fn machine(machine: InlineCoroutine<It, dyn Tr>) {
    drop(machine);
}

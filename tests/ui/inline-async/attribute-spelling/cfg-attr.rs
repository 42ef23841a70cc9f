//@ run-pass
//@ edition: 2024
//@ revisions: on off
//@[on] compile-flags: --cfg inline
//@ compile-flags: --check-cfg=cfg(inline)
//@ aux-build: block-on.rs

// `cfg_attr` decides whether a trait is inline, so that one source serves more than one compiler.

#![cfg_attr(inline, feature(inline_async_fn))]
#![cfg_attr(not(inline), allow(async_fn_in_trait))]

extern crate block_on;

use block_on::now;

#[cfg_attr(inline, inline_async)]
pub trait OnTrait {
    async fn get(&self) -> u32;
}

pub trait OnMethod {
    #[cfg_attr(inline, inline_async(send))]
    async fn get(&self) -> u32;
}

#[cfg_attr(all(inline, inline), cfg_attr(inline, doc = "Twice.", inline_async))]
pub trait Nested {
    async fn get(&self) -> u32;
}

impl OnTrait for u32 {
    async fn get(&self) -> u32 {
        *self
    }
}

impl OnMethod for u32 {
    async fn get(&self) -> u32 {
        *self + 1
    }
}

impl Nested for u32 {
    async fn get(&self) -> u32 {
        *self + 2
    }
}

#[cfg(inline)]
fn on_objects(a: &dyn OnTrait, b: &(dyn OnMethod + Sync), c: &dyn Nested) -> [u32; 3] {
    [now(a.get()), now(block_on::send(b.get())), now(c.get())]
}

fn on_known_type(a: &impl OnTrait, b: &impl OnMethod, c: &impl Nested) -> [u32; 3] {
    [now(a.get()), now(b.get()), now(c.get())]
}

fn main() {
    assert_eq!(on_known_type(&1, &1, &1), [1, 2, 3]);
    #[cfg(inline)]
    assert_eq!(on_objects(&1, &1, &1), [1, 2, 3]);
}

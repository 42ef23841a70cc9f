// A macro that drops the attribute leaves an ordinary `async fn`: an error where there is an object,
// and no other meaning.

//@ edition: 2024
//@ proc-macro: attribute-macros.rs

#![feature(inline_async_fn)]
#![allow(async_fn_in_trait)]

extern crate attribute_macros;

#[attribute_macros::drop_attributes]
trait Dropped {
    #[inline_async]
    async fn get(&self) -> u32;
}

#[attribute_macros::drop_attributes]
#[inline_async]
trait DroppedFromTrait {
    async fn get(&self) -> u32;
}

// What expands first has its way.
#[inline_async]
#[attribute_macros::keep]
trait Kept {
    async fn get(&self) -> u32;
}

fn f(_: &dyn Dropped) {} //~ ERROR the trait `Dropped` is not dyn compatible
fn g(_: &dyn DroppedFromTrait) {} //~ ERROR the trait `DroppedFromTrait` is not dyn compatible
fn h(_: &dyn Kept) {}

fn main() {}

//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver

// The layout of a machine depends on its types, and to impls two types are two types although one is
// a subtype of the other: memory for the machine of one is not memory for that of the other.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{InlineCoroutine, PlaceFor};
use std::mem::MaybeUninit;

trait Tr {
    inline async fn m(&mut self);
}

trait Of<T> {
    inline async fn m(&mut self);
}

type Long = for<'a> fn(&'a u8);
type Short = fn(&'static u8);

impl Tr for Long {
    async fn m(&mut self) {}
}

fn machine_of(
    long: Box<MaybeUninit<InlineCoroutine<Long, dyn Tr>>>,
) -> Box<MaybeUninit<InlineCoroutine<Short, dyn Tr>>> {
    long //~ ERROR mismatched types
}

fn machine_for(
    long: Box<MaybeUninit<InlineCoroutine<u8, dyn Of<Long>>>>,
) -> Box<MaybeUninit<InlineCoroutine<u8, dyn Of<Short>>>> {
    long //~ ERROR mismatched types
}

fn place_of(long: PlaceFor<Long, dyn Tr>) -> PlaceFor<Short, dyn Tr> {
    long //~ ERROR mismatched types
}

fn main() {}

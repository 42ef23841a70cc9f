//@ edition: 2024

// The layout of a machine cannot be asked for in a constant that uses a type parameter. The error
// names the place that has this layout.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{InlinePlace, layout_for};

trait Tr {
    inline async fn m(&self);
}

struct Driver<T: Tr> {
    place: InlinePlace<{ layout_for::<T, dyn Tr>().size() }>,
    //~^ ERROR generic parameters may not be used in const operations
    driven: T,
}

fn drive<T: Tr>() {
    let _place = InlinePlace::<{
        std::future::inline_async::layout_for::<Option<T>, dyn Tr + Send>().size()
        //~^ ERROR generic parameters may not be used in const operations
    }>::new();
}

fn both<T, D: ?Sized>() {
    let _: [u8; layout_for::<T, D>().align()];
    //~^ ERROR generic parameters may not be used in const operations
    //~| ERROR generic parameters may not be used in const operations
}

// Of other constants it says nothing.
fn other<T: Tr>() {
    let _: [u8; size_of::<T>() + layout_for::<u8, dyn Tr>().size()];
    //~^ ERROR generic parameters may not be used in const operations
}

fn own<T>() {
    const fn layout_for<A, B: ?Sized>() -> usize {
        1
    }
    let _: [u8; layout_for::<T, dyn Tr>()];
    //~^ ERROR generic parameters may not be used in const operations
}

fn main() {}

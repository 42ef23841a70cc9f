//@ edition: 2024

// `HeapPlace` has a default on the global allocator alone, so that any two defaults are places on one
// allocator.

#![feature(allocator_api, inline_async)]

use std::alloc::{Global, System};
use std::future::inline_async::HeapPlace;

fn main() {
    let _ = HeapPlace::<Global>::default();
    let _ = HeapPlace::<System>::default();
    //~^ ERROR no associated function or constant named `default` found for struct `HeapPlace<A>`
}

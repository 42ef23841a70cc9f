//@ run-pass
//@ edition: 2024

// A call that owns its binding is the binding and three words, whatever its arguments.

#![feature(allocator_api, inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::alloc::Global;
use std::future::inline_async::{HeapPlaced, OwnedCall};
use std::sync::Arc;

trait Tr {
    inline async fn m(&mut self, bytes: [u8; 1000]) -> [u8; 1000];
}

type Exclusive = OwnedCall<Box<dyn Tr>, Global, ([u8; 1000],), [u8; 1000]>;
type Shared = OwnedCall<Arc<dyn Tr>, Global, (), u8, &'static ()>;

fn main() {
    let binding = size_of::<HeapPlaced<Box<dyn Tr>>>();
    assert_eq!(size_of::<Exclusive>(), binding + 3 * size_of::<usize>());
    assert_eq!(size_of::<Shared>(), binding + 3 * size_of::<usize>());
}

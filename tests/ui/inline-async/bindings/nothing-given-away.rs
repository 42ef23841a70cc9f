//@ edition: 2024

// A binding gives neither its pointer nor its place away while it lives: another object in there
// would meet the machine of the one that was bound.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::Global;
use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Work {
    inline async fn work(&mut self);
}

fn pointer(binding: &mut HeapPlaced<Box<dyn Work>>) -> &mut Box<dyn Work> {
    &mut *binding //~ ERROR mismatched types
}

fn place(binding: &mut HeapPlaced<Box<dyn Work>>) -> &mut Global {
    &mut *binding //~ ERROR mismatched types
}

fn pointer_of_object(binding: &mut HeapPlaced<Box<dyn Work>>) -> &mut Box<dyn Work> {
    &mut **binding //~ ERROR mismatched types
}

fn moved(binding: HeapPlaced<Box<dyn Work>>) -> Box<dyn Work> {
    binding.ptr //~ ERROR field `ptr` of struct `Placed` is private
}

fn main() {}

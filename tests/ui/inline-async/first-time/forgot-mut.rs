// A `&mut self` method is called on a pointer and on a binding that are not `mut`.

//@ edition: 2024
//@ run-rustfix

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Queue {
    inline async fn pop(&mut self) -> u32;
}

async fn pointer(queue: Box<dyn Queue>) -> u32 {
    queue.pop().await //~ ERROR cannot borrow `*queue` as mutable
}

async fn binding(pointer: Box<dyn Queue>) -> u32 {
    let queue = HeapPlaced::new(pointer);
    queue.pop().await //~ ERROR cannot borrow `queue` as mutable
}

fn main() {}

// A call is held while another method of its object is called, on a pointer and on a binding.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};

#[placeable]
trait Queue {
    inline async fn pop(&mut self) -> u32;
    inline async fn len(&self) -> usize;
}

async fn pointer(mut queue: Box<dyn Queue>) -> bool {
    let item = queue.pop();
    let len = queue.len(); //~ ERROR cannot borrow `*queue` as immutable
    item.await > 0 && len.await > 0
}

async fn binding(queue: Box<dyn Queue>) -> bool {
    let mut queue = HeapPlaced::new(queue);
    let item = queue.pop();
    let len = queue.len(); //~ ERROR cannot borrow `queue` as immutable
    item.await > 0 && len.await > 0
}

fn main() {}

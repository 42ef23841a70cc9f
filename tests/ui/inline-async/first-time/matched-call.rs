// A call is matched against its output, which it gives when it is awaited.

//@ edition: 2024
//@ run-rustfix

#![feature(inline_async_fn)]
#![allow(dead_code)]

trait Queue {
    inline async fn pop(&mut self) -> Option<u32>;
    inline async fn len(&self) -> usize;
}

async fn drain(queue: &mut dyn Queue) -> u32 {
    let mut sum = 0;
    while let Some(item) = queue.pop() { //~ ERROR mismatched types
        sum += item;
    }
    for _ in 0..queue.len() {} //~ ERROR mismatched types
    sum
}

fn main() {}

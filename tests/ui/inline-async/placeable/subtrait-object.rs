//@ run-pass
//@ edition: 2024

// A binding to an object of a subtrait has the methods of the supertrait too, and both use the one
// place.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

#[placeable]
trait Read {
    inline async fn read(&mut self) -> u8;
}

#[placeable]
trait Seek: Read {
    inline async fn seek(&mut self, to: u8) -> u8;
}

// Not placeable itself; its objects are still objects of `Read` and `Seek`.
trait File: Seek {}

struct Memory(u8);

impl Read for Memory {
    inline async fn read(&mut self) -> u8 {
        self.0 += 1;
        self.0
    }
}

impl Seek for Memory {
    inline async fn seek(&mut self, to: u8) -> u8 {
        std::mem::replace(&mut self.0, to)
    }
}

impl File for Memory {}

async fn read_twice(reader: &mut impl Read) -> u8 {
    reader.read().await + reader.read().await
}

fn main() {
    let object: Box<dyn Seek> = Box::new(Memory(1));
    let mut binding = HeapPlaced::new(object);
    assert_eq!(block_on(binding.seek(10)), 1);
    assert_eq!(block_on(read_twice(&mut binding)), 23);

    let object: Box<dyn File + Send> = Box::new(Memory(1));
    let mut binding = HeapPlaced::new(object);
    assert_eq!(block_on(binding.seek(20)), 1);
    assert_eq!(block_on(read_twice(&mut binding)), 43);
}

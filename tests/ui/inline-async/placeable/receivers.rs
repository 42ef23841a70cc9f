//@ run-pass
//@ edition: 2024

// `&self`, `&mut self` and `Pin<&mut Self>`, in short and in full, inline async or not.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::{Pin, pin};
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
trait Reference {
    inline async fn short(&self) -> u8;
    inline async fn full(self: &Self) -> u8;
    inline async fn short_mut(&mut self) -> u8;
    inline async fn full_mut(self: &mut Self) -> u8;
    fn plain(self: &Self) -> u8;
    fn plain_mut(self: &mut Self) -> u8;
}

#[placeable]
trait Pinned {
    inline async fn pinned(self: Pin<&mut Self>, by: u8) -> u8;
    inline async fn also(self: std::pin::Pin<&mut Self>) -> u8;
    fn plain(self: Pin<&mut Self>) -> u8;
    fn shared(&self) -> u8;
}

struct Byte(u8);

impl Reference for Byte {
    inline async fn short(&self) -> u8 {
        self.0
    }
    inline async fn full(self: &Self) -> u8 {
        self.0 + 1
    }
    inline async fn short_mut(&mut self) -> u8 {
        self.0 + 2
    }
    inline async fn full_mut(self: &mut Self) -> u8 {
        self.0 + 3
    }
    fn plain(self: &Self) -> u8 {
        self.0 + 4
    }
    fn plain_mut(self: &mut Self) -> u8 {
        self.0 + 5
    }
}

impl Pinned for Byte {
    inline async fn pinned(mut self: Pin<&mut Self>, by: u8) -> u8 {
        self.0 += by;
        self.0
    }
    inline async fn also(self: Pin<&mut Self>) -> u8 {
        self.0
    }
    fn plain(self: Pin<&mut Self>) -> u8 {
        self.0 + 1
    }
    fn shared(&self) -> u8 {
        self.0 + 2
    }
}

fn main() {
    let object: Box<dyn Reference> = Box::new(Byte(0));
    let mut binding = HeapPlaced::new(object);
    assert_eq!(block_on(binding.short()), 0);
    assert_eq!(block_on(binding.full()), 1);
    assert_eq!(block_on(binding.short_mut()), 2);
    assert_eq!(block_on(binding.full_mut()), 3);
    assert_eq!(binding.plain(), 4);
    assert_eq!(binding.plain_mut(), 5);

    let object: Pin<Box<dyn Pinned>> = Box::pin(Byte(7));
    let mut binding = pin!(HeapPlaced::new(object));
    assert_eq!(block_on(binding.as_mut().pinned(2)), 9);
    assert_eq!(block_on(binding.as_mut().also()), 9);
    assert_eq!(binding.as_mut().plain(), 10);
    assert_eq!(binding.shared(), 11);
}

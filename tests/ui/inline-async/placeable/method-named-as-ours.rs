//@ run-pass
//@ edition: 2024

// Methods of the trait may have the names of the binding's own functions.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Map {
    inline async fn call_mut(&mut self, key: u32) -> u32;
    inline async fn call_ref(&self) -> u32;
    fn get(&self, key: u8) -> u8;
    fn get_mut(&mut self) -> u8;
}

struct Identity;

impl Map for Identity {
    async fn call_mut(&mut self, key: u32) -> u32 {
        key
    }

    async fn call_ref(&self) -> u32 {
        2
    }

    fn get(&self, key: u8) -> u8 {
        key
    }

    fn get_mut(&mut self) -> u8 {
        4
    }
}

fn ready<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn main() {
    let mut binding = HeapPlaced::new(Box::new(Identity) as Box<dyn Map>);
    assert_eq!(ready(Map::call_mut(&mut binding, 1)), 1);
    assert_eq!(ready(Map::call_ref(&binding)), 2);
    assert_eq!(Map::get(&binding, 3), 3);
    assert_eq!(Map::get_mut(&mut binding), 4);
}

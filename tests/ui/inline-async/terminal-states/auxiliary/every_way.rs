//@ edition: 2024

//! Calls one method in every way that there is: directly, in places, and on bindings.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, InlinePlace, Placed, placeable};
use std::future::poll_fn;
use std::mem::replace;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[placeable]
pub trait Work {
    inline async fn work(&mut self) -> u32;
}

/// Its machine never fits the buffer of a call.
pub struct Large<W>(pub W);

impl<W: Work> Work for Large<W> {
    async fn work(&mut self) -> u32 {
        let room = [1u8; 300];
        let output = self.0.work().await;
        output + room.len() as u32 - 300
    }
}

pub type Call<'a> = Pin<Box<dyn Future<Output = u32> + 'a>>;

/// Makes a call, which waits for its first poll.
pub type Make<'a> = Box<dyn FnOnce() -> Call<'a> + 'a>;

/// Hands calls to `check`, two by two where they have the same place.
pub fn every_way<W: Work>(mut worker: W, check: impl Fn(&str, Make<'_>)) {
    let object: &mut dyn Work = &mut worker;
    for _ in 0..2 {
        check("direct call", Box::new(|| Box::pin(object.work())));
    }
    let mut place = HeapPlace::new();
    for _ in 0..2 {
        check("heap place", Box::new(|| Box::pin(object.work().in_place(&mut place).unwrap())));
    }
    let mut place = pin!(InlinePlace::<1024>::new());
    for _ in 0..2 {
        let place = place.as_mut();
        check("inline place", Box::new(|| Box::pin(object.work().in_place(place).unwrap())));
    }
    let mut binding = HeapPlaced::new(&mut *object);
    for _ in 0..2 {
        check("heap binding", Box::new(|| Box::pin(binding.work())));
    }
    let object_of_binding: &mut dyn Work = &mut binding;
    for _ in 0..2 {
        check("object of a binding", Box::new(|| Box::pin(object_of_binding.work())));
    }
    drop(binding);
    let mut binding = Placed::new_in(object, place).unwrap();
    for _ in 0..2 {
        check("inline binding", Box::new(|| Box::pin(binding.work())));
    }
}

pub fn poll(call: &mut Call<'_>) -> Poll<u32> {
    call.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

/// Is pending once.
pub async fn suspend() {
    let mut done = false;
    poll_fn(|_| if replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }).await
}

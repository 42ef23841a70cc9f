//@ run-pass
//@ edition: 2024

// Places are dyn compatible, and `&mut` of one is one: code need not know where a machine lives.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::Global;
use std::future::inline_async::{HeapPlace, InlinePlace, ObjectPlace, PlaceFor};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

trait Work {
    inline async fn work(&mut self) -> u32;
}

impl Work for u32 {
    async fn work(&mut self) -> u32 {
        *self += 1;
        *self
    }
}

fn twice(object: &mut dyn Work, place: &mut dyn ObjectPlace) -> [Poll<u32>; 2] {
    [(); 2].map(|()| {
        let mut call = object.work().in_place(&mut *place).unwrap();
        Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop()))
    })
}

fn main() {
    let mut pinned = pin!(InlinePlace::<64>::new());
    let mut boxed = Box::pin(InlinePlace::<64, 64>::new());
    let mut exact = pin!(PlaceFor::<u32, dyn Work>::new());
    let places: [&mut dyn ObjectPlace; 5] =
        [&mut HeapPlace::new(), &mut Global, &mut pinned, &mut boxed.as_mut(), &mut exact];
    for place in places {
        assert_eq!(twice(&mut 0, place), [Poll::Ready(1), Poll::Ready(2)]);
    }
}

//@ run-pass
//@ edition: 2024

// A machine of 160 kB runs on the allocator, in places and on bindings; the calls stay small.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, InlinePlace, Placed, layout_for, placeable};
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

const LEN: usize = 160_000;

#[placeable]
trait Work {
    inline async fn work(&mut self) -> u64;
}

struct Worker(u8);

impl Work for Worker {
    async fn work(&mut self) -> u64 {
        let local = [self.0; LEN];
        let mut done = false;
        poll_fn(|_| if done { Poll::Ready(()) } else { done = true; Poll::Pending }).await;
        local.iter().map(|byte| u64::from(*byte)).sum()
    }
}

fn check(call: impl Future<Output = u64>) {
    assert!(size_of_val(&call) <= 128);
    let mut call = pin!(call);
    let mut cx = Context::from_waker(Waker::noop());
    assert_eq!(call.as_mut().poll(&mut cx), Poll::Pending);
    assert_eq!(call.as_mut().poll(&mut cx), Poll::Ready(3 * LEN as u64));
}

static PLACE: InlinePlace<{ layout_for::<Worker, dyn Work>().size() }> = InlinePlace::new();

fn main() {
    let size = layout_for::<Worker, dyn Work>().size();
    assert!(size > LEN && size < LEN + 128);
    let object: &mut dyn Work = &mut Worker(3);
    check(object.work());
    let mut place = HeapPlace::new();
    check(object.work().in_place(&mut place).unwrap());
    let mut place = PLACE.take().unwrap();
    check(object.work().in_place(place.as_mut()).unwrap());
    check(HeapPlaced::new(&mut *object).work());
    check(Placed::new_in(object, place).unwrap().work());
}

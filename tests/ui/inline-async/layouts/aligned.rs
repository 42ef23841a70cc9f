//@ run-pass
//@ edition: 2024

// A future that is aligned to 128 bytes is so wherever it runs: on the allocator, in places, and
// where a second `&self` call has memory of its own.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]
#![allow(dead_code)]

use std::cell::Cell;
use std::future::inline_async::{HeapPlace, HeapPlaced, InlinePlace, Placed, layout_for, placeable};
use std::future::pending;
use std::pin::pin;
use std::task::{Context, Waker};

#[placeable]
trait Work {
    inline async fn small(&self) -> u8;
    inline async fn work(&self, at: &Cell<usize>);
}

#[derive(Clone, Copy)]
#[repr(align(128))]
struct Aligned([u8; 128]);

struct Worker;

impl Work for Worker {
    async fn small(&self) -> u8 {
        0
    }

    async fn work(&self, at: &Cell<usize>) {
        let local = Aligned([7; 128]);
        at.set((&raw const local).addr());
        pending::<()>().await;
        std::hint::black_box(local);
    }
}

fn check(at: &Cell<usize>, call: impl Future<Output = ()>) {
    at.set(1);
    let mut call = pin!(call);
    for _ in 0..2 {
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert_eq!(at.get() % 128, 0);
}

fn main() {
    const SIZE: usize = layout_for::<Worker, dyn Work>().size();
    assert_eq!(layout_for::<Worker, dyn Work>().align(), 128);

    let object: &dyn Work = &Worker;
    let at = &Cell::new(0);
    check(at, object.work(at));
    let mut heap = HeapPlace::new();
    check(at, object.work(at).in_place(&mut heap).unwrap());
    let mut place = pin!(InlinePlace::<SIZE, 128>::new());
    check(at, object.work(at).in_place(place.as_mut()).unwrap());

    let binding = HeapPlaced::new(object);
    check(at, binding.work(at));
    let binding = Placed::new_in(object, place).unwrap();
    check(at, binding.work(at));

    // The machine is taken by one call; the other's memory is aligned as well.
    let first = binding.work(at);
    check(at, binding.work(at));
    check(at, first);
}

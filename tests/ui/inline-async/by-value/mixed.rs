//@ run-pass
//@ edition: 2024
//@ aux-build: counted.rs

// A trait with `&self`, `&mut self` and `self` methods on bindings that own their object: calls
// follow one another in one machine, and the last one consumes object, binding and place.

#![feature(inline_async)]

extern crate counted;

use std::future::inline_async::{HeapPlaced, InlinePlace, MoveRef, Placed, move_ref};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use counted::{Alive, Argument, Job, Object, Panics, alive};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

/// Knows nothing of bindings.
async fn work(mut job: impl Job) -> u32 {
    assert_eq!(job.step().await, 8);
    assert_eq!(job.peek().await, 8);
    assert_eq!(job.step().await, 9);
    job.finish(Argument::new(), Panics::Never).await
}

fn main() {
    assert_eq!(block_on(work(Object::<1>::new(7))), 9);

    let object: Box<dyn Job> = Box::new(Object::<1>::new(7));
    assert_eq!(block_on(work(HeapPlaced::new(object))), 9);

    let object: MoveRef<'_, dyn Job> = move_ref!(Object::<1>::new(7));
    let place = pin!(InlinePlace::<256>::new());
    assert_eq!(block_on(work(Placed::new_in(object, place).unwrap())), 9);

    // A binding is an object itself, which another binding can own and consume.
    let object: Box<dyn Job> = Box::new(Object::<1>::new(7));
    let object: Box<dyn Job> = Box::new(HeapPlaced::new(object));
    assert_eq!(block_on(work(HeapPlaced::new(object))), 9);

    assert_eq!(alive(), Alive::default());
}

//@ run-pass
//@ edition: 2024

// A call that was placed may be moved between polls, however its future refers to itself: the future
// stays in the place.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, InlinePlace, placeable};
use std::future::poll_fn;
use std::mem::{replace, swap};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn work(&mut self) -> u8;
}

struct Worker;

impl Work for Worker {
    async fn work(&mut self) -> u8 {
        let bytes = [5u8; 33];
        let own = &bytes;
        let at = own.as_ptr();
        for _ in 0..3 {
            suspend().await;
            assert!(own.iter().all(|byte| *byte == 5) && bytes.as_ptr() == at);
        }
        own[32]
    }
}

/// Is pending once.
async fn suspend() {
    let mut done = false;
    poll_fn(|_| if replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }).await
}

fn poll<F: Future + Unpin>(call: &mut F) -> Poll<F::Output> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls a call that is somewhere else each time.
fn move_about(call: impl Future<Output = u8> + Unpin) {
    let mut call = call;
    assert!(poll(&mut call).is_pending());
    let mut boxed = Box::new(call);
    assert!(poll(&mut *boxed).is_pending());
    let mut many = vec![Some(*boxed)];
    assert!(poll(many[0].as_mut().unwrap()).is_pending());
    many.reserve(100);
    let mut last = many.remove(0).unwrap();
    assert_eq!(poll(&mut last), Poll::Ready(5));
}

fn main() {
    let object: &mut dyn Work = &mut Worker;
    move_about(object.work().in_place(HeapPlace::new()).unwrap());
    let mut place = HeapPlace::new();
    move_about(object.work().in_place(&mut place).unwrap());
    let place = pin!(InlinePlace::<256>::new());
    move_about(object.work().in_place(place).unwrap());
    let mut binding = HeapPlaced::new(object);
    move_about(binding.work());

    // Two calls that change places.
    let (mut a, mut b) = (Worker, Worker);
    let (a, b): (&mut dyn Work, &mut dyn Work) = (&mut a, &mut b);
    let mut first = a.work().in_place(HeapPlace::new()).unwrap();
    let mut second = b.work().in_place(HeapPlace::new()).unwrap();
    for _ in 0..3 {
        assert!(poll(&mut first).is_pending());
        swap(&mut first, &mut second);
        assert!(poll(&mut first).is_pending());
    }
    assert_eq!((poll(&mut first), poll(&mut second)), (Poll::Ready(5), Poll::Ready(5)));
}

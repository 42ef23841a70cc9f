//@ run-pass
//@ edition: 2024
//@ aux-build: counting.rs
//@ no-prefer-dynamic

// A direct call whose machine fits six words allocates nothing, and nor does a call in a place, but
// for the first one in a heap place. Any other direct call allocates once, at its first poll.

#![feature(inline_async_fn, inline_async)]

extern crate counting;

use std::future::inline_async::{HeapPlace, InlinePlace, layout_for};
use std::future::poll_fn;
use std::mem::replace;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use counting::allocations;

trait Work {
    inline async fn work(&mut self) -> usize;
}

struct Worker<const ROOM: usize>;

impl<const ROOM: usize> Work for Worker<ROOM> {
    async fn work(&mut self) -> usize {
        let room = [1u8; ROOM];
        let mut done = false;
        poll_fn(|_| if replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }).await;
        room.iter().map(|byte| usize::from(*byte)).sum()
    }
}

const SIX_WORDS: usize = size_of::<[usize; 6]>();
const _: () = assert!(layout_for::<Worker<1>, dyn Work>().size() <= SIX_WORDS);
const _: () = assert!(layout_for::<Worker<300>, dyn Work>().size() > SIX_WORDS);

/// The allocations at the first poll, and at the second.
fn count(call: impl Future<Output = usize>, output: usize) -> [usize; 2] {
    let mut call = pin!(call);
    let mut cx = Context::from_waker(Waker::noop());
    let first = allocations(|| assert!(call.as_mut().poll(&mut cx).is_pending())).0;
    let second = allocations(|| assert_eq!(call.as_mut().poll(&mut cx), Poll::Ready(output))).0;
    [first, second]
}

fn main() {
    let (small, large) = (&mut Worker::<1> as &mut dyn Work, &mut Worker::<300> as &mut dyn Work);
    let (made, call) = allocations(|| small.work());
    assert_eq!((made, count(call, 1)), (0, [0, 0]));
    let (made, call) = allocations(|| large.work());
    assert_eq!((made, count(call, 300)), (0, [1, 0]));
    assert_eq!(allocations(|| drop(large.work())).0, 0);

    let mut place = pin!(InlinePlace::<512>::new());
    for _ in 0..2 {
        let (made, call) = allocations(|| large.work().in_place(place.as_mut()).unwrap());
        assert_eq!((made, count(call, 300)), (0, [0, 0]));
    }

    let mut place = HeapPlace::new();
    // Again when it grows, but not to serve a smaller machine or one that it has served.
    for expected in [[1, 1], [0, 0], [0, 0]] {
        let (made, call) = allocations(|| small.work().in_place(&mut place).unwrap());
        assert_eq!((made, count(call, 1)), (expected[0], [0, 0]));
        let (made, call) = allocations(|| large.work().in_place(&mut place).unwrap());
        assert_eq!((made, count(call, 300)), (expected[1], [0, 0]));
    }
}

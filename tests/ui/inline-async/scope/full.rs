//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: holds.rs

// Where an arena is full, calls take memory from the program's allocator, one by one; as soon as
// there is room in the arena, the next call is in there again.

#![feature(inline_async)]

extern crate holds;

use std::future::inline_async::{Arena, within};
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use holds::{Holds, Work};

fn main() {
    let (large, small): (&dyn Work, &dyn Work) = (&Holds::<1024>, &Holds::<128>);
    let before = holds::allocations();
    let allocations = || holds::allocations() - before;
    let arena = pin!(Arena::<6144>::new());
    let mut future = pin!(within(arena, async {
        let mut first = pin!(large.work(3));
        let mut second = pin!(large.work(1));
        let mut third = pin!(small.work(1));
        poll_fn(|cx| {
            assert!(first.as_mut().poll(cx).is_pending());
            assert_eq!(allocations(), 0);
            assert!(second.as_mut().poll(cx).is_pending());
            assert_eq!(allocations(), 1, "there is no room for it");
            assert!(third.as_mut().poll(cx).is_pending());
            assert_eq!(allocations(), 1, "there is for a smaller one");
            Poll::Ready(())
        })
        .await;
        assert_eq!((second.await, third.await), (1, 1));
        // A call that the arena has no room for at any time.
        assert_eq!(large.work(2).await, 2);
        assert_eq!(allocations(), 2);

        assert_eq!(first.await, 3);
        for suspends in 0..10 {
            assert_eq!(large.work(suspends).await, suspends);
        }
        assert_eq!(allocations(), 2, "there is room again");
    }));
    let mut cx = Context::from_waker(Waker::noop());
    while future.as_mut().poll(&mut cx).is_pending() {}
    assert_eq!(allocations(), 2);
}

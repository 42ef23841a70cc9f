//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic

// Where an arena is full, calls take memory from the program's allocator, one by one; as soon as
// there is room in the arena, the next call is in there again.

#![feature(inline_async_fn, inline_async)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::future::inline_async::{Arena, within};
use std::future::poll_fn;
use std::mem;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

struct Counting;

// SAFETY: all is forwarded to an allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(memory, layout) }
    }
}

trait Work {
    inline async fn work(&self, suspends: u32) -> u32;
}

/// Its machine has more than 4 kilobytes, so an arena of six has room for one.
struct Large;

impl Work for Large {
    async fn work(&self, suspends: u32) -> u32 {
        let held = std::hint::black_box([suspends; 1024]);
        for _ in 0..suspends {
            let mut first = true;
            poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        }
        std::hint::black_box(&held)[1023]
    }
}

/// It has less than a kilobyte.
struct Small;

impl Work for Small {
    async fn work(&self, suspends: u32) -> u32 {
        let held = std::hint::black_box([suspends; 128]);
        for _ in 0..suspends {
            let mut first = true;
            poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        }
        std::hint::black_box(&held)[127]
    }
}

fn main() {
    let (large, small): (&dyn Work, &dyn Work) = (&Large, &Small);
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    let allocations = || ALLOCATIONS.load(Ordering::Relaxed) - before;
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

//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic

// Two loops that go on for ever, each with a call on top of the other's at any time: a bare stack
// would never be popped, and grow. Here 512 bytes serve them, however long they go on.

#![feature(inline_async_fn, inline_async, future_join)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::future::inline_async::{Arena, within};
use std::future::{join, poll_fn};
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

struct Large;

impl Work for Large {
    async fn work(&self, suspends: u32) -> u32 {
        let held = std::hint::black_box([suspends; 16]);
        for _ in 0..suspends {
            suspend().await;
        }
        std::hint::black_box(&held)[15]
    }
}

async fn suspend() {
    let mut first = true;
    poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await
}

async fn forever(work: &dyn Work, count: &mut u32) {
    loop {
        *count += work.work(2).await;
    }
}

fn main() {
    let work: &dyn Work = &Large;
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    let (mut first, mut second) = (0, 0);
    {
        let arena = pin!(Arena::<512>::new());
        // One begins later, so that there never is a moment when neither has a call.
        let first = forever(work, &mut first);
        let second = async {
            suspend().await;
            forever(work, &mut second).await
        };
        let mut future = pin!(within(arena, join!(first, second)));
        let mut cx = Context::from_waker(Waker::noop());
        for _ in 0..if cfg!(miri) { 100 } else { 10_000 } {
            assert!(future.as_mut().poll(&mut cx).is_pending());
        }
    }
    assert!(first > 90 && second > 90);
    assert_eq!(ALLOCATIONS.load(Ordering::Relaxed), before);
}

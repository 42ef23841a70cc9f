//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: holds.rs

// A call takes its memory from the innermost scope in which it is polled for the first time, and
// keeps it when it is polled in others later, or in none. When a scope ends with its poll, the one
// around it is the innermost again. Nothing comes from the program's allocator.

#![feature(inline_async_fn, inline_async, allocator_api)]

extern crate holds;

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::future::inline_async::{HeapArena, within};
use std::future::poll_fn;
use std::mem;
use std::pin::pin;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

/// Counts what an arena allocates: its chunks.
#[derive(Clone)]
struct Counting(&'static AtomicUsize);

// SAFETY: memory is had from the global allocator, and given back there.
unsafe impl Allocator for Counting {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { Global.deallocate(memory, layout) }
    }
}

trait Work {
    inline async fn work(&self, suspends: u32) -> u32;
}

struct Large;

impl Work for Large {
    async fn work(&self, suspends: u32) -> u32 {
        let held = [suspends; 32];
        for _ in 0..suspends {
            let mut first = true;
            poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        }
        held.iter().sum()
    }
}

fn main() {
    static OUTER: AtomicUsize = AtomicUsize::new(0);
    static INNER: AtomicUsize = AtomicUsize::new(0);
    let chunks = || (OUTER.load(Ordering::Relaxed), INNER.load(Ordering::Relaxed));

    let work: &dyn Work = &Large;
    let before = holds::allocations();
    let future = within(HeapArena::new_in(Counting(&OUTER)), async {
        assert_eq!(chunks(), (0, 0), "an arena without calls is empty");
        let mut begun_outside = pin!(work.work(3));
        poll_fn(|cx| Poll::Ready(assert!(begun_outside.as_mut().poll(cx).is_pending()))).await;
        assert_eq!(chunks(), (1, 0));

        within(HeapArena::new_in(Counting(&INNER)), async {
            poll_fn(|cx| Poll::Ready(assert!(begun_outside.as_mut().poll(cx).is_pending()))).await;
            assert_eq!(chunks(), (1, 0), "it stays where it is");
            assert_eq!(work.work(2).await, 64);
            assert_eq!(chunks(), (1, 1));
        })
        .await;

        // Inside the outer scope again, and between two polls of a call in the inner one.
        let mut inner = pin!(within(HeapArena::new_in(Counting(&INNER)), work.work(1)));
        poll_fn(|cx| Poll::Ready(assert!(inner.as_mut().poll(cx).is_pending()))).await;
        assert_eq!(chunks(), (1, 2));
        assert_eq!(work.work(1).await, 32);
        assert_eq!(inner.await, 32);
        assert_eq!(begun_outside.await, 96);
        assert_eq!(chunks(), (1, 2));
    });
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    while future.as_mut().poll(&mut cx).is_pending() {}
    // Three chunks.
    assert_eq!(holds::allocations(), before + 3);
}

//@ run-pass
//@ edition: 2024
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A call that is leaked keeps its memory for ever: nothing else is put there, and its chunk is not
// freed, nor is the allocator dropped that the chunk is from. Other chunks and other calls are not
// concerned.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::cell::Cell;
use std::future::inline_async::{HeapArena, within};
use std::future::poll_fn;
use std::mem;
use std::pin::pin;
use std::ptr::{self, NonNull};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

// SAFETY: memory is had from the global allocator, and given back there.
unsafe impl Allocator for Counting {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        self.0.fetch_sub(1, Ordering::Relaxed);
        // SAFETY: the caller's promise.
        unsafe { Global.deallocate(memory, layout) }
    }
}

trait Work {
    inline async fn work(&self, value: u8, seen: &Rc<Cell<*const u8>>);
}

struct Large;

impl Work for Large {
    async fn work(&self, value: u8, seen: &Rc<Cell<*const u8>>) {
        let held = [value; 200];
        seen.set(&raw const held[0]);
        let mut first = true;
        poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        assert_eq!(held[199], value);
    }
}

fn main() {
    let counting = Counting::default();
    let chunks = || counting.0.load(Ordering::Relaxed);
    let work: &dyn Work = &Large;
    let seen = Rc::new(Cell::new(ptr::null()));
    let mut leaked = ptr::null();

    let mut arena = HeapArena::new_in(counting.clone());
    {
        let mut future = pin!(within(&mut arena, async {
            let mut call = Box::pin(work.work(7, &seen));
            poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
            leaked = seen.get();
            mem::forget(call);

            // Enough for more chunks than one.
            let mut calls: Vec<_> = (0..50).map(|i| Box::pin(work.work(i, &seen))).collect();
            for call in &mut calls {
                poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
                assert!(seen.get().addr().abs_diff(leaked.addr()) >= 200);
            }
            for call in calls {
                call.await;
            }
        }));
        let mut cx = Context::from_waker(Waker::noop());
        while future.as_mut().poll(&mut cx).is_pending() {}
    }
    assert!(chunks() > 1);
    drop(arena);

    assert_eq!(chunks(), 1, "the chunk of the leaked call is left");
    assert_eq!(Arc::strong_count(&counting.0), 2, "and its allocator");
    // SAFETY: the leaked call's memory is its own for ever.
    assert_eq!(unsafe { *leaked }, 7);
}

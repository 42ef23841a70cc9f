//@ run-pass
//@ edition: 2024
//@ needs-threads

// A call that began in a scope is a value like any other: it may leave the scope, in a box; be
// finished or dropped elsewhere, on another thread too, while the scope goes on or after it, and
// after its `HeapArena`. Its chunk is freed when the last call in it has gone, and with it the
// allocator.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::future::inline_async::{HeapArena, InlineCall, within};
use std::future::poll_fn;
use std::mem;
use std::pin::{Pin, pin};
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::thread;

/// Counts the bytes that an arena has. There are as many of it as there are chunks and arenas.
#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Counting {
    fn bytes(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    fn is_alone(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }
}

// SAFETY: memory is had from the global allocator, and given back there.
unsafe impl Allocator for Counting {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.0.fetch_add(layout.size(), Ordering::Relaxed);
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        self.0.fetch_sub(layout.size(), Ordering::Relaxed);
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
        let held = std::hint::black_box([suspends; 32]);
        for _ in 0..suspends {
            let mut first = true;
            poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        }
        std::hint::black_box(&held)[31]
    }
}

type Call = Pin<Box<InlineCall<&'static (dyn Work + Send + Sync), (u32,), u32>>>;

/// So many calls that have begun in the scope.
async fn begin(count: usize) -> Vec<Call> {
    let work: &'static (dyn Work + Send + Sync) = &Large;
    let mut calls = Vec::new();
    for _ in 0..count {
        let mut call = Box::pin(work.work(2));
        poll_fn(|cx| Poll::Ready(assert!(call.as_mut().poll(cx).is_pending()))).await;
        calls.push(call);
    }
    calls
}

fn finish<F: Future>(future: F) -> F::Output {
    let (mut future, mut cx) = (pin!(future), Context::from_waker(Waker::noop()));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

/// Ends every other call, and drops the rest.
fn end(calls: Vec<Call>) {
    for (i, call) in calls.into_iter().enumerate() {
        if i % 2 == 0 {
            assert_eq!(finish(call), 2);
        }
    }
}

fn main() {
    let counting = Counting::default();

    // After the scope, and before the arena goes.
    let mut arena = HeapArena::new_in(counting.clone());
    let calls = finish(within(&mut arena, begin(20)));
    end(calls);
    let bytes = counting.bytes();
    let calls = finish(within(&mut arena, begin(20)));
    assert_eq!(counting.bytes(), bytes, "the memory is had again");
    let other = thread::spawn(move || end(calls));
    // Meanwhile.
    let calls = finish(within(&mut arena, begin(20)));
    other.join().unwrap();
    end(calls);
    drop(arena);
    assert!(counting.bytes() == 0 && counting.is_alone());

    // After the arena.
    let mut calls = finish(within(HeapArena::new_in(counting.clone()), begin(20)));
    assert!(counting.bytes() > 0 && !counting.is_alone());
    let last = calls.pop().unwrap();
    end(calls);
    assert!(counting.bytes() > 0, "there is one left");
    drop(last);
    assert!(counting.bytes() == 0 && counting.is_alone());

    // After the arena and as it goes, on other threads.
    for _ in 0..if cfg!(miri) { 3 } else { 100 } {
        let mut arena = HeapArena::new_in(counting.clone());
        let mut calls = finish(within(&mut arena, begin(21)));
        let threads: Vec<_> = (0..3)
            .map(|_| {
                let calls = calls.split_off(calls.len() - 7);
                thread::spawn(move || end(calls))
            })
            .collect();
        drop(arena);
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert!(counting.bytes() == 0 && counting.is_alone());
    }
}

//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// After a call was leaked in a binding as it was running, the next exclusive call takes memory from the
// allocator for the binding, once. The calls after it use that memory, shared ones included, until
// another one is leaked there. It is given back with the binding; where a call was leaked, it is not.

#![feature(inline_async_fn, inline_async)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::inline_async::{HeapPlace, Placed};
use std::mem::forget;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

thread_local! {
    static ALLOCATED: Cell<u32> = const { Cell::new(0) };
    static FREED: Cell<u32> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: everything is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.set(ALLOCATED.get() + 1);
        // SAFETY: the caller promises what the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        FREED.set(FREED.get() + 1);
        // SAFETY: as in `alloc`.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

trait Tr {
    inline async fn exclusive(&mut self) -> u32;
    inline async fn shared(&self) -> u32;
}

struct It(u32);

async fn suspend() {
    let mut first = true;
    std::future::poll_fn(|_| match std::mem::take(&mut first) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

impl Tr for It {
    async fn exclusive(&mut self) -> u32 {
        self.0 += 1;
        suspend().await;
        self.0
    }

    async fn shared(&self) -> u32 {
        suspend().await;
        self.0
    }
}

fn poll<F: Future + Unpin>(call: &mut F) -> Poll<F::Output> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

fn finish<F: Future + Unpin>(mut call: F) -> F::Output {
    assert!(poll(&mut call).is_pending());
    let Poll::Ready(output) = poll(&mut call) else { panic!("pending") };
    output
}

fn main() {
    let mut object = It(0);
    let mut binding = Placed::new_in(&mut object as &mut dyn Tr, HeapPlace::new()).ok().unwrap();
    let (allocated, freed) = (ALLOCATED.get(), FREED.get());
    let counts = || (ALLOCATED.get() - allocated, FREED.get() - freed);
    for leaked in 1..4 {
        let mut call = binding.exclusive();
        assert!(poll(&mut call).is_pending());
        forget(call);

        let number = 3 * leaked - 2;
        assert_eq!(finish(binding.exclusive()), number + 1);
        assert_eq!(counts(), (leaked, 0));
        assert_eq!(finish(binding.exclusive()), number + 2);
        assert_eq!(finish(binding.shared()), number + 2);
        assert_eq!(counts(), (leaked, 0));
    }
    drop(binding);
    assert_eq!(counts(), (3, 1));
}

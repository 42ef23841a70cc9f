//@ edition: 2024
//@ no-prefer-dynamic

//! Calls that hold as much as their object says, and the number of the allocations of a program.

#![crate_type = "lib"]
#![feature(inline_async_fn)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::future::poll_fn;
use std::hint::black_box;
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

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

/// How many allocations there have been, on all threads.
pub fn allocations() -> usize {
    ALLOCATIONS.load(Ordering::Relaxed)
}

pub trait Work {
    inline async fn work(&self, suspends: u32) -> u32;
}

/// Its machine has `N` numbers, and more.
pub struct Holds<const N: usize>;

impl<const N: usize> Work for Holds<N> {
    async fn work(&self, suspends: u32) -> u32 {
        let held = black_box([suspends; N]);
        for _ in 0..suspends {
            suspend().await;
        }
        black_box(&held)[N - 1]
    }
}

pub async fn suspend() {
    let mut first = true;
    poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await
}

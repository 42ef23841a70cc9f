//@ run-pass
//@ edition: 2024
//@ aux-build: reader.rs
//@ no-prefer-dynamic
//@ revisions: o0 o3 os
//@[o0] compile-flags: -Copt-level=0
//@[o3] compile-flags: -Copt-level=3
//@[os] compile-flags: -Copt-level=s

// A call that a `no_std` library awaits runs on the heap where the machine does not fit the call,
// since the program that the library ends up in has an allocator.

extern crate reader;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use reader::{Reader, block_on, twice};

static ALLOCATED: AtomicUsize = AtomicUsize::new(0);
static FREED: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: all is forwarded to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.fetch_add(1, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        FREED.fetch_add(1, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    let before = (ALLOCATED.load(Ordering::Relaxed), FREED.load(Ordering::Relaxed));
    let small = block_on(twice(&mut Reader::<0>(2)));
    let after_small = (ALLOCATED.load(Ordering::Relaxed), FREED.load(Ordering::Relaxed));
    let large = block_on(twice(&mut Reader::<1000>(2)));
    let after_large = (ALLOCATED.load(Ordering::Relaxed), FREED.load(Ordering::Relaxed));

    assert_eq!((small, large), (4, 3004));
    assert_eq!(after_small, before);
    assert_eq!(after_large, (before.0 + 2, before.1 + 2));
}
